import Chips
import Documents
import Graphs
import Machine
import Mapping
import RandomCases
import Tensors

/// A random model on a random chip in one of the four precisions, by number.
struct RandomCase {
  static let precisions: [ElementType] = [.float32, .float16, .bfloat16, .int8]

  let precision: ElementType
  let chip: Chip
  let graph: Graph

  init(_ number: Int) throws {
    precision = RandomCase.precisions[number % RandomCase.precisions.count]
    chip = try RandomChips.chip(seed: number)
    graph = try RandomGraphs.graph(seed: number).prepared(precision: precision)
  }

  /// nil when the chip is too small for the model, which the error must say with the node and the memory.
  func program() throws -> Program? {
    do {
      return try Mapper.map(graph, onto: chip)
    } catch let error as InputError {
      guard error.place.hasPrefix("\(graph.name): "), error.reason.contains("bytes short") else {
        throw error
      }
      return nil
    }
  }
}
