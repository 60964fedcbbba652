import Tensors

/// ONNX `Resize`: nearest, linear or cubic interpolation along each axis, by scales or to sizes.
struct Resize: TiledOperator {
  static let name = "Resize"
  static let inputCount = 1...4
  static let kind = TiledKind.window

  var filter: ResizeFilter
  var coordinates: ResizeCoordinates
  var rounding: NearestRounding
  /// What lies outside the input, where the coordinates may leave it (`tf_crop_and_resize`).
  var outsideValue: Float
  var request: ResizeRequest

  init(attributes: inout AttributeReader) throws {
    let isOld = attributes.opset < 11
    filter = try ResizeFilter(attributes: &attributes)
    coordinates = try attributes.choice("coordinate_transformation_mode", isOld ? .asymmetric : .halfPixel)
    rounding = try attributes.choice("nearest_mode", isOld ? .floor : .roundPreferFloor)
    outsideValue = try attributes.float("extrapolation_value") ?? 0
    request = try ResizeRequest(attributes: &attributes, scalesInput: isOld ? 1 : 2)
  }

  /// As `Upsample` of opsets 7 to 9, whose only operands are the data and the scales.
  init(upsampling attributes: inout AttributeReader) throws {
    filter = ResizeFilter(mode: try attributes.choice("mode", .nearest))
    coordinates = .asymmetric
    rounding = .floor
    outsideValue = 0
    request = ResizeRequest(scalesInput: 1, scales: try attributes.floats("scales"))
  }

  private func target(_ inputs: [OperatorInput?]) throws -> ResizeTarget {
    try request.target(inputs, isCropped: coordinates == .cropAndResize)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard filter.mode == .nearest || input.isReal else {
      throw GraphError(
        "\(filter.mode.rawValue) interpolation of \(input.element.rawValue) is not defined",
        remedy: "insert a Cast")
    }
    return [
      TensorType(input.element, try target(inputs).axes.map(\.length), quantization: input.quantization)
    ]
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let tile = try? tile(inputs: inputs, outputs: outputs) else { return .host }
    return .tiled(filter.mode == .nearest ? .move : .window, tile)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = try inputs.required(0).type.shape
    let target = try target(inputs).axes
    let places = shape.indices.map { axis in
      target[axis].isUnchanged ? nil : coordinates.places(target[axis], input: shape[axis])
    }
    let outside = shape.indices.map { axis in
      coordinates == .cropAndResize
        ? places[axis]?.map { !(0...Float(shape[axis] - 1) ~= $0) } : nil
    }
    if filter.mode == .nearest {
      return nearest(shape, target, places: places, outside: outside, element: outputs[0])
    }
    let taps = shape.indices.map { axis in
      places[axis]?.enumerated().map { index, place in
        // What lies outside is replaced anyway, and may lie anywhere.
        let inside = outside[axis]?[index] == true ? 0 : place
        return filter.taps(at: inside, length: shape[axis], scale: target[axis].scale)
      }
    }
    return InterpolationTile(
      input: shape, output: target.map(\.length), taps: taps, outside: outside, outsideValue: outsideValue)
  }

  private func nearest(
    _ shape: [Int], _ target: [ResizeTarget.Axis], places: [[Float]?], outside: [[Bool]?],
    element: TensorType
  ) -> SeparableMove {
    let sources = shape.indices.map { axis -> [Int] in
      guard let places = places[axis] else { return Array(0..<shape[axis]) }
      return places.enumerated().map { index, place in
        outside[axis]?[index] == true ? -1 : min(max(rounding.round(place), 0), shape[axis] - 1)
      }
    }
    let type = TensorType(element.isReal ? .float32 : element.element, [])
    return SeparableMove(
      input: shape, places: sources, filler: Tensor(type, floats: [outsideValue]))
  }
}
