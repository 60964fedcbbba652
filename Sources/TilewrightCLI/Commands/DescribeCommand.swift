import Tilewright

/// `tilewright describe KIND`: what may stand in a file, as JSON Schema.
enum DescribeCommand: Command {
  private enum Kind: String, CaseIterable {
    case chip, workload, study, dram
  }

  static let specification = CommandSpecification(
    name: "describe", summary: "The JSON Schema of a kind of file, for editors and authors",
    operands: [.init(name: "KIND", summary: "chip, workload, study or dram (a memory of chips/dram)")],
    example: "describe workload")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    switch try arguments.operandChoice("KIND", Kind.self) {
    case .chip?: console.write(Chip.schema.text)
    case .workload?: console.write(Workload.schema.text)
    case .study?: console.write(Study.schema.text)
    case .dram?: console.write(DRAMConfiguration.schema.text)
    case nil: preconditionFailure("KIND is required")
    }
    return .done
  }
}
