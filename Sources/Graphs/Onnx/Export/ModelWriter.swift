import Onnx
import Tensors

/// A graph of standard form in the messages of ONNX, word for word.
struct ModelWriter {
  let graph: Graph
  /// Whether weights that follow from the fill formula are written as the formula.
  let keepsFormulas: Bool

  func onnxGraph() throws -> OnnxGraph {
    OnnxGraph(
      name: graph.name, nodes: try graph.nodes.map(message), initializers: constants.map(message),
      inputs: graph.inputs.map(info), outputs: graph.outputs.map(info))
  }

  /// Constants that are read, in the order in which they are.
  private var constants: [ValueIndex] {
    var seen: Set<ValueIndex> = []
    let read = graph.nodes.flatMap { $0.inputs.compactMap { $0 } } + graph.outputs
    return read.filter { graph.isConstant($0) && seen.insert($0).inserted }
  }

  private func info(_ value: ValueIndex) -> OnnxValueInfo {
    let type = graph.values[value].type
    let shape = type.shape.map { OnnxDimension.length($0) }
    return OnnxValueInfo(name: graph.values[value].name, type: .tensor(type.element.onnx, shape: shape))
  }

  private func message(_ node: Node) throws -> OnnxNode {
    guard let source = node.source else {
      preconditionFailure("a node of standard form was made by its name")
    }
    let name = OnnxName(source.name)
    return OnnxNode(
      name: node.name, domain: name.domain, operation: name.operation,
      inputs: node.inputs.map { $0.map { graph.values[$0].name } ?? "" },
      outputs: node.outputs.map { graph.values[$0].name },
      attributes: source.attributes.sorted { $0.key < $1.key }.map {
        OnnxAttribute(name: $0.key, value: $0.value.onnx)
      })
  }

  private func message(_ constant: ValueIndex) -> OnnxTensor {
    let value = graph.values[constant]
    var documentation = ""
    var storage = storage(of: constant)
    if keepsFormulas, case .fill(let seed, let scale, let offset)? = value.initializer {
      documentation = "fmix \(seed) \(scale) \(offset)"
      storage = .bytes([])
    }
    return OnnxTensor(
      name: value.name, element: value.type.element.onnx, shape: value.type.shape, storage: storage,
      documentation: documentation)
  }

  private func storage(of constant: ValueIndex) -> OnnxTensor.Storage {
    let type = graph.values[constant].type
    switch graph.values[constant].initializer {
    case .dense(let tensor)? where tensor.type == type: return .bytes(tensor.bytes)
    case .mapped(let bytes)? where bytes.count == type.byteCount: return .mapped(bytes)
    default:
      return .generated(
        GeneratedBytes(count: type.byteCount) { [graph] sink in
          for box in type.pieces { try graph.constant(constant, box: box).bytes.withUnsafeBytes(sink) }
        })
    }
  }
}

extension TensorType {
  private static let pieceBytes = 1 << 20

  /// The tensor in boxes along its first axis, each of whole bytes and (where rows allow) about a mebibyte.
  fileprivate var pieces: [Box] {
    let whole = Box(shape: shape)
    guard let rows = shape.first, rows > 1, elementCount > 0 else { return [whole] }
    let rowBits = elementCount / rows * element.bitWidth
    guard rowBits.isMultiple(of: 8) else { return [whole] }
    let step = max(1, TensorType.pieceBytes * 8 / rowBits)
    return stride(from: 0, to: rows, by: step).map { whole.replacing(0, with: $0..<min(rows, $0 + step)) }
  }
}

extension ElementType {
  /// The same type in ONNX.
  var onnx: OnnxElement {
    guard let same = ElementType.inOnnx[self] else { preconditionFailure("ONNX has no \(rawValue)") }
    return same
  }

  private static let inOnnx: [ElementType: OnnxElement] = Dictionary(
    OnnxElement.allCases.compactMap { onnx in onnx.tensorElement.map { ($0, onnx) } },
    uniquingKeysWith: { first, _ in first })
}

extension AttributeValue {
  fileprivate var onnx: OnnxAttribute.Value {
    switch self {
    case .integer(let number): .integer(number)
    case .integers(let numbers): .integers(numbers)
    case .float(let number): .float(number)
    case .floats(let numbers): .floats(numbers)
    case .string(let text): .string(Array(text.utf8))
    case .strings(let texts): .strings(texts.map { Array($0.utf8) })
    case .tensor(let tensor):
      .tensor(
        OnnxTensor(element: tensor.type.element.onnx, shape: tensor.shape, storage: .bytes(tensor.bytes)))
    }
  }
}
