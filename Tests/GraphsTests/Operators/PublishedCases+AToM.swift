@testable import Graphs

/// First half, in order of names.
extension PublishedCase {
  static let aToM: [PublishedCase] = [
    PublishedCase(
      "argmax_default_axis_example", ArgMax.self, ["keepdims": .integer(1)],
      [.reals([2, 2], [2, 1, 3, 10])], .integers(.int64, [1, 2], [1, 1])),
    PublishedCase(
      "argmax_default_axis_random", ArgMax.self, ["keepdims": .integer(1)],
      [
        .reals(
          [2, 3, 4],
          [
            0.9762701, 4.303787, 2.055268, 0.8976637, -1.526904, 2.917882, -1.248256, 7.83546, 9.273255,
            -2.33117, 5.834501, 0.5778984, 1.360891, 8.511932, -8.579279, -8.257414, -9.595632, 6.652397,
            5.563135, 7.400243, 9.572367, 5.983171, -0.7704127, 5.610583,
          ])
      ], .integers(.int64, [1, 3, 4], [1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1])),
    PublishedCase(
      "averagepool_2d_dilations", AveragePool.self,
      [
        "ceil_mode": .integer(1), "dilations": .integers([2, 2]), "kernel_shape": .integers([2, 2]),
        "strides": .integers([1, 1]),
      ], [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      .reals([1, 1, 2, 2], [6, 7, 10, 11])),
    PublishedCase(
      "averagepool_2d_precomputed_pads", AveragePool.self,
      ["kernel_shape": .integers([5, 5]), "pads": .integers([2, 2, 2, 2])],
      [
        .reals(
          [1, 1, 5, 5],
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
      ],
      .reals(
        [1, 1, 5, 5],
        [
          7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 14, 14.5, 15, 15.5, 16, 16.5, 17,
          17.5, 18, 18.5, 19,
        ])),
    PublishedCase(
      "basic_conv_without_padding", Conv.self,
      ["kernel_shape": .integers([3, 3]), "pads": .integers([0, 0, 0, 0])],
      [
        .reals(
          [1, 1, 5, 5],
          [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]),
        .reals([1, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1]),
      ], .reals([1, 1, 3, 3], [54, 63, 72, 99, 108, 117, 144, 153, 162])),
    PublishedCase("ceil_example", Ceil.self, [:], [.reals([2], [-1.5, 1.2])], .reals([2], [-1, 2])),
    PublishedCase(
      "clip_default_int8_inbounds", Clip.self, [:], [.integers(.int8, [3], [-1, 0, 1]), nil, nil],
      .integers(.int8, [3], [-1, 0, 1])),
    PublishedCase(
      "clip_example", Clip.self, [:], [.reals([3], [-2, 0, 2]), .reals([], [-1]), .reals([], [1])],
      .reals([3], [-1, 0, 1])),
    PublishedCase(
      "concat_1d_axis_0", Concat.self, ["axis": .integer(0)], [.reals([2], [1, 2]), .reals([2], [3, 4])],
      .reals([4], [1, 2, 3, 4])),
    PublishedCase(
      "concat_2d_axis_0", Concat.self, ["axis": .integer(0)],
      [.reals([2, 2], [1, 2, 3, 4]), .reals([2, 2], [5, 6, 7, 8])], .reals([4, 2], [1, 2, 3, 4, 5, 6, 7, 8])),
    PublishedCase(
      "conv_with_autopad_same", Conv.self,
      ["auto_pad": .string("SAME_LOWER"), "kernel_shape": .integers([3, 3]), "strides": .integers([2, 2])],
      [
        .reals(
          [1, 1, 5, 5],
          [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]),
        .reals([1, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1]),
      ], .reals([1, 1, 3, 3], [12, 27, 24, 63, 108, 81, 72, 117, 84])),
    PublishedCase(
      "convtranspose_1d", ConvTranspose.self, [:],
      [.reals([1, 1, 3], [0, 1, 2]), .reals([1, 2, 3], [1, 1, 1, 1, 1, 1])],
      .reals([1, 2, 5], [0, 1, 3, 3, 2, 0, 1, 3, 3, 2])),
    PublishedCase(
      "convtranspose_pads", ConvTranspose.self,
      ["pads": .integers([1, 2, 1, 2]), "strides": .integers([3, 2])],
      [
        .reals([1, 1, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        .reals([1, 2, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
      ],
      .reals(
        [1, 2, 7, 3],
        [
          1, 1, 3, 1, 1, 3, 7, 4, 9, 7, 4, 9, 7, 4, 9, 13, 7, 15, 13, 7, 15, 1, 1, 3, 1, 1, 3, 7, 4, 9, 7, 4,
          9, 7, 4, 9, 13, 7, 15, 13, 7, 15,
        ])),
    PublishedCase(
      "div_example", Div.self, [:], [.reals([2], [3, 4]), .reals([2], [1, 2])], .reals([2], [3, 2])),
    PublishedCase(
      "exp_example", Exp.self, [:], [.reals([3], [-1, 0, 1])], .reals([3], [0.3678794, 1, 2.718282])),
    PublishedCase(
      "expand_dim_changed", Expand.self, [:],
      [.reals([3, 1], [1, 2, 3]), .integers(.int64, [3], [2, 1, 6])],
      .reals(
        [2, 3, 6],
        [
          1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3,
          3, 3, 3,
        ])),
    PublishedCase(
      "expand_dim_unchanged", Expand.self, [:],
      [.reals([3, 1], [1, 2, 3]), .integers(.int64, [2], [3, 4])],
      .reals([3, 4], [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])),
    PublishedCase("floor_example", Floor.self, [:], [.reals([3], [-1.5, 1.2, 2])], .reals([3], [-2, 1, 2])),
    PublishedCase(
      "gathernd_example_int32_batch_dim1", GatherND.self, ["batch_dims": .integer(1)],
      [.integers(.int32, [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]), .integers(.int64, [2, 1], [1, 0])],
      .integers(.int32, [2, 2], [2, 3, 4, 5])),
    PublishedCase(
      "gelu_tanh_1", Gelu.self, ["approximate": .string("tanh")], [.reals([3], [-1, 0, 1])],
      .reals([3], [-0.158808, 0, 0.841192])),
    PublishedCase(
      "gemm_alpha", Gemm.self, ["alpha": .float(0.5)],
      [
        .reals(
          [3, 5],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606,
          ]),
        .reals(
          [5, 4],
          [
            0.0871293, 0.0202184, 0.8326198, 0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
            0.1182744, 0.639921, 0.1433533, 0.9446689, 0.5218483, 0.4146619, 0.2645556, 0.7742337, 0.4561503,
            0.5684339, 0.0187898,
          ]), .reals([1, 4], [0, 0, 0, 0]),
      ],
      .reals(
        [3, 4],
        [
          0.9916288, 0.6299409, 0.9404929, 0.4978142, 1.170126, 0.6122782, 1.037853, 0.5472651, 0.9509419,
          0.5581015, 0.9347848, 0.593899,
        ])),
    PublishedCase(
      "gemm_beta", Gemm.self, ["beta": .float(0.5)],
      [
        .reals(
          [2, 7],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967,
          ]),
        .reals(
          [7, 4],
          [
            0.07103606, 0.0871293, 0.0202184, 0.8326198, 0.7781568, 0.8700122, 0.9786183, 0.7991586,
            0.4614794, 0.7805292, 0.1182744, 0.639921, 0.1433533, 0.9446689, 0.5218483, 0.4146619, 0.2645556,
            0.7742337, 0.4561503, 0.5684339, 0.0187898, 0.6176355, 0.6120957, 0.616934, 0.9437481, 0.6818203,
            0.3595079, 0.437032,
          ]), .reals([1, 4], [0.6976312, 0.06022547, 0.6667667, 0.6706378]),
      ], .reals([2, 4], [1.837793, 2.710653, 2.14593, 2.806018, 2.476617, 3.384839, 2.674696, 3.47722])),
    PublishedCase(
      "globalmaxpool_precomputed", GlobalMaxPool.self, [:],
      [.reals([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])], .reals([1, 1, 1, 1], [9])),
    PublishedCase(
      "hardsigmoid_example", HardSigmoid.self, ["alpha": .float(0.5), "beta": .float(0.6)],
      [.reals([3], [-1, 0, 1])], .reals([3], [0.1, 0.6, 1])),
    PublishedCase(
      "instancenorm_example", InstanceNormalization.self, [:],
      [.reals([1, 2, 1, 3], [-1, 0, 1, 2, 3, 4]), .reals([2], [1, 1.5]), .reals([2], [0, 1])],
      .reals([1, 2, 1, 3], [-1.224736, 0, 1.224736, -0.8371035, 1, 2.837103])),
    PublishedCase(
      "logsoftmax_example_1", LogSoftmax.self, [:], [.reals([1, 3], [-1, 0, 1])],
      .reals([1, 3], [-2.407606, -1.407606, -0.407606])),
    PublishedCase(
      "max_example", Max.self, [:],
      [.reals([3], [3, 2, 1]), .reals([3], [1, 4, 4]), .reals([3], [2, 5, 3])], .reals([3], [3, 5, 4])),
    PublishedCase(
      "max_float32", Max.self, [:], [.reals([3], [3, 2, 1]), .reals([3], [1, 4, 4])], .reals([3], [3, 4, 4])),
    PublishedCase(
      "maxpool_2d_ceil_output_size_reduce_by_one", MaxPool.self,
      ["ceil_mode": .integer(1), "kernel_shape": .integers([1, 1]), "strides": .integers([2, 2])],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4])], .reals([1, 1, 1, 1], [1])),
    PublishedCase(
      "maxpool_2d_dilations", MaxPool.self,
      ["dilations": .integers([2, 2]), "kernel_shape": .integers([2, 2]), "strides": .integers([1, 1])],
      [.reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])],
      .reals([1, 1, 2, 2], [11, 12, 15, 16])),
    PublishedCase(
      "maxpool_2d_uint8", MaxPool.self,
      ["kernel_shape": .integers([5, 5]), "pads": .integers([2, 2, 2, 2])],
      [
        .integers(
          .uint8, [1, 1, 5, 5],
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
      ],
      .integers(
        .uint8, [1, 1, 5, 5],
        [13, 14, 15, 15, 15, 18, 19, 20, 20, 20, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25, 23, 24, 25, 25, 25])),
    PublishedCase(
      "mod_broadcast", Mod.self, [:],
      [
        .integers(
          .int32, [3, 2, 5],
          [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
            27, 28, 29,
          ]), .integers(.int32, [1], [7]),
      ],
      .integers(
        .int32, [3, 2, 5],
        [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1])),
    PublishedCase(
      "mod_mixed_sign_float32", Mod.self, ["fmod": .integer(1)],
      [.reals([6], [-4.3, 7.2, 5, 4.3, -7.2, 8]), .reals([6], [2.1, -3.4, 8, -2.1, 3.4, 5])],
      .reals([6], [-0.1000004, 0.3999996, 5, 0.1000004, -0.3999996, 3])),
    PublishedCase("neg_example", Neg.self, [:], [.reals([2], [-4, 2])], .reals([2], [4, -2])),
    PublishedCase(
      "pow_bcast_scalar", Pow.self, [:], [.reals([3], [1, 2, 3]), .reals([], [2])], .reals([3], [1, 4, 9])),
  ]
}
