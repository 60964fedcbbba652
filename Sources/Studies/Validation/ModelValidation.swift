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
    let outputs = imported.namedTensors(from: results)
    let bounds = try self.bounds(of: outputs, model, imported)
    return reference.outputs.flatMap {
      ModelValidation.rows(of: $0, model.name, outputs[$0.name], bound: bounds[$0.name] ?? 0)
    }
      + ModelValidation.workRows(of: model, try GraphAnalysis(imported.graph).entries)
      + (try chip.map { try lockstepRows(of: model, imported.graph, on: $0) } ?? [])
  }

  /// The largest difference of an element that holds, as a part of the largest of its output.
  private func bounds(
    of outputs: [String: Tensor], _ model: ModelFolder.Model, _ imported: ImportedModel
  ) throws -> [String: Double] {
    if model.isFormula { return outputs.mapValues { _ in ModelFolder.formulaBound } }
    // Displaced numbers may leave the domain of an operator (a place in a table): then nothing is known of the noise.
    let displaced = try? RoundingNoise.outputs(of: imported.graph, inputs: imported.graph.seededInputs())
    let others = displaced.map(imported.namedTensors) ?? [:]
    return Dictionary(
      uniqueKeysWithValues: outputs.map { name, tensor in
        (name, model.bound(ownNoise: others[name].map { RoundingNoise.difference(tensor, $0) } ?? .infinity))
      })
  }

  /// Every operator in the order of a schedule, out of simulated memories.
  private func lockstepRows(
    of model: ModelFolder.Model, _ graph: Graph, on chip: Chip
  ) throws -> [ValidationRow] {
    var options = SimulationOptions()
    options.fidelity = .fast
    options.precision = precision
    let result = try Simulation(chip: chip, graph: graph, file: model.path, options: options).run()
    guard let verification = result.record.verification else { return [] }
    let wrong = verification.comparisons.reduce(0) { $0 + $1.mismatches } + verification.hazards.count
    let quantity = "wrong elements and hazards on \(chip.name) in \(result.precision.rawValue)"
    return [ValidationRow(model.name, quantity, ours: Double(wrong), reference: 0, bound: 0)]
  }

  /// - Parameter bound: of an element's difference, as a part of the largest |output|.
  static func rows(
    of output: ReferenceOutput, _ model: String, _ tensor: Tensor?, bound: Double
  ) -> [ValidationRow] {
    let subject = "\(model): \(output.name)"
    guard let tensor else {
      return [ValidationRow(subject, "values", failure: "the model has no such output")]
    }
    guard tensor.shape == output.shape else {
      return [
        ValidationRow(subject, "values", failure: "has shape \(tensor.shape), expected \(output.shape)")
      ]
    }
    let values = tensor.floats
    let scale = output.largest > 0 ? output.largest : 1
    let elementBound = bound + ModelFolder.absoluteTolerance / scale
    var worst = ValidationRow(
      subject, "values, of max |out|", ours: 0, reference: 0, scale: scale, bound: elementBound)
    for (position, expected) in output.samples.enumerated() {
      let row = ValidationRow(
        subject, worst.quantity, ours: Double(values[position * output.stride]), reference: expected,
        scale: scale, bound: elementBound)
      if !(row.difference <= worst.difference) { worst = row }
    }
    // ‖a‖ − ‖b‖ is at most ‖a − b‖, and that √n times an element's error.
    let norm = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    let sum = values.enumerated().reduce(0) { $0 + Double($1.element) * cos(0.1 * Double($1.offset)) }
    return [
      worst,
      ValidationRow(
        subject, "Euclidean norm, of √n max |out|", ours: norm, reference: output.norm,
        scale: scale * Double(values.count).squareRoot(), bound: elementBound),
      ValidationRow(
        subject, "Σ f(i) cos(0.1 i), of what n errors add up to", ours: sum, reference: output.cosineSum,
        scale: scale * CosineSum.growth(count: values.count), bound: elementBound),
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

extension ModelFolder.Model {
  /// Real models may differ by ten times the noise floor of the reference. Where the reference's two runs share their kernels it
  /// has none, and fp32's own counts instead; but never beyond what networks with weights by formula are held to.
  fileprivate func bound(ownNoise: Double) -> Double {
    max(
      ModelFolder.noiseFactor * referenceNoise,
      min(ModelFolder.noiseFactor * ownNoise, ModelFolder.formulaBound))
  }
}

extension ImportedModel {
  /// Outputs that are tensors, by name.
  fileprivate func namedTensors(from results: [ValueIndex: Tensor]) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (output, value) in zip(outputs, outputValues(from: results)) {
      if case .tensor(let tensor) = value { tensors[output.name] = tensor }
    }
    return tensors
  }
}
