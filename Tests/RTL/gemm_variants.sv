// The eight arrays beside each other, on the same product: os_block, os_shadow, os_bus, ws_serial, ws_chain,
// ws_tag, ws_dbchain, ws_dbtag.
module gemm_variants #(
    parameter int R = 4,
    parameter int C = 4
) (
    input  logic               clk,
    input  logic               rst,
    input  logic               trim,
    input  int                 m_size,
    input  int                 k_size,
    input  int                 n_size,
    output int                 a_base       [8],
    output int                 a_stride     [8],
    output int                 a_count      [8],
    output int                 b_base       [8],
    output int                 b_stride     [8],
    output int                 b_count      [8],
    input  logic signed [ 7:0] a_word       [8][R],
    input  logic signed [ 7:0] b_word       [8][C],
    output logic               stream_begins[8],
    output logic               load_begins  [8],
    output logic               loads        [8],
    output logic               out_valid    [8][C],
    output logic signed [31:0] out_word     [8][C]
);
  for (genvar v = 0; v < 8; v++) begin : variants
    if (v < 3) begin : os
      os_gemm #(.R(R), .C(C), .DRAIN(v)) gemm (
          .clk, .rst, .trim, .m_size, .k_size, .n_size,
          .a_base(a_base[v]), .a_stride(a_stride[v]), .a_count(a_count[v]), .b_base(b_base[v]),
          .b_stride(b_stride[v]), .b_count(b_count[v]), .a_word(a_word[v]), .b_word(b_word[v]),
          .stream_begins(stream_begins[v]), .load_begins(load_begins[v]), .loads(loads[v]),
          .out_valid(out_valid[v]), .out_word(out_word[v]));
    end else begin : ws
      ws_gemm #(.R(R), .C(C), .LOADING(v - 3)) gemm (
          .clk, .rst, .trim, .m_size, .k_size, .n_size,
          .a_base(a_base[v]), .a_stride(a_stride[v]), .a_count(a_count[v]), .b_base(b_base[v]),
          .b_stride(b_stride[v]), .b_count(b_count[v]), .a_word(a_word[v]), .b_word(b_word[v]),
          .stream_begins(stream_begins[v]), .load_begins(load_begins[v]), .loads(loads[v]),
          .out_valid(out_valid[v]), .out_word(out_word[v]));
    end
  end
endmodule
