import Graphs
import Mapping
import Tensors

/// What the engines have to do for a program: every operator's definition, on the engine that its commands name, each
/// element of its result once. Nothing else is allowed but what is said here.
struct WorkDone: Equatable {
  /// Multiply-accumulates of the arrays, of the vector engines and of the host.
  var arrayProducts = 0
  var vectorProducts = 0
  var hostProducts = 0
  var vectorOperations = 0
  var hostOperations = 0

  /// Where the elements of a node's result come from.
  private enum Place { case array, vector, copy, host, nowhere }

  init(_ program: Program) throws {
    for (index, node) in program.graph.nodes.enumerated() {
      let work = program.graph.work(of: index)
      let elements = program.graph.values[node.outputs[0]].type.elementCount
      let epilogue = program.graph.epilogueOperationsPerElement(of: index) * elements
      switch try WorkDone.place(of: index, in: program) {
      case .array:
        arrayProducts += work.multiplyAccumulates
        // The vector engine takes each sum out of the accumulator, and adds a bias as it does.
        vectorOperations += elements + epilogue
      case .vector where work.multiplyAccumulates > 0:
        // A lane multiplies and accumulates in one operation, and its sum begins with the bias instead of zero.
        vectorProducts += work.multiplyAccumulates
        vectorOperations += work.multiplyAccumulates + epilogue
      case .vector:
        vectorOperations += work.scalarOperations
      case .host:
        hostProducts += work.multiplyAccumulates
        hostOperations += work.scalarOperations + 2 * work.multiplyAccumulates
      case .copy, .nowhere:
        // Moving bytes is no arithmetic; an operator that is no move may not end up here.
        guard work.multiplyAccumulates == 0, node.epilogue.isEmpty else {
          throw Violation(node: node.name, reason: "nobody computes it")
        }
      }
    }
  }

  struct Violation: Error {
    var node: String
    var reason: String
  }

  /// - Throws: `Violation` when an element is written twice or never, or by engines of several kinds.
  private static func place(of index: Int, in program: Program) throws -> Place {
    let node = program.graph.nodes[index]
    var places: Set<Place> = []
    var written = 0
    var hosts = 0
    for command in program.commands where Int(command.node) == index {
      switch (command.action, command.engine) {
      case (.finish(_, _, let output), _):
        places.insert(.array)
        written += output.box.elementCount
      case (.compute(_, let output), .vector):
        places.insert(.vector)
        written += output.box.elementCount
      case (.compute(_, let output), _):
        places.insert(.copy)
        written += output.box.elementCount
      case (.host, _):
        places.insert(.host)
        hosts += 1
      case (.transfer, _), (.multicast, _), (.contract, _): break
      }
    }
    guard let place = places.first else { return .nowhere }
    guard places.count == 1 else { throw Violation(node: node.name, reason: "computed in \(places)") }
    let elements = program.graph.values[node.outputs[0]].type.elementCount
    guard place == .host ? hosts == 1 : written == elements else {
      throw Violation(node: node.name, reason: "\(written) elements written, \(hosts) times on the host")
    }
    return place
  }
}
