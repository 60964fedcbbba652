import Tilewright

/// `tilewright explain METRIC`: what a figure means.
enum ExplainCommand: Command {
  static let specification = CommandSpecification(
    name: "explain",
    summary: "What a metric of the tables and files means; all of them without a name",
    operands: [.init(name: "METRIC", summary: "a column of the CSV, such as utilisation", isOptional: true)],
    example: "explain utilisation")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    guard let name = arguments.optionalOperand("METRIC") else {
      console.write(metricDefinitions.map(\.text).joined(separator: "\n"))
      return .done
    }
    console.write(try definitions(ofMetric: name).map(\.text).joined(separator: "\n"))
    return .done
  }
}

extension MetricDefinition {
  fileprivate var text: String {
    "\(name)\(unit.isEmpty ? "" : " [\(unit)]"), per \(scope)\n  \(definition)\n"
  }
}
