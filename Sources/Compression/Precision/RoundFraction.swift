import Graphs
import Tensors

/// Rounds fp32 numbers to a shorter fraction, ties to even: the operands of a matrix engine that multiplies tf32.
struct RoundFraction: Operator {
  static let name = "tilewright::RoundFraction"
  static let inputCount = 1...1

  /// Bits of fraction that stay: ten of tf32 (NVIDIA A100 Tensor Core GPU Architecture whitepaper, 2020).
  static let tensorFloat32Bits: UInt32 = 10

  init() {}

  init(attributes: inout AttributeReader) throws {}

  static func rounded(_ value: Float) -> Float {
    guard value.isFinite else { return value }
    let dropped = 23 - tensorFloat32Bits
    let bits = value.bitPattern
    let half = (UInt32(1) << (dropped - 1)) - 1 + ((bits >> dropped) & 1)
    return Float(bitPattern: ((bits &+ half) >> dropped) << dropped)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    guard let type = inputs.first??.type, type.isReal else {
      throw GraphError("\(Self.name) needs one input of real numbers")
    }
    return [type]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    [try Tile(rank: outputs[0].shape.count).evaluateTile(inputs, output: Box(shape: outputs[0].shape))]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs[0].elementCount)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    .tiled(.map, Tile(rank: outputs[0].shape.count))
  }

  private struct Tile: TileableOperator {
    let rank: Int

    var splittableAxes: [Int] { Array(0..<rank) }

    func inputBox(_ index: Int, for output: Box) -> Box? { output }

    func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
      guard let input = inputs.first ?? nil else { throw GraphError("\(RoundFraction.name) lacks its input") }
      return Tensor(output.shape, input.floats.map(RoundFraction.rounded))
    }

    func scalarOperations(for output: Box) -> Int { output.elementCount }
  }
}
