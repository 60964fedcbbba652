import Tilewright

/// `tilewright conformance DIR`: the standard's own tests.
enum ConformanceCommand: Command {
  static let specification = CommandSpecification(
    name: "conformance", summary: "Run ONNX backend tests: pass, fail or unsupported, operation by operation",
    operands: [
      .init(
        name: "DIR",
        summary:
          "a folder with tests in it or below: model.onnx beside test_data_set_*")
    ],
    options: [
      .init(
        name: "--filter", value: "PATTERN", summary: "only tests with this in their name (* is anything)"),
      .init(name: "--chip", value: "CHIP", summary: "run every test on this chip, too, in lockstep"),
      .init(name: "--precision", value: "T", summary: "of the runs on the chip (fp32 where it has that)"),
      .init(name: "--floor", value: "N", summary: "fail only when fewer than N tests pass"),
      .init(name: "--csv", value: "FILE", summary: "a row per test (- is standard output)"),
      .init(name: "--failures", summary: "a line for each test that does not pass, with the reason"),
    ],
    example: "conformance onnx/backend/test/data/node --filter conv --failures")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let floor = try arguments.integer("--floor", in: 0...Int.max)
    try arguments.checkOutputs()
    let folder = arguments.operand("DIR")
    var cases = try ConformanceCase.all(in: folder)
    if let pattern = arguments.value("--filter") {
      cases.removeAll { !$0.matches(pattern) }
      guard !cases.isEmpty else {
        throw InputError(.notFound, at: folder, "has no test that matches “\(pattern)”")
      }
    }
    let results = try check(cases, arguments, console)
    let path = arguments.value("--csv")
    if let path {
      try OutputFile.write(path, console) { try CSVWriter.write(conformanceMetrics, of: results, to: &$0) }
    }
    if path != "-" {
      let table = ConformanceTable(results)
      if arguments.has("--failures") { console.write(table.failures + "\n") }
      console.write(table.text)
    }
    let passed = results.count { $0.outcome == .pass }
    let failed = results.count { $0.outcome == .fail }
    return floor.map { passed >= $0 } ?? (failed == 0) ? .done : .failed
  }

  private static func check(
    _ cases: [ConformanceCase], _ arguments: Arguments, _ console: any Console
  ) throws -> [ConformanceResult] {
    let chip = try arguments.value("--chip").map { try Chip.read(Shelf.chips.file(named: $0)) }
    let precision = try arguments.choice("--precision", ElementType.self)
    guard chip != nil || precision == nil else {
      throw arguments.usage("--precision is that of a chip", remedy: "give --chip, too")
    }
    let check = try ConformanceCheck(chip: chip, precision: precision)
    var bar = ProgressBar("conformance", on: console)
    defer { bar.finish() }
    return cases.enumerated().map { index, test in
      bar.show(Double(index) / Double(cases.count))
      return check.result(of: test)
    }
  }
}
