import Onnx

/// Draws models with a bit of everything in them; equal seeds draw equal models.
public struct RandomModels {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A number below `bound` (SplitMix64).
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ bits >> 31) % UInt64(bound))
  }

  private mutating func several<Element>(_ most: Int, _ draw: (inout RandomModels) -> Element) -> [Element] {
    (0..<below(most + 1)).map { _ in draw(&self) }
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  private mutating func byte() -> UInt8 { UInt8(below(256)) }

  private mutating func name() -> String { pick(["", "x", "y_0", "/layer/Conv_output_0", "größe", "重み"]) }

  private mutating func fullName() -> String { pick(["a", "scale", "/model/layers.0/weight", "ключ"]) }

  private mutating func number() -> Int { pick([0, 1, -1, 127, 128, 1 << 40, .min, .max, below(1000)]) }

  private mutating func float() -> Float {
    pick([0, -0.0, 1.5, .nan, -.infinity, Float(bitPattern: UInt32(truncatingIfNeeded: below(1 << 32)))])
  }

  public mutating func model() -> OnnxModel {
    OnnxModel(
      irVersion: below(14), opsets: opsets(), producerName: name(), graph: graph(depth: 3),
      functions: several(2) { $0.function() }, path: "random")
  }

  private mutating func opsets() -> [String: Int] {
    Dictionary([("", 1 + below(23)), (name(), below(5))], uniquingKeysWith: { $1 })
  }

  private mutating func function() -> OnnxFunction {
    OnnxFunction(
      name: fullName(), domain: name(), overload: name(), inputs: several(3) { $0.name() },
      outputs: several(3) { $0.name() }, attributes: several(2) { $0.name() },
      defaults: several(2) { $0.attribute(depth: 1) }, nodes: several(3) { $0.node(depth: 1) },
      opsets: opsets())
  }

  private mutating func graph(depth: Int) -> OnnxGraph {
    OnnxGraph(
      name: name(), nodes: several(4) { $0.node(depth: depth) }, initializers: several(3) { $0.tensor() },
      sparseInitializers: several(1) { $0.sparseTensor() }, inputs: several(2) { $0.valueInfo() },
      outputs: several(2) { $0.valueInfo() }, valueInfos: several(2) { $0.valueInfo() })
  }

  private mutating func node(depth: Int) -> OnnxNode {
    OnnxNode(
      name: name(), domain: name(), operation: fullName(), overload: name(), inputs: several(3) { $0.name() },
      outputs: several(3) { $0.name() }, attributes: several(3) { $0.attribute(depth: depth - 1) })
  }

  private mutating func attribute(depth: Int) -> OnnxAttribute {
    let value = value(depth: depth)
    let kind = value.kind == nil ? pick(OnnxAttribute.Kind.allCases + [nil]) : nil
    return OnnxAttribute(name: fullName(), value: value, referencedKind: kind)
  }

  private mutating func value(depth: Int) -> OnnxAttribute.Value {
    switch below(depth > 0 ? 15 : 13) {
    case 0: .float(float())
    case 1: .integer(number())
    case 2: .string(several(5) { $0.byte() })
    case 3: .tensor(tensor())
    case 4: .sparseTensor(sparseTensor())
    case 5: .type(type(depth: 3))
    case 6: .floats(several(4) { $0.float() })
    case 7: .integers(several(4) { $0.number() })
    case 8: .strings(several(3) { draw in draw.several(3) { $0.byte() } })
    case 9: .tensors(several(2) { $0.tensor() })
    case 10: .sparseTensors(several(2) { $0.sparseTensor() })
    case 11: .types(several(2) { $0.type(depth: 2) })
    case 12: .reference(fullName())
    case 13: .graph(graph(depth: depth - 1))
    default: .graphs(several(2) { $0.graph(depth: depth - 1) })
    }
  }

  private mutating func valueInfo() -> OnnxValueInfo {
    OnnxValueInfo(name: name(), type: below(3) == 0 ? nil : type(depth: 3))
  }

  private mutating func type(depth: Int) -> OnnxType {
    let element = pick(OnnxElement.allCases)
    let shape = below(4) == 0 ? nil : several(4) { $0.dimension() }
    return switch below(depth > 0 ? 6 : 2) {
    case 0, 1, 2: .tensor(element, shape: shape)
    case 3: .sequence(type(depth: depth - 1))
    case 4: .optional(type(depth: depth - 1))
    default:
      below(2) == 0 ? .map(key: element, value: type(depth: depth - 1)) : .sparseTensor(element, shape: shape)
    }
  }

  private mutating func dimension() -> OnnxDimension {
    pick([.length(below(1000)), .symbol(fullName()), .unknown])
  }

  private mutating func tensor() -> OnnxTensor {
    tensor(pick(OnnxElement.allCases), several(3) { $0.below(5) })
  }

  private mutating func tensor(_ element: OnnxElement, _ shape: [Int]) -> OnnxTensor {
    let count = shape.reduce(1, *)
    let storage: OnnxTensor.Storage
    if let bits = element.bitWidth {
      // One in five is described and left out.
      storage = .bytes((0..<(below(5) == 0 ? 0 : (count * bits + 7) / 8)).map { _ in byte() })
    } else {
      storage = .strings((0..<count).map { _ in several(3) { $0.byte() } })
    }
    return OnnxTensor(name: name(), element: element, shape: shape, storage: storage, documentation: name())
  }

  private mutating func sparseTensor() -> OnnxSparseTensor {
    let count = below(4)
    let shape = [1 + below(3), 1 + below(3)]
    let indices = tensor(.int64, below(2) == 0 ? [count] : [count, 2])
    return OnnxSparseTensor(
      values: tensor(pick(OnnxElement.allCases), [count]), indices: indices, shape: shape)
  }
}
