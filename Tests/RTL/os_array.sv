// An output-stationary systolic array: operands move right and down, every PE keeps a sum.
//
// DRAIN 0: the sums themselves shift up while `shift` is high, row 0 is the output.
// DRAIN 1: a second register takes a finished sum and passes it down; a column's output is the lowest row in use.
// DRAIN 2: a finished sum is on its column's bus in the cycle after its last product.
module os_array #(
    parameter int R = 4,
    parameter int C = 4,
    parameter int DRAIN = 0
) (
    input  logic               clk,
    input  logic               rst,
    input  logic               shift,
    // Words at the left edge, with what they are: valid (no padding), the first and the last of a tile, in the
    // lowest row that the tile uses.
    input  logic signed [ 7:0] a       [R],
    input  logic               a_valid [R],
    input  logic               a_first [R],
    input  logic               a_last  [R],
    input  logic               a_lowest[R],
    // Words at the upper edge.
    input  logic signed [ 7:0] b       [C],
    input  logic               b_valid [C],
    input  logic               b_last  [C],
    // Sums that are complete with this cycle's product.
    output logic               done    [R][C],
    output logic               out_valid[C],
    output logic signed [31:0] out_word [C]
);
  typedef struct packed {
    logic signed [7:0] word;
    logic valid, first, last, lowest;
  } left_t;
  typedef struct packed {
    logic signed [7:0] word;
    logic valid, last;
  } top_t;
  typedef struct packed {
    logic signed [31:0] word;
    logic full, real_sum, uppermost;
  } shadow_t;

  left_t left[R][C], left_q[R][C];
  top_t top[R][C], top_q[R][C];
  logic signed [31:0] sum[R][C], next_sum[R][C];
  logic real_sum[R][C], done_q[R][C];
  shadow_t shadow[R][C];
  logic moves[R][C], leaves[R][C];
  // Where a column's words leave: known from the lowest word of a tile until its uppermost has left.
  logic [31:0] exit_row[C];
  logic exits[C];

  always_comb begin
    for (int r = 0; r < R; r++)
      for (int c = 0; c < C; c++) begin
        left[r][c] = c == 0 ? {a[r], a_valid[r], a_first[r], a_last[r], a_lowest[r]} : left_q[r][c-1];
        top[r][c] = r == 0 ? {b[c], b_valid[c], b_last[c]} : top_q[r-1][c];
        next_sum[r][c] = (left[r][c].first ? 0 : sum[r][c]) + 32'(left[r][c].word * top[r][c].word);
        done[r][c] = left[r][c].last && top[r][c].last;
      end
    // A shadow moves down when the register below it is free at this clock edge; from the lowest row up.
    for (int c = 0; c < C; c++) begin
      logic free_below;
      free_below = 0;
      for (int r = R - 1; r >= 0; r--) begin
        leaves[r][c] = shadow[r][c].full && exits[c] && exit_row[c] == r;
        moves[r][c] = shadow[r][c].full && !leaves[r][c] && free_below;
        free_below = !done[r][c] && (!shadow[r][c].full || leaves[r][c] || moves[r][c]);
      end
    end
  end

  always_comb
    for (int c = 0; c < C; c++) begin
      out_valid[c] = 0;
      out_word[c] = 0;
      for (int r = 0; r < R; r++) begin
        if (DRAIN == 0 && r == 0) begin
          out_valid[c] = shift && real_sum[0][c];
          out_word[c] = sum[0][c];
        end
        if (DRAIN == 1 && leaves[r][c]) begin
          out_valid[c] = shadow[r][c].real_sum;
          out_word[c] = shadow[r][c].word;
        end
        if (DRAIN == 2 && done_q[r][c]) begin
          assert (!out_valid[c]) else $fatal(1, "two sums on one bus");
          out_valid[c] = real_sum[r][c];
          out_word[c] = sum[r][c];
        end
      end
    end

  always_ff @(posedge clk) begin
    for (int r = 0; r < R; r++)
      for (int c = 0; c < C; c++) begin
        left_q[r][c] <= rst ? '0 : left[r][c];
        top_q[r][c] <= rst ? '0 : top[r][c];
        done_q[r][c] <= !rst && done[r][c];
        if (rst) begin
          sum[r][c] <= 0;
          real_sum[r][c] <= 0;
          shadow[r][c] <= '0;
        end else begin
          if (DRAIN == 0 && shift) begin
            sum[r][c] <= r < R - 1 ? sum[r+1][c] : 0;
            real_sum[r][c] <= r < R - 1 ? real_sum[r+1][c] : 0;
          end else begin
            sum[r][c] <= next_sum[r][c];
            if (done[r][c]) real_sum[r][c] <= left[r][c].valid && top[r][c].valid;
          end
          if (DRAIN == 1) begin
            if (done[r][c]) begin
              assert (!shadow[r][c].full || moves[r][c] || leaves[r][c])
              else $fatal(1, "a shadow is overwritten");
              shadow[r][c] <= {next_sum[r][c], 1'b1, left[r][c].valid && top[r][c].valid, r == 0};
            end else if (r > 0 && moves[r-1][c]) shadow[r][c] <= shadow[r-1][c];
            else if (moves[r][c] || leaves[r][c]) shadow[r][c].full <= 0;
          end
        end
      end
    for (int c = 0; c < C; c++) begin
      for (int r = 0; r < R; r++) if (leaves[r][c] && shadow[r][c].uppermost) exits[c] <= 0;
      for (int r = 0; r < R; r++)
        if (done[r][c] && left[r][c].lowest) begin
          exits[c] <= 1;
          exit_row[c] <= r;
        end
      if (rst) exits[c] <= 0;
    end
  end
endmodule
