import Tensors

@testable import Graphs

/// Selection by value, linear algebra, Fourier transforms, trees, interpolation.
extension PublishedCase {
  static let signals: [PublishedCase] = [
    PublishedCase(
      "onehot_with_axis", OneHot.self, ["axis": .integer(1)],
      [.reals([2, 2], [1, 9, 2, 4]), .reals([], [10]), .reals([2], [1, 3])],
      .reals(
        [2, 10, 2],
        [
          1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1,
          1, 1, 1, 1, 1, 1, 1,
        ])),
    PublishedCase(
      "onehot_without_axis", OneHot.self, [:],
      [.integers(.int64, [3], [0, 7, 8]), .reals([], [12]), .integers(.int32, [2], [2, 5])],
      .integers(
        .int32, [3, 12],
        [
          5, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 5, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 5,
          2, 2, 2,
        ])),
    PublishedCase(
      "tril_neg", Trilu.self, ["upper": .integer(0)],
      [
        .integers(.int64, [4, 5], [5, 0, 3, 3, 7, 9, 3, 5, 2, 4, 7, 6, 8, 8, 1, 6, 7, 7, 8, 1]),
        .integers(.int64, [], [-1]),
      ], .integers(.int64, [4, 5], [0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 7, 6, 0, 0, 0, 6, 7, 7, 0, 0])),
    PublishedCase(
      "triu_pos", Trilu.self, [:],
      [
        .integers(.int64, [4, 5], [5, 0, 3, 3, 7, 9, 3, 5, 2, 4, 7, 6, 8, 8, 1, 6, 7, 7, 8, 1]),
        .integers(.int64, [], [2]),
      ], .integers(.int64, [4, 5], [0, 0, 3, 3, 7, 0, 0, 0, 2, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])),
    PublishedCase(
      "triu_zero", Trilu.self, [:], [.integers(.int64, [0, 5], []), .integers(.int64, [], [6])],
      .integers(.int64, [0, 5], [])),
    PublishedCase(
      "triu_one_row", Trilu.self, [:],
      [
        .integers(.int64, [3, 1, 5], [5, 0, 3, 3, 7, 9, 3, 5, 2, 4, 7, 6, 8, 8, 1]),
        .integers(.int64, [], [1]),
      ], .integers(.int64, [3, 1, 5], [0, 0, 3, 3, 7, 0, 3, 5, 2, 4, 0, 6, 8, 8, 1])),
    PublishedCase(
      "compress_0", Compress.self, ["axis": .integer(0)],
      [.reals([3, 2], [1, 2, 3, 4, 5, 6]), .integers(.bool, [3], [0, 1, 1])], .reals([2, 2], [3, 4, 5, 6])),
    PublishedCase(
      "compress_default_axis", Compress.self, [:],
      [.reals([3, 2], [1, 2, 3, 4, 5, 6]), .integers(.bool, [5], [0, 1, 0, 0, 1])], .reals([2], [2, 5])),
    PublishedCase(
      "unique_sorted_with_axis", Unique.self, ["axis": .integer(0), "sorted": .integer(1)],
      [.reals([3, 3], [1, 0, 0, 1, 0, 0, 2, 3, 4])], .reals([2, 3], [1, 0, 0, 2, 3, 4])),
    PublishedCase(
      "unique_not_sorted_without_axis", Unique.self, ["sorted": .integer(0)],
      [.reals([6], [2, 1, 1, 3, 4, 3])], .reals([4], [2, 1, 3, 4])),
    PublishedCase(
      "reversesequence_batch", ReverseSequence.self, ["batch_axis": .integer(0), "time_axis": .integer(1)],
      [
        .reals([4, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        .integers(.int64, [4], [1, 2, 3, 4]),
      ], .reals([4, 4], [0, 1, 2, 3, 5, 4, 6, 7, 10, 9, 8, 11, 15, 14, 13, 12])),
    PublishedCase(
      "reversesequence_time", ReverseSequence.self, ["batch_axis": .integer(1), "time_axis": .integer(0)],
      [
        .reals([4, 4], [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15]),
        .integers(.int64, [4], [4, 3, 2, 1]),
      ], .reals([4, 4], [3, 6, 9, 12, 2, 5, 8, 13, 1, 4, 10, 14, 0, 7, 11, 15])),
    PublishedCase(
      "size_example", Size.self, [:], [.reals([2, 3], [1, 2, 3, 4, 5, 6])], .integers(.int64, [], [6])),
    PublishedCase(
      "eyelike_with_dtype", EyeLike.self, ["dtype": .integer(11)],
      [.integers(.int32, [3, 4], [44, 47, 64, 67, 67, 9, 83, 21, 36, 87, 70, 88])],
      Tensor(TensorType(.float64, [3, 4]), floats: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])),
    PublishedCase(
      "eyelike_populate_off_main_diagonal", EyeLike.self, ["dtype": .integer(1), "k": .integer(1)],
      [
        .integers(
          .int32, [4, 5], [44, 47, 64, 67, 67, 9, 83, 21, 36, 87, 70, 88, 88, 12, 58, 65, 39, 87, 46, 88])
      ], .reals([4, 5], [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])),
    PublishedCase("det_2d", Det.self, [:], [.reals([2, 2], [0, 1, 2, 3])], .reals([], [-2])),
    PublishedCase(
      "det_nd", Det.self, [:], [.reals([3, 2, 2], [1, 2, 3, 4, 1, 2, 2, 1, 1, 3, 3, 1])],
      .reals([3], [-2, -3, -8])),
    PublishedCase(
      "hannwindow_symmetric", HannWindow.self, ["periodic": .integer(0)], [.integers(.int32, [], [10])],
      .reals([10], [0, 0.1169778, 0.4131759, 0.75, 0.9698464, 0.9698462, 0.7499999, 0.4131757, 0.1169777, 0])),
    PublishedCase(
      "hammingwindow", HammingWindow.self, [:], [.integers(.int32, [], [10])],
      .reals(
        [10],
        [
          0.0869565, 0.1741444, 0.4024053, 0.6845512, 0.9128121, 1, 0.9128121, 0.6845511, 0.4024052,
          0.1741444,
        ])),
    PublishedCase(
      "blackmanwindow", BlackmanWindow.self, [:], [.integers(.int32, [], [10])],
      .reals(
        [10],
        [
          -1.490116e-08, 0.04021284, 0.2007701, 0.5097871, 0.8492299, 0.9999999, 0.8492298, 0.5097869,
          0.2007701, 0.04021286,
        ])),
    PublishedCase(
      "ai_onnx_ml_array_feature_extractor", ArrayFeatureExtractor.self, [:],
      [.reals([3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), .integers(.int64, [2], [0, 1])],
      .reals([3, 2], [0, 1, 4, 5, 8, 9])),
    PublishedCase(
      "ai_onnx_ml_binarizer", Binarizer.self, ["threshold": .float(1)],
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
      ],
      .reals(
        [3, 4, 5],
        [
          1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0,
          0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ])),
    PublishedCase(
      "ai_onnx_ml_tree_ensemble_single_tree", TreeEnsemble.self,
      [
        "aggregate_function": .integer(1), "leaf_targetids": .integers([0, 1, 0, 1]),
        "leaf_weights": .tensor(Tensor.reals([4], [5.23, 12.12, -12.23, 7.21])), "n_targets": .integer(2),
        "nodes_falseleafs": .integers([0, 1, 1]), "nodes_falsenodeids": .integers([2, 2, 3]),
        "nodes_featureids": .integers([0, 0, 0]),
        "nodes_modes": .tensor(Tensor.integers(.uint8, [3], [0, 0, 0])),
        "nodes_splits": .tensor(Tensor.reals([3], [3.14, 1.2, 4.2])),
        "nodes_trueleafs": .integers([0, 1, 1]), "nodes_truenodeids": .integers([1, 0, 1]),
        "post_transform": .integer(0), "tree_roots": .integers([0]),
      ], [.reals([3, 2], [1.2, 3.4, -0.12, 1.66, 4.14, 1.77])], .reals([3, 2], [5.23, 0, 5.23, 0, 0, 12.12])),
    PublishedCase(
      "ai_onnx_ml_tree_ensemble_set_membership", TreeEnsemble.self,
      [
        "aggregate_function": .integer(1), "leaf_targetids": .integers([0, 1, 2, 3]),
        "leaf_weights": .tensor(Tensor.reals([4], [1, 10, 1000, 100])),
        "membership_values": .tensor(Tensor.reals([8], [1.2, 3.7, 8, 9, .nan, 12, 7, .nan])),
        "n_targets": .integer(4), "nodes_falseleafs": .integers([1, 0, 1]),
        "nodes_falsenodeids": .integers([2, 2, 3]), "nodes_featureids": .integers([0, 0, 0]),
        "nodes_modes": .tensor(Tensor.integers(.uint8, [3], [0, 6, 6])),
        "nodes_splits": .tensor(Tensor.reals([3], [11, 232344, .nan])),
        "nodes_trueleafs": .integers([0, 1, 1]), "nodes_truenodeids": .integers([1, 0, 1]),
        "post_transform": .integer(0), "tree_roots": .integers([0]),
      ], [.reals([6, 1], [1.2, 3.4, -0.12, .nan, 12, 7])],
      .reals([6, 4], [1, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 100, 0, 0, 1000, 0, 0, 0, 1000, 0, 0, 10, 0, 0])),
    PublishedCase(
      "tfidfvectorizer_tf_batch_onlybigrams_skip5", TfIdfVectorizer.self,
      [
        "max_gram_length": .integer(2), "max_skip_count": .integer(5), "min_gram_length": .integer(2),
        "mode": .string("TF"), "ngram_counts": .integers([0, 4]),
        "ngram_indexes": .integers([0, 1, 2, 3, 4, 5, 6]),
        "pool_int64s": .integers([2, 3, 5, 4, 5, 6, 7, 8, 6, 7]),
      ], [.integers(.int32, [2, 6], [1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8])],
      .reals([2, 7], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1])),
    PublishedCase(
      "tfidfvectorizer_tf_uniandbigrams_skip5", TfIdfVectorizer.self,
      [
        "max_gram_length": .integer(2), "max_skip_count": .integer(5), "min_gram_length": .integer(1),
        "mode": .string("TF"), "ngram_counts": .integers([0, 4]),
        "ngram_indexes": .integers([0, 1, 2, 3, 4, 5, 6]),
        "pool_int64s": .integers([2, 3, 5, 4, 5, 6, 7, 8, 6, 7]),
      ], [.integers(.int32, [12], [1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8])], .reals([7], [0, 3, 1, 0, 1, 3, 1])),
    PublishedCase(
      "resize_tf_crop_and_resize_axes_2_3", Resize.self,
      [
        "axes": .integers([2, 3]), "coordinate_transformation_mode": .string("tf_crop_and_resize"),
        "mode": .string("linear"),
      ],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
        .reals([4], [0.4, 0.6, 0.6, 0.8]), nil, .integers(.int64, [2], [3, 3]),
      ], .reals([1, 1, 3, 3], [7.6, 7.9, 8.2, 8.8, 9.1, 9.400001, 10, 10.3, 10.6])),
    PublishedCase(
      "resize_downsample_sizes_linear_antialias", Resize.self,
      ["antialias": .integer(1), "mode": .string("linear")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil, nil,
        .integers(.int64, [4], [1, 1, 3, 3]),
      ],
      .reals(
        [1, 1, 3, 3], [2.363636, 3.590909, 4.818182, 7.272727, 8.5, 9.727273, 12.18182, 13.40909, 14.63636])),
    PublishedCase(
      "resize_downsample_scales_cubic_antialias", Resize.self,
      ["antialias": .integer(1), "mode": .string("cubic")],
      [
        .reals([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), nil,
        .reals([4], [1, 1, 0.6, 0.6]),
      ], .reals([1, 1, 2, 2], [2.518072, 4.285886, 9.589329, 11.35714])),
    PublishedCase(
      "resize_downsample_sizes_nearest_not_smaller", Resize.self,
      [
        "axes": .integers([2, 3]), "keep_aspect_ratio_policy": .string("not_smaller"),
        "mode": .string("nearest"),
      ], [.reals([1, 1, 2, 4], [1, 2, 3, 4, 5, 6, 7, 8]), nil, nil, .integers(.int64, [2], [1, 3])],
      .reals([1, 1, 2, 3], [1, 2, 4, 5, 6, 8])),
    PublishedCase(
      "nonmaxsuppression_two_classes", NonMaxSuppression.self, [:],
      [
        .reals(
          [1, 6, 4],
          [0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, -0.1, 1, 0.9, 0, 10, 1, 11, 0, 10.1, 1, 11.1, 0, 100, 1, 101]),
        .reals([1, 2, 6], [0.9, 0.75, 0.6, 0.95, 0.5, 0.3, 0.9, 0.75, 0.6, 0.95, 0.5, 0.3]),
        .integers(.int64, [1], [2]), .reals([1], [0.5]), .reals([1], [0]),
      ], .integers(.int64, [4, 3], [0, 0, 3, 0, 0, 0, 0, 1, 3, 0, 1, 0])),
    PublishedCase(
      "training_dropout_zero_ratio", Dropout.self, ["seed": .integer(0)],
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
          ]), .reals([], [0]), .integers(.bool, [], [1]),
      ],
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
        ])),
    PublishedCase(
      "melweightmatrix", MelWeightMatrix.self, [:],
      [
        .integers(.int32, [], [8]), .integers(.int32, [], [16]), .integers(.int32, [], [8192]),
        .reals([], [0]), .reals([], [4096]),
      ],
      .reals(
        [9, 8],
        [
          1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
          0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          0, 0, 0, 0, 0, 0,
        ])),
  ]
}
