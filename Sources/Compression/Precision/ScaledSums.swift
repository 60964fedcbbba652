import Graphs
import Tensors

/// `fp32(sum + bias) · factor`: sums of codes and a bias in steps of them become real numbers. Inputs: sums (`int32`), factors
/// (fp32), and perhaps biases (`int32`); factors and biases are one number, or one for each output channel with axes of
/// length 1 behind it.
struct ScaledSums: Operator {
  static let name = "tilewright::ScaledSums"
  static let inputCount = 2...3

  init() {}

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    guard let sums = inputs.first??.type, sums.element == .int32, inputs.count > 1 else {
      throw GraphError("\(Self.name) needs sums in int32 and their factors")
    }
    return [TensorType(.float32, sums.shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    [
      try Tile(rank: outputs[0].shape.count, shapes: inputs.map { $0?.shape })
        .evaluateTile(inputs, output: Box(shape: outputs[0].shape))
    ]
  }

  /// An addition and a multiplication; the conversion lies on the way out of the accumulator.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: (inputs.count - 1) * outputs[0].elementCount)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    .tiled(.map, Tile(rank: outputs[0].shape.count, shapes: inputs.map { $0?.type.shape }))
  }

  private struct Tile: TileableOperator {
    let rank: Int
    let shapes: [[Int]?]

    var splittableAxes: [Int] { Array(0..<rank) }

    func inputBox(_ index: Int, for output: Box) -> Box? {
      guard index > 0, let shape = shapes[index] else { return output }
      return NodeEvaluator.epilogueBox(operandShape: shape, outputShape: output.shape, output: output)
    }

    func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
      guard let sums = inputs[0], let factors = inputs[1] else {
        throw GraphError("\(ScaledSums.name) lacks an input")
      }
      let scales = factors.floats
      let biases = (inputs.count > 2 ? inputs[2] : nil).map {
        $0.integers.map { Int32(truncatingIfNeeded: $0) }
      }
      let wide =
        factors.shape.count > (inputs.last??.shape.count ?? 0) ? factors.shape : inputs.last??.shape ?? []
      // Elements that follow one another and belong to one channel.
      let run =
        wide.isEmpty ? 1 : wide.dropFirst().indices.reduce(1) { $0 * output.extent(rank - wide.count + $1) }
      let channels = max(scales.count, biases?.count ?? 1)
      let count = sums.elementCount
      let results = [Float](unsafeUninitializedCapacity: count) { target, written in
        sums.withElements(as: Int32.self) { sums in
          var channel = 0
          for start in stride(from: 0, to: count, by: run) {
            let factor = scales[scales.count == 1 ? 0 : channel]
            let bias = biases.map { $0[$0.count == 1 ? 0 : channel] } ?? 0
            for element in start..<min(start + run, count) {
              target[element] = Float(sums[element] &+ bias) * factor
            }
            channel = channel + 1 == channels ? 0 : channel + 1
          }
        }
        written = count
      }
      return Tensor(TensorType(.float32, output.shape), floats: results)
    }

    func scalarOperations(for output: Box) -> Int { (shapes.count - 1) * output.elementCount }
  }
}
