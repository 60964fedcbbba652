import Tensors

extension Graph {
  /// The graph as it is mapped: quantised products brought to integers, constants folded, BatchNormalization and recurrent
  /// layers lowered, every contraction with exactly two inputs, element-wise operators fused, and everything real in
  /// the chosen element type.
  ///
  /// - Parameters:
  ///   - precision: `fp32`, `fp16`, `bf16` or `int8`.
  ///   - calibrate: whether int8 scales are measured by a run of the reference executor; without it all scales are
  ///     1, which serves runs without numerics.
  /// - Throws: `InputError` naming the node a pass stumbled over.
  public func prepared(precision: ElementType = .float32, calibrate: Bool = true) throws -> Graph {
    let lowered = try applyingQuantizedGroups()
      .applyingConstantFolding()
      .applyingConstantBinding()
      .applyingBatchNormalizationFolding()
      .applyingSplitLowering()
      .applyingRecurrentLowering()
      .applyingIntegerZeroPoints()
      .applyingCanonicalContractions()
    let fused = try lowered.applyingFusion().applyingDeadNodeRemoval()
    return try fused.applyingPrecision(precision, calibration: calibrate ? fused.seededInputs() : nil)
  }
}
