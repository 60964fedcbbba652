import Documents
import Graphs
import Tensors

/// A model after all passes, in one precision: what runs on many chips have in common.
struct PreparedModel: Sendable {
  let graph: Graph
  let file: String
  let batch: Int
  let precision: ElementType
  let caution: String?
  let warnings: [String]

  /// - Throws: `InputError` as `Simulation` does.
  init(_ model: ModelFile, precision: ElementType, options: SimulationOptions) throws {
    graph = try Simulation.prepare(model.graph, file: model.path, precision: precision, options)
    file = model.path
    batch = model.batch
    caution = model.caution
    warnings = model.warnings
    self.precision = precision
  }
}
