import Foundation

/// One thing that `tilewright` does.
protocol Command: SendableMetatype {
  static var specification: CommandSpecification { get }
  /// - Throws: `InputError` for whatever is wrong with what the user gave.
  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode
}

/// What a command takes, for the parser and for `-h`.
struct CommandSpecification {
  var name: String
  /// One line for the overview.
  var summary: String
  var operands: [Operand] = []
  var options: [Option] = []
  /// A command line that works from the package's folder.
  var example: String

  struct Operand {
    /// In capitals, such as `CHIP`.
    var name: String
    var summary: String
    var isOptional = false
    /// Whether several may stand there; for the last one.
    var repeats = false
  }

  struct Option {
    /// With its dashes.
    var name: String
    /// Name of its value; nil for a flag.
    var value: String?
    var summary: String
    var repeats = false

    /// Whether its value is a file that the command writes.
    var writesFile: Bool { value == "FILE" }
  }

  /// The text of `-h`.
  var help: String {
    let operandWords = operands.map {
      $0.isOptional ? " [\($0.name)]" : " \($0.name)\($0.repeats ? " …" : "")"
    }
    .joined()
    let entries =
      operands.map { ($0.name, $0.summary) }
      + options.map { ($0.name + ($0.value.map { " \($0)" } ?? ""), $0.summary) } + [("-h", "this text")]
    let width = entries.map(\.0.count).max() ?? 0
    let lines = entries.map { name, summary in
      "  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(summary)\n"
    }
    return "\(summary)\n\nusage: tilewright \(name)\(operandWords)\(options.isEmpty ? "" : " [options]")\n\n"
      + "\(lines.joined())\nexample: tilewright \(example)\n"
  }
}
