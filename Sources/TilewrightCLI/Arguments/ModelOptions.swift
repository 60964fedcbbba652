import Tilewright

/// The options that commands on models share: how the model is set up.
enum ModelOptions {
  static let model = CommandSpecification.Operand(
    name: "MODEL", summary: "an ONNX or workload file, or a name that `tilewright workloads` lists")

  static let operands: [CommandSpecification.Operand] = [
    .init(name: "CHIP", summary: "a chip file, or a name that `tilewright chips` lists"), model,
  ]

  /// What settles the model's lengths.
  static let lengths: [CommandSpecification.Option] = [
    .init(name: "--batch", value: "N", summary: "samples computed at once"),
    .init(
      name: "--set", value: "NAME=N", summary: "a parameter of the model, such as sequence=128", repeats: true
    ),
    .init(
      name: "--dim", value: "NAME=N",
      summary: "an open dimension of an ONNX model: by its symbol, or as INPUT.AXIS", repeats: true),
  ]

  static let options: [CommandSpecification.Option] =
    lengths + [
      .init(name: "--precision", value: "T", summary: "element type (default: the chip's preferred one)"),
      fidelity,
    ]

  static let fidelity = CommandSpecification.Option(
    name: "--fidelity", value: "LEVELS",
    summary: "how closely parts are simulated (quickly: dram=bandwidth,network=packet)")

  /// What the model is made smaller by.
  static let compression: [CommandSpecification.Option] = [
    .init(
      name: "--quantize", value: "FORMAT",
      summary: "fp16, fp8-e4m3,scaled, w8a8, w4a8,per-channel …; NODE:FORMAT; PLAN.json",
      repeats: true),
    .init(
      name: "--prune", value: "HOW", summary: "channels=0.5, 2:4 or magnitude=0.8; NODE:HOW", repeats: true),
  ]

  /// nil when neither of the options is given.
  /// - Throws: `InputError` `.usage` with the nearest name.
  static func compression(_ arguments: Arguments) throws -> Compression? {
    let formats = arguments.values("--quantize")
    let prunings = try arguments.values("--prune").map { try Pruning($0) }
    guard !formats.isEmpty || !prunings.isEmpty else { return nil }
    return Compression(prunings: prunings, precision: try PrecisionPlan(formats))
  }

  private static let batchSizes = 1...65_536

  /// The model's parameters, `--batch` among them.
  /// - Throws: `InputError` `.usage` when the batch is out of range, or given two values.
  static func settings(_ arguments: Arguments) throws -> [String: Int] {
    var settings = try arguments.settings("--set")
    let lengths = try arguments.settings("--dim")
    let option = lengths["batch"] == nil ? "--set" : "--dim"
    for (name, length) in lengths {
      guard 0...Int(Int32.max) ~= length else {
        throw arguments.usage("--dim \(name) is \(length)", remedy: "allowed: 0…\(Int32.max)")
      }
      guard settings.updateValue(length, forKey: name) == nil else {
        throw arguments.usage("--dim and --set both give \(name)", remedy: "give one of them")
      }
    }
    let batch = try arguments.integer("--batch", in: batchSizes)
    if let set = settings["batch"] {
      guard batchSizes.contains(set) else {
        throw arguments.usage(
          "\(option) batch is \(set)", remedy: "allowed: \(batchSizes.lowerBound)…\(batchSizes.upperBound)")
      }
      if let batch, batch != set {
        throw arguments.usage("--batch is \(batch), \(option) batch is \(set)", remedy: "give one of them")
      }
    }
    if let batch { settings["batch"] = batch }
    return settings
  }

  static func parse(_ arguments: Arguments) throws -> SimulationOptions {
    var options = SimulationOptions()
    options.settings = try settings(arguments)
    options.precision = try arguments.choice("--precision", ElementType.self)
    options.compression = try compression(arguments)
    if options.compression != nil, options.precision != nil {
      throw arguments.usage(
        "--precision and --quantize or --prune are both given", remedy: "give one of them")
    }
    options.fidelity = try fidelity(arguments)
    return options
  }

  static func fidelity(_ arguments: Arguments) throws -> Fidelity {
    try arguments.value("--fidelity").map { try Fidelity($0) } ?? Fidelity()
  }
}
