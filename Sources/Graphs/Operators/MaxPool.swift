import Tensors

/// ONNX `MaxPool`: the largest element of each window. The second output (indices) is not offered.
struct MaxPool: PoolingOperator {
  static let name = "MaxPool"
  var window: WindowAttributes

  init(window: WindowAttributes) {
    self.window = window
  }

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    window.roundsUp = try attributes.integer("ceil_mode") == 1
    if try attributes.integer("storage_order") == 1 {
      throw GraphError("storage_order 1 (column major) is not supported", remedy: "leave it out")
    }
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
