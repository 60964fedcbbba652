@testable import Graphs

/// Quantised operators.
extension PublishedNode {
  static let quantization: [PublishedNode] = [
    PublishedNode(
      "quantizelinear", "QuantizeLinear", opset: 23, [:],
      [.reals([6], [0, 2, 3, 1000, -254, -1000]), .reals([], [2]), .integers(.uint8, [], [128])],
      [.integers(.uint8, [6], [128, 129, 130, 255, 1, 0])]),
    PublishedNode(
      "quantizelinear_uint16", "QuantizeLinear", opset: 23, [:],
      [
        .reals([12], [0, -128, 3, -3, 2.9, -2.9, 3.1, -3.1, 65536, -65534, 70000, -70000]), .reals([], [2]),
        .integers(.uint16, [], [32767]),
      ],
      [
        .integers(
          .uint16, [12], [32767, 32703, 32769, 32765, 32768, 32766, 32769, 32765, 65535, 0, 65535, 0])
      ]),
    PublishedNode(
      "quantizelinear_blocked_symmetric", "QuantizeLinear", opset: 23,
      ["axis": .integer(1), "block_size": .integer(2), "output_dtype": .integer(5)],
      [
        .reals([3, 4], [6, -8, -10, 5, 1, 8, 4, 5, 0, 20, 10, 4]),
        .reals([3, 2], [1.5, 2.5, 3, 4.9, 5.1, 6.9]),
      ], [.integers(.int16, [3, 4], [4, -5, -4, 2, 0, 3, 1, 1, 0, 4, 1, 1])]),
    PublishedNode(
      "dequantizelinear", "DequantizeLinear", opset: 23, [:],
      [.integers(.uint8, [4], [0, 3, 128, 255]), .reals([], [2]), .integers(.uint8, [], [128])],
      [.reals([4], [-256, -250, 0, 254])]),
    PublishedNode(
      "dequantizelinear_int16", "DequantizeLinear", opset: 23, [:],
      [.integers(.int16, [4], [-300, -30, -1025, 1270]), .reals([], [2]), .integers(.int16, [], [-1024])],
      [.reals([4], [1448, 1988, -2, 4588])]),
    PublishedNode(
      "dequantizelinear_uint16", "DequantizeLinear", opset: 23, [:],
      [
        .integers(.uint16, [4], [30000, 31000, 32768, 33000]), .reals([], [2]),
        .integers(.uint16, [], [32767]),
      ], [.reals([4], [-5534, -3534, 2, 466])]),
    PublishedNode(
      "dynamicquantizelinear", "DynamicQuantizeLinear", opset: 11, [:],
      [.reals([6], [0, 2, -3, -2.5, 1.34, 0.5])],
      [
        .integers(.uint8, [6], [153, 255, 0, 26, 221, 179]), .reals([], [0.01960784]),
        .integers(.uint8, [], [153]),
      ]),
    PublishedNode(
      "dynamicquantizelinear_max_adjusted", "DynamicQuantizeLinear", opset: 11, [:],
      [.reals([6], [-1, -2.1, -1.3, -2.5, -3.34, -4])],
      [
        .integers(.uint8, [6], [191, 121, 172, 96, 42, 0]), .reals([], [0.01568628]),
        .integers(.uint8, [], [255]),
      ]),
    PublishedNode(
      "dynamicquantizelinear_min_adjusted", "DynamicQuantizeLinear", opset: 11, [:],
      [.reals([3, 4], [1, 2.1, 1.3, 2.5, 3.34, 4, 1.5, 2.6, 3.9, 4, 3, 2.345])],
      [
        .integers(.uint8, [3, 4], [64, 134, 83, 159, 213, 255, 96, 166, 249, 255, 191, 149]),
        .reals([], [0.01568628]), .integers(.uint8, [], [0]),
      ]),
    PublishedNode(
      "convinteger_without_padding", "ConvInteger", opset: 10, [:],
      [
        .integers(.uint8, [1, 1, 3, 3], [2, 3, 4, 5, 6, 7, 8, 9, 10]),
        .integers(.uint8, [1, 1, 2, 2], [1, 1, 1, 1]), .integers(.uint8, [], [1]),
      ], [.integers(.int32, [1, 1, 2, 2], [12, 16, 24, 28])]),
    PublishedNode(
      "convinteger_with_padding", "ConvInteger", opset: 10, ["pads": .integers([1, 1, 1, 1])],
      [
        .integers(.uint8, [1, 1, 3, 3], [2, 3, 4, 5, 6, 7, 8, 9, 10]),
        .integers(.uint8, [1, 1, 2, 2], [1, 1, 1, 1]), .integers(.uint8, [], [1]),
      ], [.integers(.int32, [1, 1, 4, 4], [1, 3, 5, 3, 5, 12, 16, 9, 11, 24, 28, 15, 7, 15, 17, 9])]),
    PublishedNode(
      "matmulinteger", "MatMulInteger", opset: 10, [:],
      [
        .integers(.uint8, [4, 3], [11, 7, 3, 10, 6, 2, 9, 5, 1, 8, 4, 0]),
        .integers(.uint8, [3, 2], [1, 4, 2, 5, 3, 6]), .integers(.uint8, [1], [12]),
        .integers(.uint8, [1], [0]),
      ], [.integers(.int32, [4, 2], [-38, -83, -44, -98, -50, -113, -56, -128])]),
    PublishedNode(
      "qlinearconv", "QLinearConv", opset: 10, [:],
      [
        .integers(
          .uint8, [1, 1, 7, 7],
          [
            255, 174, 162, 25, 203, 168, 58, 15, 59, 237, 95, 129, 0, 64, 56, 242, 153, 221, 168, 12, 166,
            232, 178, 186, 195, 237, 162, 237, 188, 39, 124, 77, 80, 102, 43, 127, 230, 21, 83, 41, 40, 134,
            255, 154, 92, 141, 42, 148, 247,
          ]), .reals([], [0.003692047]), .integers(.uint8, [], [132]), .integers(.uint8, [1, 1, 1, 1], [0]),
        .reals([1], [0.001727946]), .integers(.uint8, [1], [255]), .reals([], [0.001626813]),
        .integers(.uint8, [], [123]),
      ],
      [
        .integers(
          .uint8, [1, 1, 7, 7],
          [
            0, 81, 93, 230, 52, 87, 197, 240, 196, 18, 160, 126, 255, 191, 199, 13, 102, 34, 87, 243, 89, 23,
            77, 69, 60, 18, 93, 18, 67, 216, 131, 178, 175, 153, 212, 128, 25, 234, 172, 214, 215, 121, 0,
            101, 163, 114, 213, 107, 8,
          ])
      ]),
    PublishedNode(
      "qlinearmatmul_2D_uint8_float32", "QLinearMatMul", opset: 21, [:],
      [
        .integers(.uint8, [2, 4], [208, 236, 0, 238, 3, 214, 255, 29]), .reals([1], [0.0066]),
        .integers(.uint8, [1], [113]),
        .integers(.uint8, [4, 3], [152, 51, 244, 60, 26, 255, 0, 127, 246, 127, 254, 247]),
        .reals([1], [0.00705]), .integers(.uint8, [1], [114]), .reals([1], [0.0107]),
        .integers(.uint8, [1], [118]),
      ], [.integers(.uint8, [2, 3], [168, 115, 255, 1, 66, 151])]),
    PublishedNode(
      "qlinearmatmul_3D_uint8_float32", "QLinearMatMul", opset: 21, [:],
      [
        .integers(
          .uint8, [2, 2, 4], [208, 236, 0, 238, 3, 214, 255, 29, 208, 236, 0, 238, 3, 214, 255, 29]),
        .reals([1], [0.0066]), .integers(.uint8, [1], [113]),
        .integers(
          .uint8, [2, 4, 3],
          [
            152, 51, 244, 60, 26, 255, 0, 127, 246, 127, 254, 247, 152, 51, 244, 60, 26, 255, 0, 127, 246,
            127, 254, 247,
          ]), .reals([1], [0.00705]), .integers(.uint8, [1], [114]), .reals([1], [0.0107]),
        .integers(.uint8, [1], [118]),
      ], [.integers(.uint8, [2, 2, 3], [168, 115, 255, 1, 66, 151, 168, 115, 255, 1, 66, 151])]),
  ]
}
