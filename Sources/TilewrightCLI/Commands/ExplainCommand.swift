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
    let lines = wrapped(definition, to: 96).map { "  \($0)\n" }.joined()
    return "\(name)\(unit.isEmpty ? "" : " [\(unit)]"), per \(scope)\n\(lines)"
  }
}

/// Lines of whole words, at most `width` characters each where words allow.
private func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let line = lines.last, line.count + 1 + word.count <= width {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
