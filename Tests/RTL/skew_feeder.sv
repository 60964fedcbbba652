// The delay lines at an edge of a systolic array: line i is i registers long.
module skew_feeder #(
    parameter int LINES = 4,
    parameter int WIDTH = 8
) (
    input  logic             clk,
    input  logic             rst,
    input  logic [WIDTH-1:0] in [LINES],
    output logic [WIDTH-1:0] out[LINES]
);
  for (genvar line = 0; line < LINES; line++) begin : lines
    if (line == 0) begin : direct
      assign out[0] = in[0];
    end else begin : delayed
      logic [WIDTH-1:0] stages[line];
      always_ff @(posedge clk) begin
        for (int stage = 0; stage < line; stage++) begin
          if (rst) stages[stage] <= '0;
          else stages[stage] <= stage == 0 ? in[line] : stages[stage-1];
        end
      end
      assign out[line] = stages[line-1];
    end
  end
endmodule
