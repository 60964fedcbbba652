import Foundation
import Tensors

/// ONNX `LRN`: every element over `(bias + alpha / size · Σ x²)^beta`, the sum over `size` neighbouring channels.
struct LRN: TiledOperator {
  static let name = "LRN"
  static let inputCount = 1...1
  static let kind = TiledKind.window
  var size: Int
  var alpha: Float
  var beta: Float
  var bias: Float

  init(attributes: inout AttributeReader) throws {
    guard let size = try attributes.integer("size"), size >= 1 else {
      throw GraphError("size is missing or not positive", remedy: "say over how many channels to sum")
    }
    self.size = size
    alpha = try attributes.float("alpha") ?? 0.0001
    beta = try attributes.float("beta") ?? 0.75
    bias = try attributes.float("bias") ?? 1
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count >= 2 else {
      throw GraphError("LRN needs batch and channels, and has shape \(input.shape)")
    }
    return [TensorType(try ElementAgreement.real(of: [input], for: Self.name), input.shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    LRNTile(operation: self, shape: outputs[0].shape)
  }
}

/// Boxes of a local response normalisation: the channels of the input reach beyond those of the output.
struct LRNTile: TileableOperator {
  let operation: LRN
  let shape: [Int]

  var splittableAxes: [Int] { Array(shape.indices) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    output.replacing(1, with: neighbours(of: output.range(1)))
  }

  private func neighbours(of channels: Range<Int>) -> Range<Int> {
    let before = (operation.size - 1) / 2
    let after = operation.size - 1 - before
    return max(0, channels.lowerBound - before)..<min(shape[1], channels.upperBound + after)
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let channels = neighbours(of: output.range(1))
    let inner = output.shape.dropFirst(2).reduce(1, *)
    let factor = operation.alpha / Float(operation.size)
    return try inputs.required(0).readingFloats { source in
      .buildingFloats(output.shape) { target in
        for item in 0..<output.extent(0) {
          for channel in output.range(1) {
            let result = target + (item * output.extent(1) + channel - output.lower(1)) * inner
            let plane = source + item * channels.count * inner
            result.update(repeating: 0, count: inner)
            for other in neighbours(of: channel..<channel + 1) {
              let row = plane + (other - channels.lowerBound) * inner
              for index in 0..<inner { result[index] += row[index] * row[index] }
            }
            let row = plane + (channel - channels.lowerBound) * inner
            for index in 0..<inner {
              result[index] = row[index] / pow(operation.bias + factor * result[index], operation.beta)
            }
          }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int {
    output.elementCount * (2 * operation.size + 3 * Work.transcendental)
  }
}
