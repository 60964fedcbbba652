import Graphs
import Mapping
import Tensors

/// Every operator's output as the machine wrote it, and its comparison with the reference kernel.
///
/// An operator is verified when all its commands are complete, on the verified outputs of those before it: so a
/// wrong number shows at the operator that made it. Tensors are freed when everything that reads them is verified.
struct OutputLedger {
  private let program: Program
  private let evaluators: [NodeEvaluator]
  /// Complete tensors by value: inputs and verified outputs.
  private var values: [ValueIndex: Tensor]
  private var building: [ValueIndex: TensorInParts] = [:]
  /// Partial sums as the finishing commands read them, by node; kept for floating-point contractions.
  private var sums: [NodeIndex: TensorInParts] = [:]
  private var commandsLeft: [Int]
  private var readersLeft: [Int]
  private let consumers: [[NodeIndex]]
  private var comparisons: [NodeIndex: OutputComparison] = [:]

  init(_ program: Program, evaluators: [NodeEvaluator], inputs: [ValueIndex: Tensor]) {
    self.program = program
    self.evaluators = evaluators
    values = inputs
    commandsLeft = [Int](repeating: 0, count: program.graph.nodes.count)
    for command in program.commands { commandsLeft[Int(command.node)] += 1 }
    consumers = program.graph.consumers
    readersLeft = consumers.map(\.count)
  }

  /// Nodes without commands (aliases) whose inputs are there from the beginning.
  mutating func verifyReadyNodes() throws {
    for node in program.graph.nodes.indices where commandsLeft[node] == 0 { try verifyIfReady(node) }
  }

  mutating func completed(_ command: Int, _ action: Action, results: [[UInt8]], operands: [Tensor?]) throws {
    let node = Int(program.commands[command].node)
    switch action {
    case .transfer, .multicast, .contract: break
    case .finish(_, _, let output):
      record(output, results[0])
      if evaluators[node].accumulatorElement == .float32, let part = operands[0] {
        let whole = TensorType(.float32, program.graph.values[Int(output.value)].type.shape)
        sums[node, default: TensorInParts(whole)].write(part, at: output.box)
      }
    case .compute(_, let output): record(output, results[0])
    case .host(_, let outputs): for (view, bytes) in zip(outputs, results) { record(view, bytes) }
    }
    commandsLeft[node] -= 1
    if commandsLeft[node] == 0 { try verifyIfReady(node) }
  }

  private mutating func record(_ view: View, _ bytes: [UInt8]) {
    let type = program.graph.values[Int(view.value)].type
    let part = Tensor(
      type: TensorType(view.element, view.box.shape, quantization: type.quantization), bytes: bytes)
    building[Int(view.value), default: TensorInParts(type)].write(part, at: view.box)
  }

  private mutating func verifyIfReady(_ first: NodeIndex) throws {
    var waiting = [first]
    while let node = waiting.popLast() {
      guard commandsLeft[node] == 0, comparisons[node] == nil, let found = try verify(node) else { continue }
      comparisons[node] = found
      for value in Set(program.graph.nodes[node].readValues) {
        readersLeft[value] -= 1
        if readersLeft[value] == 0, !program.graph.outputs.contains(value) { values[value] = nil }
      }
      for output in program.graph.nodes[node].outputs { waiting += consumers[output] }
    }
  }

  /// nil when an input is not there yet, or the node has made nothing.
  private mutating func verify(_ index: NodeIndex) throws -> OutputComparison? {
    let node = program.graph.nodes[index]
    let evaluator = evaluators[index]
    for value in node.readValues where try tensor(value) == nil { return nil }
    let inputs = try node.inputs.map { try $0.flatMap { try tensor($0) } }
    let operands = try node.epilogueOperands.compactMap { try tensor($0) }
    if case .alias = evaluator.form, node.outputs.allSatisfy({ building[$0] == nil }) {
      let results = try evaluator.evaluate(inputs: inputs, epilogueOperands: operands)
      for (output, result) in zip(node.outputs, results) { values[output] = result }
      return OutputComparison(index, node, exact: true, elements: 0)
    }
    guard let parts = building[node.outputs[0]] else { return nil }
    var comparison: OutputComparison
    if let captured = sums.removeValue(forKey: index), let a = inputs[0], let b = inputs[1] {
      comparison = OutputComparison(index, node, exact: false, elements: parts.tensor.elementCount)
      comparison.hold(captured.tensor, against: try SumBound(evaluator, a: a, b: b))
      let whole = Box(shape: parts.tensor.shape)
      comparison.hold(
        parts, against: try evaluator.finish(captured.tensor, epilogueOperands: operands, output: whole))
      values[node.outputs[0]] = parts.tensor
      building[node.outputs[0]] = nil
    } else {
      comparison = OutputComparison(index, node, exact: true, elements: 0)
      let results = try evaluator.evaluate(inputs: inputs, epilogueOperands: operands)
      for (output, result) in zip(node.outputs, results) {
        guard let parts = building.removeValue(forKey: output) else { continue }
        comparison.elements += result.elementCount
        comparison.hold(parts, against: result)
        values[output] = parts.tensor
      }
    }
    return comparison
  }

  private func tensor(_ value: ValueIndex) throws -> Tensor? {
    if let tensor = values[value] { return tensor }
    return program.graph.values[value].initializer == nil ? nil : try program.graph.constant(value)
  }

  /// - Parameter outputsInMemory: bytes in the homes of the graph's outputs after the run.
  mutating func finish(outputsInMemory: [ValueIndex: [UInt8]]) throws -> [OutputComparison] {
    let producer = program.graph.producer
    for (value, bytes) in outputsInMemory {
      guard let node = producer[value], let tensor = values[value] else { continue }
      let home = Tensor(type: tensor.type, bytes: bytes)
      comparisons[node]?.hold(TensorInParts(complete: home), against: tensor)
    }
    return program.graph.nodes.enumerated().map { index, node in
      comparisons[index]
        ?? .missing(index, node, elements: program.graph.values[node.outputs[0]].type.elementCount)
    }
  }
}

extension Node {
  /// Inputs and epilogue operands.
  var readValues: [ValueIndex] { inputs.compactMap { $0 } + epilogueOperands }
}
