import Chips
import Documents
import Foundation
import Graphs
import Onnx
import Tensors

/// Runs conformance cases through the reference executor, and in lockstep on a chip where one is given.
public struct ConformanceCheck: Sendable {
  private let chip: ChipCheck?

  /// - Parameter precision: what the chip computes in; nil for fp32 where it has that, else what it prefers.
  /// - Throws: `InputError` when the chip does not compute in the precision.
  public init(chip: Chip? = nil, precision: ElementType? = nil) throws {
    self.chip = try chip.map { try ChipCheck($0, precision: precision) }
  }

  /// Never throws: what goes wrong is the case's result.
  public func result(of test: ConformanceCase) -> ConformanceResult {
    var result = ConformanceResult(test: test.name, operation: "", opset: nil, outcome: .pass, reason: "")
    do {
      let model = try OnnxModel.read(test.model)
      let kinds = Set(model.graph.nodes.map(\.fullOperation)).subtracting(["Constant"])
      result.operation = kinds.count == 1 ? kinds.first! : kinds.isEmpty ? "Constant" : "several"
      result.opset = model.opsets[""] ?? model.opsets["ai.onnx"]
      let unknown = model.unknownOperators
      guard unknown.isEmpty else {
        result.outcome = .unsupported
        result.reason = "unknown operator " + unknown.joined(separator: ", ")
        return result
      }
      for data in try dataSets(of: test, model) { try check(model, data) }
    } catch let failure as ConformanceFailure {
      result.outcome = .fail
      result.reason = failure.reason
    } catch {
      result.outcome = .fail
      result.reason = "\(error)".replacingOccurrences(of: test.model + ": ", with: "")
    }
    return result
  }

  private func check(_ model: OnnxModel, _ data: ConformanceData) throws {
    let imported = try Graph.importing(model, options: ImportOptions(inputs: data.inputs))
    let results = try ReferenceExecutor.run(imported.graph, inputs: imported.graph.seededInputs())
    try compare(imported, results, data)
    if let chip, let onChip = try chip.results(of: imported.graph) {
      do {
        try compare(imported, onChip, data)
      } catch let failure as ConformanceFailure {
        throw ConformanceFailure("as prepared for the chip, " + failure.reason)
      }
    }
  }

  private func compare(
    _ imported: ImportedModel, _ results: [ValueIndex: Tensor], _ data: ConformanceData
  ) throws {
    let outputs = imported.outputValues(from: results)
    for (index, expected) in data.outputs.enumerated() {
      guard index < outputs.count else {
        throw ConformanceFailure("has \(outputs.count) outputs, expected \(data.outputs.count)")
      }
      if let difference = outputs[index].difference(from: expected) {
        throw ConformanceFailure("output “\(imported.outputs[index].name)” \(difference)")
      }
    }
  }

  private func dataSets(of test: ConformanceCase, _ model: OnnxModel) throws -> [ConformanceData] {
    if let output = test.besideOutput { return [try ConformanceData(countingUpTo: output, for: model)] }
    return try test.dataSets.map { try ConformanceData(folder: $0, for: model) }
  }
}

struct ConformanceFailure: Error {
  var reason: String
  init(_ reason: String) { self.reason = reason }
}
