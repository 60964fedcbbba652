import Graphs
import Mapping
import Tensors

/// Programs written by hand, one command at a time.
struct HandMadeProgram {
  var program: Program

  init(_ graph: Graph, homes: [Int: Int] = [:], dramBytes: Int = 1 << 20) {
    program = Program(
      graph: graph, operators: [], commands: [], dependencies: [],
      homes: graph.values.indices.map { value in
        homes[value].map { Home(memory: .dram, address: $0, layout: HomeLayout(graph.values[value].type)) }
      }, dramBytes: dramBytes)
  }

  /// - Returns: the command's number.
  @discardableResult
  mutating func add(
    _ engine: EngineIdentifier, _ action: Action, after dependencies: [Int] = [], node: Int = 0, tile: Int = 0
  ) -> Int {
    let first = Int32(program.dependencies.count)
    program.dependencies += dependencies.map(Int32.init)
    program.commands.append(
      Command(
        engine: engine, action: action, dependencies: first..<Int32(program.dependencies.count),
        node: Int32(node), tile: Int32(tile)))
    return program.commands.count - 1
  }

  /// A whole value, or the part of it in `box`, in DRAM at its home.
  func atHome(_ value: Int, box: Box? = nil) -> View {
    let type = program.graph.values[value].type
    let home = program.homes[value]!
    return View(
      value: Int32(value), memory: home.memory, address: home.address, layout: Box(shape: type.shape),
      box: box ?? Box(shape: type.shape), element: type.element)
  }

  /// A box of a value stored densely in a memory of a core.
  func view(
    _ value: Int, in memory: MemoryIdentifier, at address: Int, box: Box? = nil, element: ElementType? = nil
  ) -> View {
    let type = program.graph.values[value].type
    let box = box ?? Box(shape: type.shape)
    return View(
      value: Int32(value), memory: memory, address: address, layout: box, box: box,
      element: element ?? type.element)
  }
}

/// A graph of one node: inputs named `x0`, `x1`, …, output `y`.
func oneNodeGraph(
  _ operation: String, inputs: [TensorType], output: TensorType? = nil
) throws -> Graph {
  var builder = GraphBuilder(name: "test", file: "test")
  for (index, type) in inputs.enumerated() { builder.addInput("x\(index)", type: type) }
  try builder.addNode(
    NodeDescription(
      name: "node", operation: operation, inputs: inputs.indices.map { "x\($0)" }, outputs: ["y"]))
  builder.addOutput("y")
  var graph = try builder.build()
  if let output { graph.values[graph.outputs[0]].type = output }
  return graph
}
