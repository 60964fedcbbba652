import Tensors

/// What a `Resize` makes of each axis of its input.
struct ResizeTarget: Sendable {
  struct Axis: Sendable {
    /// Of the output.
    var length: Int
    /// Output length / input length, as the model states it.
    var scale: Float = 1
    /// The part of the input that is resized, as shares of it.
    var region: ClosedRange<Float> = 0...1
    var isUnchanged = true
  }
  var axes: [Axis]
}

/// How a model says what size it wants.
struct ResizeRequest: Sendable {
  enum AspectRatioPolicy: String, CaseIterable {
    case stretch
    case notLarger = "not_larger"
    case notSmaller = "not_smaller"
  }

  /// Where the scales are; sizes, if any, are the input behind them.
  var scalesInput: Int
  /// Scales as an attribute.
  var scales: [Float]?
  /// The axes that regions, scales and sizes speak of; all when nil.
  var axes: [Int]?
  var policy = AspectRatioPolicy.stretch

  init(scalesInput: Int, scales: [Float]?) {
    self.scalesInput = scalesInput
    self.scales = scales
  }

  init(attributes: inout AttributeReader, scalesInput: Int) throws {
    self.scalesInput = scalesInput
    axes = try attributes.integers("axes")
    policy = try attributes.choice("keep_aspect_ratio_policy", .stretch)
  }

  /// - Parameter isCropped: whether the regions of input 1 count.
  func target(_ inputs: [OperatorInput?], isCropped: Bool) throws -> ResizeTarget {
    let shape = try inputs.required(0).type.shape
    let named = try axes.map { try $0.map { try Axes.normalized($0, rank: shape.count) } }
    let axes = named ?? Array(shape.indices)
    guard axes.allSatisfy({ shape[$0] > 0 }) else {
      throw GraphError("shape \(shape) cannot be resized", remedy: "its lengths must be positive")
    }
    var target = ResizeTarget(axes: shape.map { ResizeTarget.Axis(length: $0) })
    if isCropped { try readRegions(inputs, axes, into: &target) }
    if scalesInput == 2, let sizes = try inputs.fixedIntegers(3, "sizes"), !sizes.isEmpty {
      try check(sizes.count, axes.count, "sizes")
      apply(sizes: sizes, axes: axes, shape: shape, to: &target)
    } else {
      let scales = try givenScales(inputs)
      try check(scales.count, axes.count, "scales")
      for (axis, scale) in zip(axes, scales) {
        let region = target.axes[axis].region
        let length = Float(shape[axis]) * (region.upperBound - region.lowerBound) * scale
        guard length >= 0, length < Float(Int32.max) else {
          throw GraphError("scale \(scale) makes axis \(axis) of \(shape) too long or negative")
        }
        target.axes[axis].length = Int(length.rounded(.down))
        target.axes[axis].scale = scale
      }
    }
    for axis in axes {
      let part = target.axes[axis]
      target.axes[axis].isUnchanged =
        part.scale == 1 && part.length == shape[axis] && part.region == 0...1
    }
    let lengths = target.axes.map(\.length)
    guard lengths.allSatisfy({ $0 > 0 }) else {
      throw GraphError(
        "shape \(shape) cannot be resized to \(lengths)", remedy: "all lengths must be positive")
    }
    return target
  }

  private func apply(sizes: [Int], axes: [Int], shape: [Int], to target: inout ResizeTarget) {
    let ratios = zip(axes, sizes).map { Float($1) / Float(shape[$0]) }
    let common: Float? =
      switch policy {
      case .stretch: nil
      case .notLarger: ratios.min()
      case .notSmaller: ratios.max()
      }
    for (index, axis) in axes.enumerated() {
      target.axes[axis].scale = common ?? ratios[index]
      target.axes[axis].length =
        common.map { Int(min(Float(Int32.max), $0 * Float(shape[axis]) + 0.5)) } ?? sizes[index]
    }
  }

  private func readRegions(
    _ inputs: [OperatorInput?], _ axes: [Int], into target: inout ResizeTarget
  ) throws {
    guard let bounds = try inputs.fixedReals(1, "roi") else {
      throw GraphError("tf_crop_and_resize has no regions", remedy: "give them as input 1 (roi)")
    }
    try check(bounds.count, 2 * axes.count, "roi")
    for (index, axis) in axes.enumerated() {
      let (start, end) = (bounds[index], bounds[index + axes.count])
      guard start <= end else { throw GraphError("the region of axis \(axis) is from \(start) to \(end)") }
      target.axes[axis].region = start...end
    }
  }

  private func check(_ count: Int, _ wanted: Int, _ name: String) throws {
    guard count == wanted else {
      throw GraphError("\(name) has \(count) entries", remedy: "\(wanted) are needed here")
    }
  }

  private func givenScales(_ inputs: [OperatorInput?]) throws -> [Float] {
    if let given = try inputs.fixedReals(scalesInput, "scales") ?? scales, !given.isEmpty { return given }
    throw GraphError("Resize has neither scales nor sizes", remedy: "give one of them as a constant input")
  }
}

extension Array where Element == OperatorInput? {
  /// The real numbers of an optional input that has to be known before the run; nil when the input is absent.
  /// - Throws: `GraphError` when the input is there but not fixed.
  func fixedReals(_ index: Int, _ role: String) throws -> [Float]? {
    guard let input = optional(index) else { return nil }
    guard let constant = input.constant else {
      throw GraphError(
        "input \(index) (\(role)) is not known before the run", remedy: "make it a constant",
        neededInput: index)
    }
    return constant.floats
  }
}

extension AttributeReader {
  /// A string that is one of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ standard: Choice
  ) throws -> Choice where Choice.RawValue == String {
    guard let text = try string(name) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      throw GraphError(
        "\(name) “\(text)” is not supported",
        remedy: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }
}
