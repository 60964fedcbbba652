import Chips
import Documents
import Graphs
import Machine
import Mapping
import RandomCases
import Tensors
import Testing

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

  /// nil when the chip is too small for the model, which the error must say with the node and the memory, or when what is
  /// asked for cannot be had.
  func program(_ options: MappingOptions = MappingOptions()) throws -> Program? {
    do {
      return try Mapper.map(graph, onto: chip, options: options)
    } catch let error as InputError {
      if error.kind == .usage, options != MappingOptions() { return nil }
      guard error.place.hasPrefix("\(graph.name): "), error.reason.contains("bytes short") else {
        throw error
      }
      return nil
    }
  }

  /// Maps as asked, runs, and expects the numbers of the reference.
  /// - Returns: what ran; nil where `program` gives none.
  @discardableResult
  func verify(_ options: MappingOptions) throws -> (program: Program, record: RunRecord)? {
    guard let program = try program(options) else { return nil }
    let record = try Machine.run(program: program, chip: chip)
    let verification = try #require(record.verification)
    #expect(verification.passed, "\(verification.hazards.first?.text ?? "") \(options.name)")
    return (program, record)
  }
}
