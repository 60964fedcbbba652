// Runs products on the eight arrays of gemm_variants.sv and writes what passed their edges, and when.
//
//   testbench GEMM.csv TILES.csv < cases        a case a line: trim M K N seed
//
// Cycle 0 is the first word at an edge of the array; an output counts in the cycle in which it stands on its port.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "Vgemm_variants.h"
#include "verilated.h"

#ifndef ROWS
#error "ROWS and COLUMNS: the size of the arrays"
#endif

static const char *names[8] = {"os_block", "os_shadow", "os_bus",     "ws_serial",
                               "ws_chain", "ws_tag",    "ws_dbchain", "ws_dbtag"};

// An operand's words: the upper bits of a multiplicative hash; one in eight is zero.
static int8_t word(uint32_t seed, uint32_t operand, uint32_t index) {
  uint32_t hash = (index + 1) * 2654435761u ^ (seed * 2 + operand + 1) * 2246822519u;
  hash = (hash ^ hash >> 15) * 2654435769u;
  return (hash >> 8 & 7) == 0 ? 0 : int8_t(hash >> 24);
}

struct Tile {
  int row, column, height, width;
  int first_weight = -1, last_weight = -1, first_in = -1, last_in = -1, first_out = -1, last_out = -1;
};

static int part(int extent, int start, int size) { return extent - start < size ? extent - start : size; }

// What one array does with one product.
struct Run {
  int variant, M, K, N;
  std::vector<Tile> tiles;
  std::vector<int32_t> results;
  std::vector<size_t> tile_of_column;
  std::vector<int> words_of_column;
  int streams = -1, loads = -1;
  long a_words = 0, b_words = 0, out_words = 0, expected = 0;
  int first_out = -1, last_out = -1;

  bool stationary() const { return variant >= 3; }

  Run(int variant, int M, int K, int N) : variant(variant), M(M), K(K), N(N), results(size_t(M) * N, 0) {
    int outer = stationary() ? (N + COLUMNS - 1) / COLUMNS : (M + ROWS - 1) / ROWS;
    int inner = stationary() ? (K + ROWS - 1) / ROWS : (N + COLUMNS - 1) / COLUMNS;
    for (int i = 0; i < outer; i++)
      for (int j = 0; j < inner; j++) {
        Tile tile;
        int row = (stationary() ? j : i) * ROWS, column = (stationary() ? i : j) * COLUMNS;
        tile.row = row;
        tile.column = column;
        tile.height = part(stationary() ? K : M, row, ROWS);
        tile.width = part(N, column, COLUMNS);
        expected += long(tile.width) * (stationary() ? M : tile.height);
        tiles.push_back(tile);
      }
    tile_of_column.assign(COLUMNS, 0);
    words_of_column.assign(COLUMNS, 0);
    for (int c = 0; c < COLUMNS; c++) skip(c);
  }

  void skip(int c) {
    while (tile_of_column[c] < tiles.size() && tiles[tile_of_column[c]].width <= c) tile_of_column[c]++;
  }

  bool done() const { return out_words == expected; }

  // A word on a column's port: results of a tile come in a known order.
  void accept(int c, int32_t value, int cycle) {
    if (tile_of_column[c] >= tiles.size()) {
      std::fprintf(stderr, "%s: a result too many\n", names[variant]);
      std::exit(1);
    }
    Tile &tile = tiles[tile_of_column[c]];
    int count = words_of_column[c]++, length = stationary() ? M : tile.height;
    int row = stationary() ? count : variant == 1 ? tile.row + length - 1 - count : tile.row + count;
    int32_t &place = results[size_t(row) * N + tile.column + c];
    place = stationary() ? int32_t(uint32_t(place) + uint32_t(value)) : value;
    if (tile.first_out < 0) tile.first_out = cycle;
    tile.last_out = cycle;
    if (first_out < 0) first_out = cycle;
    last_out = cycle;
    out_words++;
    if (words_of_column[c] == length) {
      words_of_column[c] = 0;
      tile_of_column[c]++;
      skip(c);
    }
  }
};

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  FILE *gemm = std::fopen(argv[1], "w"), *tile_file = std::fopen(argv[2], "w");
  if (!gemm || !tile_file) return 2;
  std::fprintf(gemm, "variant,trim,R,C,M,K,N,seed,tiles,first_out_cycle,last_out_cycle,total_cycles,"
                     "a_words_read,b_words_read,c_words_out,macs,pe_utilisation,checksum,numerics\n");
  std::fprintf(tile_file, "variant,trim,R,C,M,K,N,tile_i,tile_j,first_weight,last_weight,first_in,last_in,"
                          "first_out,last_out\n");
  Vgemm_variants dut;
  int trim, M, K, N;
  unsigned seed;
  while (std::scanf("%d %d %d %d %u", &trim, &M, &K, &N, &seed) == 5) {
    std::vector<int8_t> A(size_t(M) * K), B(size_t(K) * N);
    for (size_t i = 0; i < A.size(); i++) A[i] = word(seed, 0, uint32_t(i));
    for (size_t i = 0; i < B.size(); i++) B[i] = word(seed, 1, uint32_t(i));
    std::vector<Run> runs;
    for (int v = 0; v < 8; v++) runs.emplace_back(v, M, K, N);
    dut.trim = trim;
    dut.m_size = M;
    dut.k_size = K;
    dut.n_size = N;
    dut.rst = 1;
    for (int i = 0; i < 2; i++) {
      dut.clk = 0;
      dut.eval();
      dut.clk = 1;
      dut.eval();
    }
    dut.rst = 0;
    for (int cycle = 0;; cycle++) {
      dut.clk = 0;
      dut.eval();
      for (int v = 0; v < 8; v++) {
        for (int r = 0; r < ROWS; r++)
          dut.a_word[v][r] =
              r < int(dut.a_count[v]) ? uint8_t(A[dut.a_base[v] + r * dut.a_stride[v]]) : 0;
        for (int c = 0; c < COLUMNS; c++)
          dut.b_word[v][c] =
              c < int(dut.b_count[v]) ? uint8_t(B[dut.b_base[v] + c * dut.b_stride[v]]) : 0;
      }
      dut.eval();
      bool all = true;
      for (int v = 0; v < 8; v++) {
        Run &run = runs[v];
        run.a_words += dut.a_count[v];
        run.b_words += dut.b_count[v];
        if (dut.load_begins[v]) run.tiles[++run.loads].first_weight = cycle;
        if (dut.loads[v]) run.tiles[run.loads].last_weight = cycle;
        if (dut.stream_begins[v]) run.tiles[++run.streams].first_in = cycle;
        if (dut.a_count[v]) run.tiles[run.streams].last_in = cycle;
        for (int c = 0; c < COLUMNS; c++)
          if (dut.out_valid[v][c]) run.accept(c, int32_t(dut.out_word[v][c]), cycle);
        all &= run.done();
      }
      if (all) break;
      if (cycle > 100000000) {
        std::fprintf(stderr, "no end: %d %d %d\n", M, K, N);
        return 1;
      }
      dut.clk = 1;
      dut.eval();
    }
    for (Run &run : runs) {
      bool ok = true;
      uint32_t checksum = 2166136261u;
      for (int m = 0; m < M; m++)
        for (int n = 0; n < N; n++) {
          uint32_t sum = 0;
          for (int k = 0; k < K; k++) sum += uint32_t(A[size_t(m) * K + k] * B[size_t(k) * N + n]);
          uint32_t result = uint32_t(run.results[size_t(m) * N + n]);
          ok &= sum == result;
          checksum = (checksum ^ result) * 16777619u;
        }
      long macs = long(M) * K * N;
      std::fprintf(gemm, "%s,%d,%d,%d,%d,%d,%d,%u,%zu,%d,%d,%d,%ld,%ld,%ld,%ld,%.5f,%u,%s\n",
                   names[run.variant], trim, ROWS, COLUMNS, M, K, N, seed, run.tiles.size(), run.first_out,
                   run.last_out, run.last_out + 1, run.a_words, run.b_words, run.out_words, macs,
                   double(macs) / (double(ROWS) * COLUMNS * (run.last_out + 1)), checksum, ok ? "ok" : "wrong");
      for (const Tile &tile : run.tiles)
        std::fprintf(tile_file, "%s,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d\n", names[run.variant], trim,
                     ROWS, COLUMNS, M, K, N, (run.stationary() ? tile.column / COLUMNS : tile.row / ROWS),
                     (run.stationary() ? tile.row / ROWS : tile.column / COLUMNS), tile.first_weight,
                     tile.last_weight, tile.first_in, tile.last_in, tile.first_out, tile.last_out);
    }
  }
  dut.final();
  return std::fclose(gemm) || std::fclose(tile_file);
}
