@testable import Graphs

/// Pooling, sampling and convolutions with corners.
extension PublishedNode {
  static let windows: [PublishedNode] = [
    PublishedNode(
      "maxpool_2d_ceil_output_size_reduce_by_one", "MaxPool", opset: 22,
      ["ceil_mode": .integer(1), "kernel_shape": .integers([1, 1]), "strides": .integers([2, 2])],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4])], [.reals([1, 1, 1, 1], [1])]),
    PublishedNode(
      "maxpool_2d_ceil", "MaxPool", opset: 22,
      ["ceil_mode": .integer(1), "kernel_shape": .integers([3, 3]), "strides": .integers([2, 2])],
      [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      [.reals([1, 1, 2, 2], [11, 12, 15, 16])]),
    PublishedNode(
      "maxpool_2d_dilations", "MaxPool", opset: 22,
      ["dilations": .integers([2, 2]), "kernel_shape": .integers([2, 2]), "strides": .integers([1, 1])],
      [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      [.reals([1, 1, 2, 2], [11, 12, 15, 16])]),
    PublishedNode(
      "lppool_2d_dilations", "LpPool", opset: 22,
      [
        "dilations": .integers([2, 2]), "kernel_shape": .integers([2, 2]), "p": .integer(2),
        "strides": .integers([1, 1]),
      ], [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      [.reals([1, 1, 2, 2], [14.56022, 16.24808, 21.63331, 23.49468])]),
    PublishedNode(
      "maxunpool_export_without_output_shape", "MaxUnpool", opset: 22,
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4]), .integers(.int64, [1, 1, 2, 2], [5, 7, 13, 15])],
      [.reals([1, 1, 4, 4], [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4])]),
    PublishedNode(
      "maxunpool_export_with_output_shape", "MaxUnpool", opset: 22,
      ["kernel_shape": .integers([2, 2]), "strides": .integers([2, 2])],
      [
        .reals([1, 1, 2, 2], [5, 6, 7, 8]), .integers(.int64, [1, 1, 2, 2], [5, 7, 13, 15]),
        .integers(.int64, [4], [1, 1, 5, 5]),
      ], [.reals([1, 1, 5, 5], [0, 0, 0, 0, 0, 0, 5, 0, 6, 0, 0, 0, 0, 0, 0, 0, 7, 0, 8, 0, 0, 0, 0, 0, 0])]),
    PublishedNode(
      "col2im", "Col2Im", opset: 18, [:],
      [
        .reals(
          [1, 5, 5],
          [1, 6, 11, 16, 21, 2, 7, 12, 17, 22, 3, 8, 13, 18, 23, 4, 9, 14, 19, 24, 5, 0, 15, 20, 25]),
        .integers(.int64, [2], [5, 5]), .integers(.int64, [2], [1, 5]),
      ],
      [
        .reals(
          [1, 1, 5, 5],
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
      ]),
    PublishedNode(
      "col2im_dilations", "Col2Im", opset: 18, ["dilations": .integers([1, 5])],
      [
        .reals([1, 4, 5], [1, 5, 9, 13, 17, 2, 6, 10, 14, 18, 3, 7, 11, 15, 19, 4, 8, 12, 16, 20]),
        .integers(.int64, [2], [6, 6]), .integers(.int64, [2], [2, 2]),
      ],
      [
        .reals(
          [1, 1, 6, 6],
          [
            1, 0, 0, 0, 0, 2, 8, 0, 0, 0, 0, 10, 16, 0, 0, 0, 0, 18, 24, 0, 0, 0, 0, 26, 32, 0, 0, 0, 0, 34,
            19, 0, 0, 0, 0, 20,
          ])
      ]),
    PublishedNode(
      "col2im_strides", "Col2Im", opset: 18, ["strides": .integers([2, 2])],
      [
        .reals(
          [1, 9, 4],
          [
            0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0,
            0, 0, 0,
          ]), .integers(.int64, [2], [5, 5]), .integers(.int64, [2], [3, 3]),
      ], [.reals([1, 1, 5, 5], [0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 2, 1, 2, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0])]),
    PublishedNode(
      "gridsample_aligncorners_true", "GridSample", opset: 22,
      ["align_corners": .integer(1), "mode": .string("linear")],
      [
        .reals([1, 1, 3, 2], [0, 1, 2, 3, 4, 5]),
        .reals([1, 2, 4, 2], [-1, -1, -0.5, -0.5, -0.2, -0.2, 0, 0, 0, 0, -0.2, -0.2, 0.5, 0.5, 1, 1]),
      ], [.reals([1, 1, 2, 4], [0, 1.25, 2, 2.5, 2.5, 2, 3.75, 5])]),
    PublishedNode(
      "gridsample_bicubic", "GridSample", opset: 22, ["mode": .string("cubic")],
      [
        .reals([1, 1, 3, 2], [0, 1, 2, 3, 4, 5]),
        .reals([1, 2, 4, 2], [-1, -1, -0.5, -0.5, -0.2, -0.2, 0, 0, 0, 0, -0.2, -0.2, 0.5, 0.5, 1, 1]),
      ], [.reals([1, 1, 2, 4], [-0.1406, 0.3828, 1.7556, 2.9688, 2.9688, 1.7556, 5.1445, 1.3906])]),
    PublishedNode(
      "gridsample_bicubic_align_corners_0_additional_1", "GridSample", opset: 22,
      ["align_corners": .integer(0), "mode": .string("cubic")],
      [
        .reals([1, 1, 3, 2], [0, 1, 2, 3, 4, 5]),
        .reals(
          [1, 2, 4, 2], [-1, -0.8, -0.6, -0.5, -0.1, -0.2, 0.7, 0, 0, 0.4, 0.2, -0.2, -0.3, 0.5, -1, 1]),
      ],
      [.reals([1, 1, 2, 4], [-0.17325, 0.284265, 1.923106, 2.568, 5.170375, 2.284414, 4.744844, 1.046875])]),
    PublishedNode(
      "basic_deform_conv_without_padding", "DeformConv", opset: 22,
      ["kernel_shape": .integers([2, 2]), "pads": .integers([0, 0, 0, 0])],
      [
        .reals([1, 1, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]), .reals([1, 1, 2, 2], [1, 1, 1, 1]),
        .reals(
          [1, 8, 2, 2],
          [
            0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0,
          ]),
      ], [.reals([1, 1, 2, 2], [9.5, 11.9, 20, 24])]),
    PublishedNode(
      "deform_conv_with_mask_bias", "DeformConv", opset: 22,
      ["kernel_shape": .integers([2, 2]), "pads": .integers([0, 0, 0, 0])],
      [
        .reals([1, 1, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]), .reals([1, 1, 2, 2], [1, 1, 1, 1]),
        .reals(
          [1, 8, 2, 2],
          [
            0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0,
          ]), .reals([1], [1]), .reals([1, 4, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.2, 1, 1, 1, 1]),
      ], [.reals([1, 1, 2, 2], [10.5, 12.9, 21, 19.4])]),
    PublishedNode(
      "deform_conv_with_multiple_offset_groups", "DeformConv", opset: 22,
      ["kernel_shape": .integers([2, 2]), "offset_group": .integer(2), "pads": .integers([0, 0, 0, 0])],
      [
        .reals([1, 2, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        .reals([1, 2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1]),
        .reals(
          [1, 16, 2, 2],
          [
            0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          ]),
      ], [.reals([1, 1, 2, 2], [33.5, 32.1, 32, 32])]),
    PublishedNode(
      "averagepool_2d_ceil_last_window_starts_on_pad", "AveragePool", opset: 22,
      [
        "ceil_mode": .integer(1), "count_include_pad": .integer(1), "kernel_shape": .integers([3, 3]),
        "pads": .integers([1, 1, 1, 1]), "strides": .integers([3, 3]),
      ],
      [
        .reals(
          [1, 3, 2, 2],
          [0.858, 0.0786, 0.2692, 0.1537, 0.8816, 0.4353, 0.5772, 0.6623, 0.9067, 0.9483, 0.597, 0.763])
      ], [.reals([1, 3, 1, 1], [0.1511, 0.2841, 0.3572])]),
    PublishedNode(
      "averagepool_2d_ceil", "AveragePool", opset: 22,
      ["ceil_mode": .integer(1), "kernel_shape": .integers([3, 3]), "strides": .integers([2, 2])],
      [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      [.reals([1, 1, 2, 2], [6, 7.5, 12, 13.5])]),
    PublishedNode(
      "averagepool_2d_dilations", "AveragePool", opset: 22,
      [
        "ceil_mode": .integer(1), "dilations": .integers([2, 2]), "kernel_shape": .integers([2, 2]),
        "strides": .integers([1, 1]),
      ], [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      [.reals([1, 1, 2, 2], [6, 7, 10, 11])]),
    PublishedNode(
      "convtranspose_1d", "ConvTranspose", opset: 22, [:],
      [.reals([1, 1, 3], [0, 1, 2]), .reals([1, 2, 3], [1, 1, 1, 1, 1, 1])],
      [.reals([1, 2, 5], [0, 1, 3, 3, 2, 0, 1, 3, 3, 2])]),
    PublishedNode(
      "convtranspose_dilations", "ConvTranspose", opset: 22, ["dilations": .integers([2, 2])],
      [.reals([1, 1, 3, 3], [3, 8, 1, 9, 5, 7, 3, 2, 6]), .reals([1, 1, 2, 2], [7, 2, 1, 9])],
      [
        .reals(
          [1, 1, 5, 5],
          [21, 56, 13, 16, 2, 63, 35, 67, 10, 14, 24, 22, 76, 76, 21, 9, 5, 88, 45, 63, 3, 2, 33, 18, 54])
      ]),
    PublishedNode(
      "convtranspose_pads", "ConvTranspose", opset: 22,
      ["pads": .integers([1, 2, 1, 2]), "strides": .integers([3, 2])],
      [
        .reals([1, 1, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        .reals([1, 2, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
      ],
      [
        .reals(
          [1, 2, 7, 3],
          [
            1, 1, 3, 1, 1, 3, 7, 4, 9, 7, 4, 9, 7, 4, 9, 13, 7, 15, 13, 7, 15, 1, 1, 3, 1, 1, 3, 7, 4, 9, 7,
            4, 9, 7, 4, 9, 13, 7, 15, 13, 7, 15,
          ])
      ]),
  ]
}
