@testable import Graphs

/// Second half, in order of names.
extension PublishedCase {
  static let mToZ: [PublishedCase] = [
    PublishedCase(
      "pow_example", Pow.self, [:], [.reals([3], [1, 2, 3]), .reals([3], [4, 5, 6])],
      .reals([3], [1, 32, 729])),
    PublishedCase(
      "range_float_type_positive_delta", NumberRange.self, [:],
      [.reals([], [1]), .reals([], [5]), .reals([], [2])], .reals([2], [1, 3])),
    PublishedCase(
      "range_int32_type_negative_delta", NumberRange.self, [:],
      [.integers(.int32, [], [10]), .integers(.int32, [], [6]), .integers(.int32, [], [-3])],
      .integers(.int32, [2], [10, 7])),
    PublishedCase(
      "reciprocal_example", Reciprocal.self, [:], [.reals([2], [-4, 2])], .reals([2], [-0.25, 0.5])),
    PublishedCase(
      "reduce_l2_default_axes_keepdims_example", ReduceL2.self, ["keepdims": .integer(1)],
      [.reals([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), .integers(.int64, [0], [])],
      .reals([1, 1, 1], [25.4951])),
    PublishedCase(
      "reduce_l2_default_axes_keepdims_random", ReduceL2.self, ["keepdims": .integer(1)],
      [
        .reals(
          [3, 2, 2],
          [
            0.9762701, 4.303787, 2.055268, 0.8976637, -1.526904, 2.917882, -1.248256, 7.83546, 9.273255,
            -2.33117, 5.834501, 0.5778984,
          ]), .integers(.int64, [0], []),
      ], .reals([1, 1, 1], [14.97019])),
    PublishedCase(
      "reduce_max_default_axes_keepdim_example", ReduceMax.self, ["keepdims": .integer(1)],
      [.reals([3, 2, 2], [5, 1, 20, 2, 30, 1, 40, 2, 55, 1, 60, 2])], .reals([1, 1, 1], [60])),
    PublishedCase(
      "reduce_max_default_axes_keepdims_random", ReduceMax.self, ["keepdims": .integer(1)],
      [
        .reals(
          [3, 2, 2],
          [
            0.9762701, 4.303787, 2.055268, 0.8976637, -1.526904, 2.917882, -1.248256, 7.83546, 9.273255,
            -2.33117, 5.834501, 0.5778984,
          ])
      ], .reals([1, 1, 1], [9.273255])),
    PublishedCase(
      "reduce_mean_default_axes_keepdims_random", ReduceMean.self, ["keepdims": .integer(1)],
      [
        .reals(
          [3, 2, 2],
          [
            0.9762701, 4.303787, 2.055268, 0.8976637, -1.526904, 2.917882, -1.248256, 7.83546, 9.273255,
            -2.33117, 5.834501, 0.5778984,
          ]), .integers(.int64, [0], []),
      ], .reals([1, 1, 1], [2.463804])),
    PublishedCase(
      "reduce_mean_do_not_keepdims_example", ReduceMean.self, ["keepdims": .integer(0)],
      [.reals([3, 2, 2], [5, 1, 20, 2, 30, 1, 40, 2, 55, 1, 60, 2]), .integers(.int64, [1], [1])],
      .reals([3, 2], [12.5, 1.5, 35, 1.5, 57.5, 1.5])),
    PublishedCase(
      "reduce_min_default_axes_keepdims_example", ReduceMin.self, ["keepdims": .integer(1)],
      [.reals([3, 2, 2], [5, 1, 20, 2, 30, 1, 40, 2, 55, 1, 60, 2])], .reals([1, 1, 1], [1])),
    PublishedCase(
      "reduce_min_empty_set", ReduceMin.self, ["keepdims": .integer(1)],
      [.reals([2, 0, 4], []), .integers(.int64, [1], [1])],
      .reals(
        [2, 1, 4], [.infinity, .infinity, .infinity, .infinity, .infinity, .infinity, .infinity, .infinity])),
    PublishedCase(
      "reduce_sum_empty_axes_input_noop_example", ReduceSum.self,
      ["keepdims": .integer(1), "noop_with_empty_axes": .integer(1)],
      [.reals([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), .integers(.int64, [0], [])],
      .reals([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
    PublishedCase(
      "reduce_sum_empty_set", ReduceSum.self, ["keepdims": .integer(1)],
      [.reals([2, 0, 4], []), .integers(.int64, [1], [1])], .reals([2, 1, 4], [0, 0, 0, 0, 0, 0, 0, 0])),
    PublishedCase(
      "reshape_negative_dim", Reshape.self, [:],
      [
        .reals(
          [2, 3, 4],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
            0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
          ]), .integers(.int64, [3], [2, -1, 2]),
      ],
      .reals(
        [2, 6, 2],
        [
          0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
          0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
          0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
        ])),
    PublishedCase(
      "reshape_negative_extended_dims", Reshape.self, [:],
      [
        .reals(
          [2, 3, 4],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
            0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
          ]), .integers(.int64, [4], [-1, 2, 3, 4]),
      ],
      .reals(
        [1, 2, 3, 4],
        [
          0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
          0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
          0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
        ])),
    PublishedCase(
      "resize_downsample_scales_cubic_A_n0p5_exclude_outside", Resize.self,
      ["cubic_coeff_a": .float(-0.5), "exclude_outside": .integer(1), "mode": .string("cubic")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil,
        .reals([4], [1, 1, 0.8, 0.8]),
      ],
      .reals(
        [1, 1, 3, 3], [1.368127, 2.669501, 4.013337, 6.573625, 7.875, 9.218835, 11.94897, 13.25034, 14.59418])
    ),
    PublishedCase(
      "resize_downsample_scales_cubic_align_corners", Resize.self,
      ["coordinate_transformation_mode": .string("align_corners"), "mode": .string("cubic")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil,
        .reals([4], [1, 1, 0.8, 0.8]),
      ],
      .reals(
        [1, 1, 3, 3], [1, 2.395192, 3.790383, 6.580766, 7.975958, 9.371149, 12.16153, 13.55672, 14.95192])),
    PublishedCase(
      "resize_downsample_scales_linear", Resize.self, ["mode": .string("linear")],
      [.reals([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]), nil, .reals([4], [1, 1, 0.6, 0.6])],
      .reals([1, 1, 1, 2], [2.666667, 4.333333])),
    PublishedCase(
      "resize_downsample_scales_linear_half_pixel_symmetric", Resize.self,
      ["coordinate_transformation_mode": .string("half_pixel_symmetric"), "mode": .string("linear")],
      [.reals([1, 1, 1, 4], [1, 2, 3, 4]), nil, .reals([4], [1, 1, 1, 0.6])],
      .reals([1, 1, 1, 2], [1.666667, 3.333333])),
    PublishedCase(
      "resize_downsample_sizes_cubic", Resize.self, ["mode": .string("cubic")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil, nil,
        .integers(.int64, [4], [1, 1, 3, 3]),
      ],
      .reals(
        [1, 1, 3, 3], [1.630787, 3.00463, 4.378472, 7.126157, 8.5, 9.873842, 12.62153, 13.99537, 15.36921])),
    PublishedCase(
      "resize_downsample_sizes_linear_pytorch_half_pixel", Resize.self,
      ["coordinate_transformation_mode": .string("pytorch_half_pixel"), "mode": .string("linear")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil, nil,
        .integers(.int64, [4], [1, 1, 3, 1]),
      ], .reals([1, 1, 3, 1], [1.666667, 7, 12.33333])),
    PublishedCase(
      "resize_downsample_sizes_nearest", Resize.self, ["mode": .string("nearest")],
      [.reals([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]), nil, nil, .integers(.int64, [4], [1, 1, 1, 3])],
      .reals([1, 1, 1, 3], [1, 2, 4])),
    PublishedCase(
      "resize_upsample_scales_linear", Resize.self, ["mode": .string("linear")],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4]), nil, .reals([4], [1, 1, 2, 2])],
      .reals([1, 1, 4, 4], [1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4])),
    PublishedCase(
      "resize_upsample_scales_linear_align_corners", Resize.self,
      ["coordinate_transformation_mode": .string("align_corners"), "mode": .string("linear")],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4]), nil, .reals([4], [1, 1, 2, 2])],
      .reals(
        [1, 1, 4, 4],
        [
          1, 1.333333, 1.666667, 2, 1.666667, 2, 2.333333, 2.666667, 2.333333, 2.666667, 3, 3.333333, 3,
          3.333333, 3.666667, 4,
        ])),
    PublishedCase(
      "resize_upsample_scales_linear_half_pixel_symmetric", Resize.self,
      ["coordinate_transformation_mode": .string("half_pixel_symmetric"), "mode": .string("linear")],
      [.reals([1, 1, 2, 2], [1, 2, 3, 4]), nil, .reals([4], [1, 1, 2.3, 2.94])],
      .reals(
        [1, 1, 4, 5],
        [
          1, 1.159864, 1.5, 1.840136, 2, 1.565217, 1.725081, 2.065217, 2.405354, 2.565217, 2.434783, 2.594646,
          2.934783, 3.274919, 3.434783, 3, 3.159864, 3.5, 3.840136, 4,
        ])),
    PublishedCase(
      "shape", Shape.self, [:],
      [
        .reals(
          [3, 4, 5],
          [
            1.764052, 0.4001572, 0.978738, 2.240893, 1.867558, -0.9772779, 0.9500884, -0.1513572, -0.1032189,
            0.4105985, 0.1440436, 1.454273, 0.7610377, 0.121675, 0.4438632, 0.3336743, 1.494079, -0.2051583,
            0.3130677, -0.8540958, -2.55299, 0.6536186, 0.8644362, -0.742165, 2.269755, -1.454366, 0.04575852,
            -0.1871839, 1.532779, 1.469359, 0.1549474, 0.3781625, -0.8877857, -1.980796, -0.3479122, 0.156349,
            1.230291, 1.20238, -0.3873268, -0.3023027, -1.048553, -1.420018, -1.70627, 1.950775, -0.5096522,
            -0.4380743, -1.252795, 0.7774904, -1.613898, -0.2127403, -0.8954666, 0.3869025, -0.5108051,
            -1.180632, -0.02818223, 0.4283319, 0.06651722, 0.3024719, -0.6343221, -0.3627412,
          ])
      ], .integers(.int64, [3], [3, 4, 5])),
    PublishedCase(
      "shape_clip_end", Shape.self, ["end": .integer(10)],
      [
        .reals(
          [3, 4, 5],
          [
            1.764052, 0.4001572, 0.978738, 2.240893, 1.867558, -0.9772779, 0.9500884, -0.1513572, -0.1032189,
            0.4105985, 0.1440436, 1.454273, 0.7610377, 0.121675, 0.4438632, 0.3336743, 1.494079, -0.2051583,
            0.3130677, -0.8540958, -2.55299, 0.6536186, 0.8644362, -0.742165, 2.269755, -1.454366, 0.04575852,
            -0.1871839, 1.532779, 1.469359, 0.1549474, 0.3781625, -0.8877857, -1.980796, -0.3479122, 0.156349,
            1.230291, 1.20238, -0.3873268, -0.3023027, -1.048553, -1.420018, -1.70627, 1.950775, -0.5096522,
            -0.4380743, -1.252795, 0.7774904, -1.613898, -0.2127403, -0.8954666, 0.3869025, -0.5108051,
            -1.180632, -0.02818223, 0.4283319, 0.06651722, 0.3024719, -0.6343221, -0.3627412,
          ])
      ], .integers(.int64, [3], [3, 4, 5])),
    PublishedCase(
      "sigmoid_example", Sigmoid.self, [:], [.reals([3], [-1, 0, 1])],
      .reals([3], [0.2689414, 0.5, 0.7310586])),
    PublishedCase(
      "softplus_example", Softplus.self, [:], [.reals([3], [-1, 0, 1])],
      .reals([3], [0.3132617, 0.6931472, 1.313262])),
    PublishedCase("sum_one_input", Sum.self, [:], [.reals([3], [3, 0, 2])], .reals([3], [3, 0, 2])),
    PublishedCase(
      "sum_two_inputs", Sum.self, [:], [.reals([3], [3, 0, 2]), .reals([3], [1, 3, 4])],
      .reals([3], [4, 3, 6])),
    PublishedCase(
      "transpose_all_permutations_1", Transpose.self, ["perm": .integers([0, 2, 1])],
      [
        .reals(
          [2, 3, 4],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
            0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
          ])
      ],
      .reals(
        [2, 4, 3],
        [
          0.5488135, 0.4236548, 0.9636627, 0.7151893, 0.6458941, 0.3834415, 0.6027634, 0.4375872, 0.791725,
          0.5448832, 0.891773, 0.5288949, 0.5680445, 0.0202184, 0.9786183, 0.9255967, 0.8326198, 0.7991586,
          0.07103606, 0.7781568, 0.4614794, 0.0871293, 0.8700122, 0.7805292,
        ])),
    PublishedCase(
      "transpose_all_permutations_2", Transpose.self, ["perm": .integers([1, 0, 2])],
      [
        .reals(
          [2, 3, 4],
          [
            0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.4236548, 0.6458941, 0.4375872, 0.891773, 0.9636627,
            0.3834415, 0.791725, 0.5288949, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.0202184, 0.8326198,
            0.7781568, 0.8700122, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
          ])
      ],
      .reals(
        [3, 2, 4],
        [
          0.5488135, 0.7151893, 0.6027634, 0.5448832, 0.5680445, 0.9255967, 0.07103606, 0.0871293, 0.4236548,
          0.6458941, 0.4375872, 0.891773, 0.0202184, 0.8326198, 0.7781568, 0.8700122, 0.9636627, 0.3834415,
          0.791725, 0.5288949, 0.9786183, 0.7991586, 0.4614794, 0.7805292,
        ])),
    PublishedCase(
      "unsqueeze_negative_axes", Unsqueeze.self, [:],
      [
        .reals(
          [1, 3, 1, 5],
          [
            1.764052, 0.4001572, 0.978738, 2.240893, 1.867558, -0.9772779, 0.9500884, -0.1513572, -0.1032189,
            0.4105985, 0.1440436, 1.454273, 0.7610377, 0.121675, 0.4438632,
          ]), .integers(.int64, [1], [-2]),
      ],
      .reals(
        [1, 3, 1, 1, 5],
        [
          1.764052, 0.4001572, 0.978738, 2.240893, 1.867558, -0.9772779, 0.9500884, -0.1513572, -0.1032189,
          0.4105985, 0.1440436, 1.454273, 0.7610377, 0.121675, 0.4438632,
        ])),
  ]
}
