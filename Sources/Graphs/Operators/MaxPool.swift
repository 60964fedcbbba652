import Tensors

/// ONNX `MaxPool`: the largest element of each window and, where asked for, its place in the tensor.
///
/// With the second output (places) it is computed on the host: a box of it would need a kernel of its own.
struct MaxPool: PoolingOperator {
  static let name = "MaxPool"
  var window: WindowAttributes
  /// Whether places are asked for.
  var givesPlaces = false
  /// Whether places count down the columns of a channel first (`storage_order` 1).
  var countsColumns = false

  init(window: WindowAttributes) {
    self.window = window
  }

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    window.roundsUp = try attributes.integer("ceil_mode") == 1
    countsColumns = try attributes.integer("storage_order") == 1
    givesPlaces = (attributes.outputCount ?? 1) > 1
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let pooled = try pooledType(of: inputs)
    return givesPlaces ? [pooled, TensorType(.int64, pooled.shape)] : [pooled]
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard outputs.count == 1, let tile = try? tile(inputs: inputs, outputs: outputs) else { return .host }
    return .tiled(Self.kind, tile)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let geometry = try geometry(for: input.shape)
    guard outputs.count > 1 else {
      return [
        try PoolingTile(operation: self, geometry: geometry).evaluateWhole(inputs, shape: outputs[0].shape)
      ]
    }
    let places = largest(in: input, geometry)
    let values = try RawElements.moving(input, to: outputs[0].shape) { source, target, width in
      places.withUnsafeBufferPointer {
        guard let list = $0.baseAddress else { return }
        RawElements.copyGathered(
          from: source, places: list, filler: source, to: target, count: places.count, width: width)
      }
    }
    let numbers = places.map { Int64(countsColumns ? columnFirst($0, geometry.input) : $0) }
    return [values, Tensor(outputs[1], integers: numbers)]
  }

  /// The place of each window's largest element; of equal ones the first.
  private func largest(in input: Tensor, _ geometry: WindowGeometry) -> [Int] {
    let values = input.floats
    let windows = WindowPlaces(geometry)
    let size = geometry.input.reduce(1, *)
    let channels = input.shape[0] * input.shape[1]
    var result = [Int](repeating: 0, count: channels * windows.count)
    for index in 0..<windows.count {
      let window = windows[index]
      for channel in 0..<channels {
        var best = channel * size + (window.first ?? 0)
        for place in window where values[channel * size + place] > values[best] {
          best = channel * size + place
        }
        result[channel * windows.count + index] = best
      }
    }
    return result
  }

  /// The same place counted with the first spatial axis running fastest.
  private func columnFirst(_ place: Int, _ shape: [Int]) -> Int {
    let size = shape.reduce(1, *)
    var rest = place % size
    var result = place - rest
    for axis in shape.indices.reversed() {
      result += rest % shape[axis] * shape[..<axis].reduce(1, *)
      rest /= shape[axis]
    }
    return result
  }

  func pool(_ input: Tensor, geometry: WindowGeometry, inputBox: Box, output: Box) -> Tensor {
    let window = VolumeWindow(geometry)
    let source = VolumeRange(inputBox)
    let target = VolumeRange(output)
    return input.readingFloats { values in
      .buildingFloats(output.shape) { results in
        for channel in 0..<output.extent(0) * output.extent(1) {
          let plane = results + channel * target.extent.count
          plane.update(repeating: -.infinity, count: target.extent.count)
          WindowLoop.accumulate(
            window, source: values + channel * source.extent.count, input: source, target: plane,
            output: target
          ) { running, value, _ in running = value > running ? value : running }
        }
      }
    }
  }
}
