import Foundation
import Tilewright

/// `tilewright accuracy CHIP MODEL`: how well a model classifies on a chip, as it is and made smaller.
enum AccuracyCommand: Command {
  static let specification = CommandSpecification(
    name: "accuracy",
    summary: "How many samples a model gets right on a chip, pruned and quantised",
    operands: ModelOptions.operands,
    options: ModelOptions.lengths + ModelOptions.compression + [
      ModelOptions.fidelity,
      .init(
        name: "--dataset", value: "DATA",
        summary: "digits, a .json, .csv or .npy file, or seeded: made-up inputs (digits)"),
      .init(
        name: "--labels", value: "LABELS",
        summary: "a .npy or .csv file with the labels of an .npy file"),
      .init(name: "--samples", value: "N", summary: "measure with the first N samples only"),
      .init(
        name: "--calibrate", value: "N",
        summary: "calibrate codes with the first N training samples only"),
      .init(name: "--reference", summary: "by the reference executor, without the chip's schedule"),
      .init(
        name: "--mix", value: "FORMAT",
        summary: "choose each product's format from these, the finest first",
        repeats: true),
      .init(
        name: "--target", value: "PART",
        summary: "with --mix: the least accuracy (that of the first FORMAT)"),
      .init(
        name: "--error", value: "PART",
        summary: "with --mix: the most error of the scores, such as 0.01"),
      .init(
        name: "--jobs", value: "N",
        summary: "with --mix: measurements at once (the number of cores)"),
      .init(
        name: "--figure", value: "FILE",
        summary: "with --mix: a picture (SVG): what each product stands"),
      .init(
        name: "--save", value: "FILE",
        summary: "with --mix: what was chosen, as a .json file that --quantize takes"),
      .init(
        name: "--csv", value: "FILE",
        summary: "a row per variant, or per product and format of --mix"),
    ],
    example: "accuracy edge-npu digits-cnn --batch 120 --quantize w4a8 --prune gemm1:2:4")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    try arguments.checkOutputs()
    let compression = try ModelOptions.compression(arguments) ?? Compression()
    let formats = try arguments.values("--mix").map { try NumberFormat($0) }
    let target = try target(arguments)
    if formats.isEmpty,
      let option = ["--error", "--figure", "--jobs", "--save"].first(where: { arguments.value($0) != nil })
    {
      throw arguments.usage("\(option) is given without --mix")
    }
    guard Set(arguments.values("--mix")).count == formats.count else {
      throw arguments.usage("--mix names a format twice")
    }
    if formats.isEmpty, arguments.values("--quantize").isEmpty, arguments.value("--calibrate") != nil {
      throw arguments.usage("--calibrate is given without --quantize or --mix")
    }
    if formats.isEmpty, arguments.has("--reference"), arguments.value("--fidelity") != nil {
      throw arguments.usage("--fidelity is given with --reference, which simulates no chip")
    }
    let study = try study(arguments)
    if !formats.isEmpty {
      guard arguments.values("--quantize").isEmpty else {
        throw arguments.usage("--mix and --quantize are both given", remedy: "give one of them")
      }
      return try mix(study, compression, formats, target, arguments, console)
    }
    var bar = ProgressBar("accuracy", on: console)
    let row = try study.measure(compression) { bar.show($0) }
    bar.finish()
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) {
        try CSVWriter.write(accuracyMetrics, of: [row], to: &$0)
      }
    }
    if arguments.value("--csv") != "-" { console.write(AccuracyTable([row], of: study).text) }
    return row.faults == 0 ? .done : .failed
  }

  /// Of made-up samples two are enough to see what a format does to the scores.
  private static let seededSamples = 2

  private static func study(_ arguments: Arguments) throws -> AccuracyStudy {
    let limit = try arguments.integer("--samples", in: 1...Int.max)
    let model = try ModelFile(
      arguments.operand("MODEL"), settings: ModelOptions.settings(arguments))
    let dataset = try dataset(for: model, limit, arguments)
    let chip = try Chip.read(Shelf.chips.file(named: arguments.operand("CHIP")))
    let (mixes, isReference) = (!arguments.values("--mix").isEmpty, arguments.has("--reference"))
    return try AccuracyStudy(
      graph: model.graph, dataset: dataset, chip: isReference && !mixes ? nil : chip,
      isLockstep: !isReference, fidelity: ModelOptions.fidelity(arguments), limit: limit,
      calibrationLimit: arguments.integer("--calibrate", in: 1...Int.max))
  }

  private static func dataset(for model: ModelFile, _ limit: Int?, _ arguments: Arguments) throws
    -> Dataset
  {
    let hasLabels = arguments.value("--labels") != nil
    if hasLabels, arguments.value("--dataset") == nil {
      throw arguments.usage(
        "--labels is given without --dataset", remedy: "name the .npy file that they belong to")
    }
    let name = arguments.value("--dataset") ?? "digits"
    if hasLabels, !name.lowercased().hasSuffix(".npy"), !name.lowercased().hasSuffix(".json") {
      throw arguments.usage(
        "--labels is given with --dataset \(name), which has labels of its own",
        remedy: "only samples in an .npy file have them in another one")
    }
    guard name == Dataset.seededName else {
      return try Dataset.read(name, labels: arguments.value("--labels"))
    }
    return try Dataset.seeded(for: model.graph, count: min(limit ?? seededSamples, 10_000))
  }

  private static func part(_ option: String, _ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value(option) else { return nil }
    guard let part = Double(text), 0...1 ~= part else {
      throw arguments.usage("\(option) is “\(text)”", remedy: "expected a fraction such as 0.01")
    }
    return part
  }

  private static func target(_ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value("--target") else { return nil }
    guard let target = Double(text), 0...1 ~= target else {
      throw arguments.usage("--target is “\(text)”", remedy: "expected a fraction such as 0.9")
    }
    guard !arguments.values("--mix").isEmpty else {
      throw arguments.usage("--target is given without --mix")
    }
    return target
  }

  private static func mix(
    _ study: AccuracyStudy, _ compression: Compression, _ formats: [NumberFormat],
    _ target: Double?,
    _ arguments: Arguments, _ console: any Console
  ) throws -> ExitCode {
    let jobs =
      try arguments.integer("--jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    let search = try PrecisionSearch(
      study, prunings: compression.prunings, formats: formats, target: target,
      errorLimit: part("--error", arguments) ?? .infinity, jobs: jobs)
    var bar = ProgressBar("mixed precision", on: console)
    let result = try search.run { bar.show($0) }
    bar.finish()
    if let path = arguments.value("--figure") {
      let bytes = [UInt8](PrecisionFigure(result).figure.document.utf8)
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) {
        try CSVWriter.write(sensitivityMetrics, of: result.sensitivities, to: &$0)
      }
    }
    if let path = arguments.value("--save") {
      let bytes = [UInt8](result.chosen.compression.precision.text.utf8)
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
    if !arguments.outputOptions.contains(where: { arguments.value($0) == "-" }) {
      console.write(SensitivityTable(result).text + "\n")
      console.write(AccuracyTable([result.first, result.chosen], of: study).text)
    }
    return result.chosen.faults == 0 ? .done : .failed
  }
}
