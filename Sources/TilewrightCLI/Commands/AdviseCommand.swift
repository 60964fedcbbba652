import Foundation
import Tilewright

/// `tilewright advise MODEL`: which chip suits a model, and what to change about those that nearly do.
enum AdviseCommand: Command {
  static let specification = CommandSpecification(
    name: "advise", summary: "Find the chip of the shelf that suits a model, and what would make others fit",
    operands: [ModelOptions.model],
    options: ModelOptions.lengths + [
      .init(name: "--precision", value: "T", summary: "this element type only (default: all of a chip)"),
      .init(name: "--latency", value: "T", summary: "the longest time of a run, such as 10ms"),
      .init(name: "--power", value: "P", summary: "the highest mean power, DRAM included, such as 2W"),
      .init(name: "--energy", value: "E", summary: "the most energy of a sample, such as 5mJ"),
      .init(name: "--area", value: "A", summary: "the largest chip, such as 20mm2"),
      .init(name: "--dataset", value: "DATA", summary: "measure accuracy with these samples, such as digits"),
      .init(name: "--accuracy", value: "PART", summary: "with --dataset: the least part that is right"),
      .init(
        name: "--chips", value: "NAMES", summary: "these chips, with commas between them (default: all)"),
      .init(
        name: "--fidelity", value: "LEVELS",
        summary: "how closely (default: dram=bandwidth,network=packet, for many quick runs)"),
      .init(name: "--jobs", value: "N", summary: "runs at once (default: as many as there are cores)"),
      .init(name: "--csv", value: "FILE", summary: "a row per chip and change (- is standard output)"),
    ],
    example: "advise digits-cnn --latency 100us --power 1W --chips edge-npu,gemmini-16x16,soc")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    var options = try ModelOptions.parse(arguments)
    options.dataset = arguments.value("--dataset")
    // The fast levels, unless others are asked for: many runs are to be had in seconds.
    options.fidelity.dram = options.fidelity.dram ?? Fidelity.fast.dram
    options.fidelity.network = options.fidelity.network ?? Fidelity.fast.network
    let goal = try goal(arguments)
    let jobs = try arguments.integer("--jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    let modelFile = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    try arguments.checkOutputs(inputs: [modelFile])
    if let dataset = options.dataset { _ = try Dataset.read(dataset) }
    let model = try ModelFile(modelFile, settings: options.settings)
    console.writeWarnings(model.warnings)
    let advisor = try Advisor(
      model: model, chips: chips(arguments), precision: options.precision, options: options, goal: goal)
    var bar = ProgressBar("advise", on: console)
    bar.show(0)
    let advice = advisor.run(jobs: jobs) { bar.show($0) }
    bar.finish()
    if let path = arguments.value("--csv") {
      let rows = advice.rows + advice.remedies.flatMap { $0.dropFirst() }
      try OutputFile.write(path, console) { try CSVWriter.write(adviceMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" { console.write(AdviceTable(advice, goal: goal).text) }
    return advice.recommended == nil ? .failed : .done
  }

  private static func goal(_ arguments: Arguments) throws -> AdviceGoal {
    var limits: [AdviceLimit: Double] = [:]
    func read(_ option: String, _ limit: AdviceLimit, _ quantity: Quantity, worth: Double) throws {
      guard let figure = try arguments.quantity(option, quantity, in: 1...Int.max) else { return }
      limits[limit] = Double(figure) * worth
    }
    try read("--latency", .latency, .duration, worth: 1e-15)
    try read("--power", .power, .power, worth: 1e-9)
    try read("--energy", .energy, .energy, worth: 1e-18)
    try read("--area", .area, .area, worth: 1e-6)
    if let text = arguments.value("--accuracy") {
      guard arguments.value("--dataset") != nil else {
        throw arguments.usage(
          "--accuracy is given without --dataset", remedy: "name the samples to measure it with")
      }
      guard let part = Double(text), 0...1 ~= part else {
        throw arguments.usage("--accuracy is “\(text)”", remedy: "expected a fraction such as 0.9")
      }
      limits[.accuracy] = part
    }
    return AdviceGoal(limits)
  }

  private static func chips(_ arguments: Arguments) throws -> [Shelf.Entry] {
    guard let names = arguments.value("--chips") else {
      let entries = Shelf.chips.entries()
      guard !entries.isEmpty else {
        throw InputError(
          .notFound, at: Shelf.chips.rawValue, "no such folder was found",
          remedy: "run in the folder that holds it, or name that folder in \(Shelf.homeVariable)")
      }
      return entries
    }
    let words = names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard Set(words).count == words.count else { throw arguments.usage("--chips names a chip twice") }
    return try words.map { try Shelf.chips.entry(named: $0) }
  }
}
