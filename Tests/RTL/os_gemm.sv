// C = A·B tile by tile on an output-stationary array, operands from memories that always answer.
// Tiles go along the columns of C first, then down its rows.
module os_gemm #(
    parameter int R = 4,
    parameter int C = 4,
    parameter int DRAIN = 0
) (
    input  logic               clk,
    input  logic               rst,
    input  logic               trim,
    input  int                 m_size,
    input  int                 k_size,
    input  int                 n_size,
    // Words wanted in this cycle: `count` of them from `base` on, `stride` apart; the others are padding.
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
  // The tile whose words enter, and the one that is next.
  int row0, col0, k, age, shifts;
  logic running, started, array_free;
  int next_row0, next_col0;
  logic has_next, may_begin, begins, enters;
  int cur_row0, cur_col0, cur_k, height, width, used_rows, used_cols;
  int last_height, last_used_rows, next_used_rows;

  function automatic int part(int extent, int start, int size);
    return extent - start < size ? extent - start : size;
  endfunction

  always_comb begin
    if (!started) begin
      next_row0 = 0;
      next_col0 = 0;
    end else if (col0 + C < n_size) begin
      next_row0 = row0;
      next_col0 = col0 + C;
    end else begin
      next_row0 = row0 + R;
      next_col0 = 0;
    end
    has_next = next_row0 < m_size;
    last_height = part(m_size, row0, R);
    last_used_rows = trim ? last_height : R;
    next_used_rows = trim ? part(m_size, next_row0, R) : R;
    case (DRAIN)
      0: may_begin = array_free;
      // A lower tile's sums have a shorter way out: they wait for those of the tile before.
      1: may_begin = age >= last_used_rows
            + (last_used_rows > next_used_rows ? last_used_rows - next_used_rows : 0);
      default: may_begin = age >= last_used_rows;
    endcase
    begins = !rst && !running && has_next && (!started || may_begin);
    enters = begins || running;
    cur_row0 = begins ? next_row0 : row0;
    cur_col0 = begins ? next_col0 : col0;
    cur_k = begins ? 0 : k;
    height = part(m_size, cur_row0, R);
    width = part(n_size, cur_col0, C);
    used_rows = trim ? height : R;
    used_cols = trim ? width : C;
    a_base = cur_row0 * k_size + cur_k;
    a_stride = k_size;
    a_count = enters ? height : 0;
    b_base = cur_k * n_size + cur_col0;
    b_stride = 1;
    b_count = enters ? width : 0;
    stream_begins = begins;
    load_begins = 0;
    loads = 0;
  end

  logic [11:0] a_in[R], a_out[R];
  logic [9:0] b_in[C], b_out[C];
  logic signed [7:0] a[R], b[C];
  logic a_valid[R], a_first[R], a_last[R], a_lowest[R], b_valid[C], b_last[C];
  always_comb begin
    for (int r = 0; r < R; r++) begin
      a_in[r] = enters && r < used_rows
          ? {a_word[r], r < height, cur_k == 0, cur_k == k_size - 1, r == used_rows - 1} : '0;
      {a[r], a_valid[r], a_first[r], a_last[r], a_lowest[r]} = a_out[r];
    end
    for (int c = 0; c < C; c++) begin
      b_in[c] = enters && c < used_cols ? {b_word[c], c < width, cur_k == k_size - 1} : '0;
      {b[c], b_valid[c], b_last[c]} = b_out[c];
    end
  end
  skew_feeder #(.LINES(R), .WIDTH(12)) a_feeder (.clk, .rst, .in(a_in), .out(a_out));
  skew_feeder #(.LINES(C), .WIDTH(10)) b_feeder (.clk, .rst, .in(b_in), .out(b_out));

  logic done[R][C];
  os_array #(.R(R), .C(C), .DRAIN(DRAIN)) array (.shift(shifts > 0), .*);

  always_ff @(posedge clk)
    if (rst) begin
      row0 <= 0;
      col0 <= 0;
      k <= 0;
      age <= 0;
      shifts <= 0;
      running <= 0;
      started <= 0;
      array_free <= 1;
    end else begin
      if (begins) begin
        row0 <= next_row0;
        col0 <= next_col0;
        started <= 1;
        array_free <= 0;
      end
      if (enters) begin
        k <= cur_k + 1;
        running <= cur_k + 1 < k_size;
      end
      age <= begins ? 1 : age + 1;
      if (shifts > 0) begin
        shifts <= shifts - 1;
        if (shifts == 1) array_free <= 1;
      end else if (done[used_rows-1][used_cols-1]) shifts <= used_rows;
    end
endmodule
