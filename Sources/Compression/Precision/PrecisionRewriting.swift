import Documents
import Graphs
import Tensors

/// The steps from a graph in fp32 to one in the formats of a plan.
struct PrecisionRewriting {
  let source: Graph
  let plan: PrecisionPlan
  let storage: StoragePlan
  let calibration: Calibration?
  let weights: StoredWeights
  private let ranges: [ValueIndex: ValueRange]
  var graph: Graph
  /// Values in a second format for those who read it in that one.
  private var casts: [CastKey: ValueIndex] = [:]

  private struct CastKey: Hashable {
    var value: ValueIndex
    var format: NumberFormat
  }

  init(
    _ graph: Graph, _ plan: PrecisionPlan, _ calibration: Calibration?, _ weights: StoredWeights
  ) throws {
    guard calibration != nil || !plan.needsCalibration else {
      throw InputError(
        .usage, at: graph.name, "cannot be stored as \(plan.standard.name) without samples",
        remedy: "calibrate it with a data set")
    }
    source = graph
    self.plan = plan
    self.calibration = calibration
    self.weights = weights
    storage = try StoragePlan(graph, plan)
    var ranges: [ValueIndex: ValueRange] = [:]
    for value in storage.formats.keys.sorted() {
      guard let seen = calibration?[value] else { continue }
      let root = storage.root(of: value)
      if ranges[root] == nil { ranges[root] = seen } else { ranges[root]?.formUnion(seen) }
    }
    self.ranges = ranges
    self.graph = graph
    self.graph.nodes = []
  }

  mutating func rewritten() throws -> CompressedGraph {
    var result = CompressedGraph(graph: source)
    for (value, format) in storage.formats { graph.values[value].type = try type(of: value, format) }
    for (position, input) in source.inputs.enumerated() {
      switch storage.formats[input] {
      case .integer(let format): result.inputCodes[position] = try codes(of: input, format)
      case .tensorFloat32: result.roundedInputs.insert(position)
      default: break
      }
    }
    for index in source.nodes.indices { try rewrite(index) }
    result.graph = graph.applyingDeadNodeRemoval()
    return result
  }

  /// - Throws: `InputError` for a value that no sample reached.
  func codes(of value: ValueIndex, _ format: IntegerFormat) throws -> Codes {
    guard let range = ranges[storage.root(of: value)] else { throw unseen(value) }
    return format.codes(for: range)
  }

  private func unseen(_ value: ValueIndex) -> InputError {
    InputError(
      at: "\(source.name): value “\(source.values[value].name)”", "was not reached by any sample",
      remedy: "calibrate with at least one sample")
  }

  func type(of value: ValueIndex, _ format: NumberFormat) throws -> TensorType {
    let shape = source.values[value].type.shape
    switch format {
    case .floating(let element): return TensorType(element, shape)
    case .tensorFloat32: return TensorType(.float32, shape)
    case .scaled(let element):
      guard let range = ranges[storage.root(of: value)] else { throw unseen(value) }
      return TensorType(
        element, shape, quantization: PowerOfTwo.scale(for: range.largestMagnitude, in: element))
    case .integer(let format):
      let codes = try codes(of: value, format)
      return TensorType(
        codes.element, shape, quantization: Quantization(scale: codes.scale, zeroPoint: codes.zeroPoint))
    }
  }

  private mutating func rewrite(_ index: NodeIndex) throws {
    let node = source.nodes[index]
    var result = node
    let isProduct = try source.isProduct(index)
    // Everything else computes in fp32, whatever its inputs are stored in.
    if try isProduct || source.handsOnCodes(index) {
      let wish = try storage.wish(of: index, in: source, plan)
      for (position, value) in node.inputs.enumerated() {
        let isWideFactor = isProduct && position == 1 && !wish.fitsBytes
        result.inputs[position] = try value.map {
          try read($0, as: isWideFactor ? .floating(.float32) : wish)
        }
      }
    }
    if isProduct { try store(&result, of: index, as: plan.format(of: node)) }
    if let output = node.outputs.first, let format = storage.formats[output] {
      let handsOn = try node.epilogue.isEmpty && source.handsOnCodes(index)
      if !handsOn { try finish(&result, storedAs: format, output) }
    }
    graph.nodes.append(result)
  }

  /// A value in a format: itself where it is stored so, else a copy behind a Cast.
  private mutating func read(_ value: ValueIndex, as wish: NumberFormat) throws -> ValueIndex {
    guard let stored = storage.formats[value], stored != wish else { return value }
    let key = CastKey(value: value, format: wish)
    if let known = casts[key] { return known }
    let name = "\(source.values[value].name).\(wish.name)"
    let copy = graph.addValue(name, try type(of: value, wish))
    var cast = try Node(
      name: name, operation: "Cast", attributes: ["to": .string("fp32")], inputs: [value], outputs: [copy])
    try finish(&cast, storedAs: wish, value)
    graph.nodes.append(cast)
    casts[key] = copy
    return copy
  }

  /// The last steps of a node whose result is stored in fewer codes than its element type has, or with less fraction.
  private func finish(_ node: inout Node, storedAs format: NumberFormat, _ value: ValueIndex) throws {
    switch format {
    case .integer(let format):
      let codes = try codes(of: value, format)
      guard !codes.fillsElement else { return }
      let attributes: [String: AttributeValue] = [
        "min": .float(codes.reach.lowerBound), "max": .float(codes.reach.upperBound),
      ]
      let clip = try OperatorRegistry.make("Clip", attributes: attributes)
      node.epilogue.append(
        EpilogueStep(name: "\(node.name).reach", operation: clip, inputs: [nil], position: 0))
    case .tensorFloat32:
      node.epilogue.append(
        EpilogueStep(name: "\(node.name).fraction", operation: RoundFraction(), inputs: [nil], position: 0))
    default: break
    }
  }
}
