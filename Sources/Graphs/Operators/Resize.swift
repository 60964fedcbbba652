import Tensors

/// ONNX `Resize`: nearest, linear or cubic interpolation along each axis, by scales or to sizes.
struct Resize: TiledOperator {
  static let name = "Resize"
  static let inputCount = 1...4
  static let kind = TiledKind.window

  enum Mode: String, CaseIterable {
    case nearest, linear, cubic
  }

  var mode: Mode
  var coordinates: ResizeCoordinates
  var rounding: NearestRounding
  var cubicCoefficient: Float
  var axes: [Int]?
  var excludesOutside: Bool
  /// Of `Upsample`, whose only operands are the data and the scales.
  var scalesInput = 2
  var scales: [Float]?

  init(attributes: inout AttributeReader) throws {
    mode = try Resize.choice(&attributes, "mode", .nearest)
    coordinates = try Resize.choice(&attributes, "coordinate_transformation_mode", .halfPixel)
    rounding = try Resize.choice(&attributes, "nearest_mode", .roundPreferFloor)
    cubicCoefficient = try attributes.float("cubic_coeff_a") ?? -0.75
    axes = try attributes.integers("axes")
    excludesOutside = try attributes.integer("exclude_outside") == 1
    _ = try attributes.float("extrapolation_value")
    scales = nil
    if try attributes.integer("antialias") == 1 {
      throw GraphError("antialias is not supported", remedy: "leave it out")
    }
    if let policy = try attributes.string("keep_aspect_ratio_policy"), policy != "stretch" {
      throw GraphError("keep_aspect_ratio_policy “\(policy)” is not supported", remedy: "use stretch")
    }
  }

  /// As opset 9's `Upsample`.
  init(upsampling attributes: inout AttributeReader) throws {
    mode = try Resize.choice(&attributes, "mode", .nearest)
    coordinates = .asymmetric
    rounding = .floor
    cubicCoefficient = -0.75
    excludesOutside = false
    scalesInput = 1
    scales = try attributes.floats("scales")
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ attributes: inout AttributeReader, _ name: String, _ standard: Choice
  ) throws -> Choice where Choice.RawValue == String {
    guard let text = try attributes.string(name) else { return standard }
    guard let choice = Choice(rawValue: text) else {
      throw GraphError(
        "\(name) “\(text)” is not supported",
        remedy: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// Lengths of the output and scales, for each axis.
  private func target(_ inputs: [OperatorInput?]) throws -> (lengths: [Int], scales: [Float]) {
    let shape = try inputs.required(0).type.shape
    let axes =
      try self.axes.map { try $0.map { try Axes.normalized($0, rank: shape.count) } } ?? Array(shape.indices)
    var lengths = shape
    var factors = shape.map { _ in Float(1) }
    if scalesInput == 2, let sizes = try inputs.fixedIntegers(3, "sizes"), !sizes.isEmpty {
      try check(sizes.count, axes.count, "sizes")
      for (index, axis) in axes.enumerated() {
        lengths[axis] = sizes[index]
        factors[axis] = Float(sizes[index]) / Float(shape[axis])
      }
    } else {
      guard let given = try givenScales(inputs) else {
        throw GraphError(
          "Resize has neither scales nor sizes", remedy: "give one of them as a constant input")
      }
      try check(given.count, axes.count, "scales")
      for (index, axis) in axes.enumerated() {
        lengths[axis] = Int((Float(shape[axis]) * given[index]).rounded(.down))
        factors[axis] = given[index]
      }
    }
    guard lengths.allSatisfy({ $0 > 0 }) else {
      throw GraphError(
        "shape \(shape) cannot be resized to \(lengths)", remedy: "all lengths must be positive")
    }
    return (lengths, factors)
  }

  private func check(_ count: Int, _ wanted: Int, _ name: String) throws {
    guard count == wanted else {
      throw GraphError("\(name) has \(count) entries", remedy: "\(wanted) are needed here")
    }
  }

  private func givenScales(_ inputs: [OperatorInput?]) throws -> [Float]? {
    guard let input = inputs.optional(scalesInput) else { return scales }
    guard let constant = input.constant else {
      throw GraphError("the scales are not known before the run", remedy: "make them a constant")
    }
    return constant.elementCount == 0 ? nil : constant.floats
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard mode == .nearest || input.isReal else {
      throw GraphError(
        "\(mode.rawValue) interpolation of \(input.element.rawValue) is not defined", remedy: "insert a Cast")
    }
    return [TensorType(input.element, try target(inputs).lengths, quantization: input.quantization)]
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let tile = try? tile(inputs: inputs, outputs: outputs) else { return .host }
    return .tiled(mode == .nearest ? .move : .window, tile)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = try inputs.required(0).type.shape
    let (lengths, scales) = try target(inputs)
    let places = shape.indices.map { axis in
      (0..<lengths[axis]).map {
        coordinates.source($0, input: shape[axis], output: lengths[axis], scale: scales[axis])
      }
    }
    if mode == .nearest {
      return SeparableMove(
        input: shape,
        places: shape.indices.map { axis in
          places[axis].map { min(max(rounding.round($0), 0), shape[axis] - 1) }
        })
    }
    let taps = shape.indices.map { axis in
      scales[axis] == 1 && lengths[axis] == shape[axis]
        ? nil : places[axis].map { self.taps(at: $0, length: shape[axis]) }
    }
    return InterpolationTile(input: shape, output: lengths, taps: taps)
  }

  /// The input elements that make one output element along an axis, and their weights.
  private func taps(at place: Float, length: Int) -> [InterpolationTile.Tap] {
    let floor = place.rounded(.down)
    let fraction = place - floor
    var weights: [(Int, Float)]
    if mode == .linear {
      weights = [(Int(floor), 1 - fraction), (Int(floor) + 1, fraction)]
    } else {
      let a = cubicCoefficient
      let far = { (t: Float) in ((a * t - 5 * a) * t + 8 * a) * t - 4 * a }
      let near = { (t: Float) in ((a + 2) * t - (a + 3)) * t * t + 1 }
      weights = [
        (Int(floor) - 1, far(fraction + 1)), (Int(floor), near(fraction)),
        (Int(floor) + 1, near(1 - fraction)), (Int(floor) + 2, far(2 - fraction)),
      ]
    }
    if excludesOutside {
      weights = weights.map { (0..<length) ~= $0.0 ? $0 : ($0.0, 0) }
      let total = weights.reduce(0) { $0 + $1.1 }
      weights = weights.map { ($0.0, $0.1 / total) }
    }
    return weights.map { InterpolationTile.Tap(index: min(max($0.0, 0), length - 1), weight: $0.1) }
  }
}

/// ONNX `Upsample` (opset 7 to 9): Resize with plain scales.
struct Upsample: TiledOperator {
  static let name = "Upsample"
  static let inputCount = 1...2
  static let kind = TiledKind.window
  private let resize: Resize

  init(attributes: inout AttributeReader) throws { resize = try Resize(upsampling: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try resize.outputTypes(for: inputs)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    try resize.tile(inputs: inputs, outputs: outputs)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    resize.form(inputs: inputs, outputs: outputs)
  }
}
