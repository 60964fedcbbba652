import Foundation
import Tensors

/// ONNX `LpPool`: the p-norm of each window, `(Σ |x|ᵖ)^(1/p)`.
struct LpPool: PoolingOperator {
  static let name = "LpPool"
  var window: WindowAttributes
  var power: Int

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    window.roundsUp = try attributes.integer("ceil_mode") == 1
    power = try attributes.integer("p") ?? 2
    guard power >= 1 else { throw GraphError("p is \(power)", remedy: "at least 1") }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    _ = try ElementAgreement.real(of: [try inputs.required(0).type], for: Self.name)
    return [try pooledType(of: inputs)]
  }

  func pool(_ input: Tensor, geometry: WindowGeometry, inputBox: Box, output: Box) -> Tensor {
    let window = VolumeWindow(geometry)
    let source = VolumeRange(inputBox)
    let target = VolumeRange(output)
    let exponent = Float(power)
    return input.readingFloats { values in
      .buildingFloats(output.shape) { results in
        for channel in 0..<output.extent(0) * output.extent(1) {
          let plane = results + channel * target.extent.count
          plane.update(repeating: 0, count: target.extent.count)
          WindowLoop.accumulate(
            window, source: values + channel * source.extent.count, input: source, target: plane,
            output: target
          ) { running, value, _ in
            running += power == 1 ? abs(value) : power == 2 ? value * value : pow(abs(value), exponent)
          }
          for index in 0..<target.extent.count {
            plane[index] =
              power == 1
              ? plane[index]
              : power == 2
                ? plane[index].squareRoot()
                : pow(plane[index], 1 / exponent)
          }
        }
      }
    }
  }
}
