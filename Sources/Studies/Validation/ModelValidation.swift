import Chips
import Documents
import Foundation
import Graphs
import Onnx
import Tensors

/// Runs the models of a folder and holds every output, and every count of multiply-accumulates, against the reference.
public struct ModelValidation: Sendable {
  private let folder: ModelFolder
  private let chip: Chip?
  private let precision: ElementType?

  /// - Parameters:
  ///   - only: names of the models to run; all when empty.
  ///   - chip: where each model runs in lockstep, too; nil for the reference executor alone.
  ///   - precision: of those runs; nil for the chip's preferred one.
  /// - Throws: `InputError` when the folder holds no references, a table is damaged or a name is unknown.
  public init(
    folder path: String, only: [String] = [], chip: Chip? = nil, precision: ElementType? = nil
  ) throws {
    folder = try ModelFolder(path, only: only)
    self.chip = chip
    self.precision = precision
  }

  /// Never throws: what cannot be run is a row that does not hold.
  /// - Parameter progress: told the part of all models that is done.
  public func run(progress: (Double) -> Void = { _ in }) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    for (index, model) in folder.models.enumerated() {
      progress(Double(index) / Double(folder.models.count))
      do {
        rows += try self.rows(of: model)
      } catch {
        rows.append(ValidationRow(model.name, "outputs", failure: "\(error)"))
      }
    }
    return rows
  }

  private func rows(of model: ModelFolder.Model) throws -> [ValidationRow] {
    let reference = try ReferenceRun.read(model.referencePath)
    let inputs = reference.inputs.mapValues(ModelValue.tensor)
    let imported = try Graph.importing(OnnxModel.read(model.path), options: ImportOptions(inputs: inputs))
    let results = try ReferenceExecutor.run(imported.graph, inputs: imported.graph.seededInputs())
    let values = imported.outputValues(from: results)
    var outputs: [String: Tensor] = [:]
    for (output, value) in zip(imported.outputs, values) {
      if case .tensor(let tensor) = value { outputs[output.name] = tensor }
    }
    return reference.outputs.flatMap { ModelValidation.rows(of: $0, model, outputs) }
      + ModelValidation.workRows(of: model, try GraphAnalysis(imported.graph).entries)
      + (try chip.map { try lockstepRows(of: model, imported.graph, on: $0) } ?? [])
  }

  /// Every operator in the order of a schedule, out of simulated memories.
  private func lockstepRows(
    of model: ModelFolder.Model, _ graph: Graph, on chip: Chip
  ) throws -> [ValidationRow] {
    var options = SimulationOptions()
    options.precision = precision
    let result = try Simulation(chip: chip, graph: graph, file: model.path, options: options).run()
    guard let verification = result.record.verification else { return [] }
    let wrong = verification.comparisons.reduce(0) { $0 + $1.mismatches } + verification.hazards.count
    let quantity = "wrong elements and hazards on \(chip.name) in \(result.precision.rawValue)"
    return [ValidationRow(model.name, quantity, ours: Double(wrong), reference: 0, bound: 0)]
  }

  private static func rows(
    of output: ReferenceOutput, _ model: ModelFolder.Model, _ outputs: [String: Tensor]
  ) -> [ValidationRow] {
    let subject = "\(model.name): \(output.name)"
    guard let tensor = outputs[output.name] else {
      return [ValidationRow(subject, "values", failure: "the model has no such output")]
    }
    guard tensor.shape == output.shape else {
      return [
        ValidationRow(subject, "values", failure: "has shape \(tensor.shape), expected \(output.shape)")
      ]
    }
    let values = tensor.floats
    let scale = output.largest + ModelFolder.absoluteTolerance / model.bound
    var worst = ValidationRow(
      subject, "values, of max |out|", ours: 0, reference: 0, scale: scale, bound: model.bound)
    for (position, expected) in output.samples.enumerated() {
      let row = ValidationRow(
        subject, worst.quantity, ours: Double(values[position * output.stride]), reference: expected,
        scale: scale, bound: model.bound)
      if !(row.difference <= worst.difference) { worst = row }
    }
    // An error of `bound` in every element moves a sum over n elements by at most n times that.
    let norm = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let sum = values.enumerated().reduce(0) { $0 + Double($1.element) * cos(0.1 * Double($1.offset)) }
    return [
      worst,
      ValidationRow(
        subject, "Euclidean norm, of √n max |out|", ours: norm, reference: output.norm,
        scale: scale * Double(values.count).squareRoot(), bound: model.bound),
      ValidationRow(
        subject, "Σ f(i) cos(0.1 i), of n max |out|", ours: sum, reference: output.cosineSum,
        scale: scale * Double(values.count), bound: model.bound),
    ]
  }

  /// Counts of work are exact, or wrong.
  private static func workRows(
    of model: ModelFolder.Model, _ entries: [GraphAnalysis.Entry]
  ) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    if let expected = model.multiplyAccumulates {
      let ours = entries.reduce(0) { $0 + $1.work.multiplyAccumulates }
      rows.append(
        ValidationRow(model.name, "MACs", ours: Double(ours), reference: Double(expected), bound: 0))
    }
    let byName = Dictionary(
      entries.map { ($0.name, $0.work.multiplyAccumulates) }, uniquingKeysWith: { first, _ in first })
    for (node, expected) in model.layers.sorted(by: { $0.key < $1.key }) {
      guard let ours = byName[node] else {
        rows.append(ValidationRow("\(model.name): \(node)", "MACs", failure: "the graph has no such node"))
        continue
      }
      rows.append(
        ValidationRow(
          "\(model.name): \(node)", "MACs", ours: Double(ours), reference: Double(expected), bound: 0))
    }
    return rows
  }
}
