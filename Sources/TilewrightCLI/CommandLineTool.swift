import Tilewright

/// The exit codes of every command (those of sysexits.h where there is one).
package enum ExitCode: Int32, Sendable {
  case done = 0
  /// A verification or comparison failed.
  case failed = 1
  case usage = 64
  case badData = 65
  case notFound = 66
  /// A fault of ours.
  case fault = 70
}

/// Every command, in the order in which the overview lists them. A new one is a file in `Commands` and a line here.
private let commands: [any Command.Type] = [
  RunCommand.self,
  OperateCommand.self,
  AdviseCommand.self,
  WatchCommand.self,
  VerifyCommand.self,
  AnalyzeCommand.self,
  AccuracyCommand.self,
  ReportCommand.self,
  SweepCommand.self,
  CodesignCommand.self,
  MergeCommand.self,
  CompareCommand.self,
  ChipsCommand.self,
  WorkloadsCommand.self,
  ConformanceCommand.self,
  ValidateCommand.self,
  DRAMCommandLine.self,
  NetworkCommand.self,
  ConvertCommand.self,
  DescribeCommand.self,
  ExplainCommand.self,
  BenchCommand.self,
]

/// The program behind the command line: finds the command, and turns errors into messages and exit codes.
package struct CommandLineTool {
  private let console: any Console

  package init(console: any Console) {
    self.console = console
  }

  /// - Parameter words: the arguments without the program's name.
  package func run(_ words: [String]) -> ExitCode {
    do {
      return try dispatch(words)
    } catch let error as InputError {
      console.writeError("error: \(error)\n")
      return ExitCode(rawValue: error.exitCode) ?? .badData
    } catch {
      console.writeError("error: this is a fault of tilewright, please report it: \(error)\n")
      return .fault
    }
  }

  private func dispatch(_ words: [String]) throws -> ExitCode {
    guard let first = words.first else {
      console.writeError(Self.overview)
      return .usage
    }
    switch first {
    case "-h", "--help":
      console.write(Self.overview)
      return .done
    case "help":
      console.write(try words.count > 1 ? command(words[1]).specification.help : Self.overview)
      return .done
    default:
      return try run(command(first), Array(words.dropFirst()))
    }
  }

  private func run(_ command: any Command.Type, _ words: [String]) throws -> ExitCode {
    let specification = command.specification
    if words.contains("-h") || words.contains("--help") {
      console.write(specification.help)
      return .done
    }
    return try command.run(try Arguments(words, of: specification), console)
  }

  private func command(_ name: String) throws -> any Command.Type {
    for command in commands where command.specification.name == name { return command }
    throw InputError(
      .usage, at: "tilewright", "unknown command “\(name)”",
      remedy: suggestion(for: name, among: Self.specifications.map(\.name)))
  }

  static var specifications: [CommandSpecification] { commands.map { $0.specification } }

  private static var overview: String {
    let width = specifications.map(\.name.count).max() ?? 0
    let lines = specifications.map {
      "  \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.summary)\n"
    }
    return "What happens when this model runs on that chip?\n\n"
      + "usage: tilewright COMMAND …\n\n\(lines.joined())\n"
      + "tilewright COMMAND -h shows what a command takes, with an example.\n"
      + "example: tilewright run edge-npu resnet50\n"
  }
}
