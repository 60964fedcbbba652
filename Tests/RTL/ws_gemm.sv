// C = A·B tile by tile on a weight-stationary array, operands from memories that always answer.
// Tiles go along the reduction first, then to the next columns; their sums are added behind the outputs.
module ws_gemm #(
    parameter int R = 4,
    parameter int C = 4,
    parameter int LOADING = 0
) (
    input  logic               clk,
    input  logic               rst,
    input  logic               trim,
    input  int                 m_size,
    input  int                 k_size,
    input  int                 n_size,
    output int                 a_base,
    output int                 a_stride,
    output int                 a_count,
    output int                 b_base,
    output int                 b_stride,
    output int                 b_count,
    input  logic signed [ 7:0] a_word   [R],
    input  logic signed [ 7:0] b_word   [C],
    output logic               stream_begins,
    output logic               load_begins,
    output logic               loads,
    output logic               out_valid[C],
    output logic signed [31:0] out_word [C]
);
  localparam bit TAGGED = LOADING == 2 || LOADING == 4;
  // The tile whose activations enter (s_), the one whose weights do (l_), and how many of these have.
  int s_tile, s_k0, s_n0, m, l_tile, l_k0, l_n0, l_count;
  logic streaming, loading, may_load;
  int next_k0, next_n0;
  logic stream_start, streams, load_start, signalled, has_next;
  int cs_tile, cs_k0, cs_n0, cs_m, cl_k0, cl_n0, cl_count;
  int s_height, s_used_rows, s_used_cols, l_height, l_used_rows, l_width, l_used_cols, l_row;

  function automatic int part(int extent, int start, int size);
    return extent - start < size ? extent - start : size;
  endfunction

  logic [10:0] a_in[R], a_out[R];
  logic [26:0] b_in[C], b_out[C];
  logic signed [7:0] a[R], b[C];
  logic a_valid[R], a_first[R], a_last[R], b_loads[C], b_valid[C], b_used[C], out_last[C];
  logic [15:0] b_row[C];

  // Activations: after the tile before, when all weights have entered.
  always_comb begin
    stream_start = !rst && !streaming && !loading && s_tile < l_tile;
    streams = stream_start || streaming;
    cs_tile = stream_start ? l_tile : s_tile;
    cs_k0 = stream_start ? l_k0 : s_k0;
    cs_n0 = stream_start ? l_n0 : s_n0;
    cs_m = stream_start ? 0 : m;
    s_height = part(k_size, cs_k0, R);
    s_used_rows = trim ? s_height : R;
    s_used_cols = trim ? part(n_size, cs_n0, C) : C;
    a_base = cs_m * k_size + cs_k0;
    a_stride = 1;
    a_count = streams ? s_height : 0;
    stream_begins = stream_start;
    for (int r = 0; r < R; r++) begin
      a_in[r] = streams && r < s_used_rows
          ? {a_word[r], r < s_height, cs_m == 0, cs_m == m_size - 1} : '0;
      {a[r], a_valid[r], a_first[r], a_last[r]} = a_out[r];
    end
  end
  skew_feeder #(.LINES(R), .WIDTH(11)) a_feeder (.clk, .rst, .in(a_in), .out(a_out));

  // Weights: when the array says so.
  always_comb begin
    if (l_tile < 0) begin
      next_k0 = 0;
      next_n0 = 0;
    end else if (l_k0 + R < k_size) begin
      next_k0 = l_k0 + R;
      next_n0 = l_n0;
    end else begin
      next_k0 = 0;
      next_n0 = l_n0 + C;
    end
    has_next = next_n0 < n_size;
    case (LOADING)
      0: signalled = 0;
      1: signalled = a_last[s_used_rows-1];
      2: signalled = a_last[0];
      3: signalled = a_first[s_used_rows-1];
      default: signalled = a_first[0];
    endcase
    load_start = !rst && !loading && has_next && cs_tile == l_tile && (l_tile < 0 || may_load || signalled);
    load_begins = load_start;
    loads = load_start || loading;
    cl_k0 = load_start ? next_k0 : l_k0;
    cl_n0 = load_start ? next_n0 : l_n0;
    cl_count = load_start ? 0 : l_count;
    l_height = part(k_size, cl_k0, R);
    l_used_rows = trim ? l_height : R;
    l_width = part(n_size, cl_n0, C);
    l_used_cols = trim ? l_width : C;
    // A chain takes the lowest row's words first, tagged words come in the order of rows.
    l_row = TAGGED ? cl_count : l_used_rows - 1 - cl_count;
    b_base = (cl_k0 + l_row) * n_size + cl_n0;
    b_stride = 1;
    b_count = loads && l_row < l_height ? l_width : 0;
    for (int c = 0; c < C; c++) begin
      b_in[c] = loads ? {b_word[c], 1'b1, l_row < l_height && c < l_width, c < l_used_cols, 16'(l_row)} : '0;
      {b[c], b_loads[c], b_valid[c], b_used[c], b_row[c]} = b_out[c];
    end
  end
  skew_feeder #(.LINES(C), .WIDTH(27)) b_feeder (.clk, .rst, .in(b_in), .out(b_out));

  ws_array #(.R(R), .C(C), .LOADING(LOADING)) array (.*);

  always_ff @(posedge clk)
    if (rst) begin
      s_tile <= -1;
      s_k0 <= 0;
      s_n0 <= 0;
      m <= 0;
      l_tile <= -1;
      l_k0 <= 0;
      l_n0 <= 0;
      l_count <= 0;
      streaming <= 0;
      loading <= 0;
      may_load <= 0;
    end else begin
      if (stream_start) begin
        s_tile <= l_tile;
        s_k0 <= l_k0;
        s_n0 <= l_n0;
      end
      if (streams) begin
        m <= cs_m + 1;
        streaming <= cs_m + 1 < m_size;
      end
      if (load_start) begin
        l_tile <= l_tile + 1;
        l_k0 <= next_k0;
        l_n0 <= next_n0;
      end
      if (loads) begin
        l_count <= cl_count + 1;
        loading <= cl_count + 1 < l_used_rows;
      end
      // Serial: the last sum of the last column in use has left.
      if (load_start) may_load <= 0;
      else if (LOADING == 0 && cs_tile == l_tile && cs_tile >= 0 && out_last[s_used_cols-1]) may_load <= 1;
    end
endmodule
