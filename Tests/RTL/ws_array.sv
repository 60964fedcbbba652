// A weight-stationary systolic array: activations move right, partial sums down, weights stay.
//
// LOADING 0 serial, 1 chain: a column's weights shift down by one whenever a word stands above it.
// LOADING 2 tagged: words travel down with the number of their row, which keeps them.
// LOADING 3, 4: as 1 and 2 into a second register, which the first activation of a tile takes into use.
module ws_array #(
    parameter int R = 4,
    parameter int C = 4,
    parameter int LOADING = 0
) (
    input  logic               clk,
    input  logic               rst,
    input  logic signed [ 7:0] a       [R],
    input  logic               a_valid [R],
    input  logic               a_first [R],
    input  logic               a_last  [R],
    input  logic signed [ 7:0] b       [C],
    input  logic               b_loads [C],
    input  logic               b_valid [C],
    input  logic               b_used  [C],
    input  logic        [15:0] b_row   [C],
    output logic               out_valid[C],
    output logic               out_last [C],
    output logic signed [31:0] out_word [C]
);
  localparam bit SHADOW = LOADING >= 3;
  localparam bit TAGGED = LOADING == 2 || LOADING == 4;
  typedef struct packed {
    logic signed [7:0] word;
    logic valid, first, last;
  } left_t;
  typedef struct packed {
    logic signed [7:0] word;
    logic valid, used;
  } weight_t;
  typedef struct packed {
    weight_t weight;
    logic present;
    logic [15:0] row;
  } passing_t;
  typedef struct packed {
    logic signed [31:0] word;
    logic valid, last;
  } sum_t;

  left_t left[R][C], left_q[R][C];
  weight_t active[R][C], shadow[R][C], weight[R][C];
  passing_t passing[R][C], passing_q[R][C];
  sum_t above[R][C], sum[R][C];

  always_comb
    for (int r = 0; r < R; r++)
      for (int c = 0; c < C; c++) begin
        left[r][c] = c == 0 ? {a[r], a_valid[r], a_first[r], a_last[r]} : left_q[r][c-1];
        weight[r][c] = SHADOW && left[r][c].first ? shadow[r][c] : active[r][c];
        passing[r][c] = r == 0 ? {b[c], b_valid[c], b_used[c], b_loads[c], b_row[c]} : passing_q[r-1][c];
        if (r == 0) begin
          above[r][c].word = 0;
          above[r][c].valid = left[r][c].valid && weight[r][c].valid;
          above[r][c].last = left[r][c].last && weight[r][c].used;
        end else above[r][c] = sum[r-1][c];
      end

  always_comb
    for (int c = 0; c < C; c++) begin
      out_valid[c] = sum[R-1][c].valid;
      out_last[c] = sum[R-1][c].last;
      out_word[c] = sum[R-1][c].word;
    end

  always_ff @(posedge clk)
    for (int r = 0; r < R; r++)
      for (int c = 0; c < C; c++)
        if (rst) begin
          left_q[r][c] <= '0;
          active[r][c] <= '0;
          shadow[r][c] <= '0;
          passing_q[r][c] <= '0;
          sum[r][c] <= '0;
        end else begin
          left_q[r][c] <= left[r][c];
          passing_q[r][c] <= passing[r][c];
          sum[r][c].word <= above[r][c].word + 32'(left[r][c].word * weight[r][c].word);
          sum[r][c].valid <= above[r][c].valid;
          sum[r][c].last <= above[r][c].last;
          // What a load brings goes to the second register where there is one.
          if (SHADOW) begin
            if (left[r][c].first) active[r][c] <= shadow[r][c];
            if (TAGGED) begin
              if (passing[r][c].present && passing[r][c].row == 16'(r)) shadow[r][c] <= passing[r][c].weight;
            end else if (b_loads[c]) shadow[r][c] <= r == 0 ? {b[c], b_valid[c], b_used[c]} : shadow[r-1][c];
          end else begin
            if (TAGGED) begin
              if (passing[r][c].present && passing[r][c].row == 16'(r)) active[r][c] <= passing[r][c].weight;
            end else if (b_loads[c]) active[r][c] <= r == 0 ? {b[c], b_valid[c], b_used[c]} : active[r-1][c];
          end
        end
endmodule
