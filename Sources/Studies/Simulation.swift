import Chips
import Compression
import Documents
import Foundation
import Graphs
import Machine
import Mapping
import Tensors

/// A model made ready for a chip: from two names to a program and to the record of its run.
public struct Simulation: Sendable {
  public let chip: Chip
  /// After all passes, in the run's precision.
  public let graph: Graph
  public let batch: Int
  public let precision: ElementType
  /// What people should know of the graph; nil when it holds for any data.
  public let caution: String?
  /// Where the model's file was not read to the letter, with the line.
  public private(set) var warnings: [String] = []
  /// What the model was made of, for files of SCALE-Sim.
  public private(set) var topology: ScaleSimTopology?
  private let modelFile: String
  private let options: SimulationOptions
  private let preparingSeconds: Double
  private let mappingCache: MappingCache

  /// - Parameters:
  ///   - chip: path of a chip file, or a name in `chips`.
  ///   - model: path of a workload or ONNX file, or a name in `workloads`.
  /// - Throws: `InputError` with the place, and the nearest name where there is one; also for a model that computes
  ///   nothing, since there would be nothing to verify.
  public init(chip: String, model: String, options: SimulationOptions = SimulationOptions()) throws {
    let chip = try Chip.read(Shelf.chips.file(named: chip))
    var settings = options.settings
    if let batch = options.batch { settings["batch"] = batch }
    try self.init(chip: chip, model: ModelFile(model, settings: settings), options: options)
  }

  /// - Throws: `InputError` as above.
  public init(chip: Chip, model: ModelFile, options: SimulationOptions = SimulationOptions()) throws {
    try self.init(
      chip: chip, graph: model.graph, file: model.path, batch: model.batch, caution: model.caution,
      options: options)
    warnings = model.warnings
    topology = model.topology
  }

  /// - Parameter file: where the graph comes from, for messages.
  /// - Throws: `InputError` as above.
  init(
    chip: Chip, graph: Graph, file: String, batch: Int = 1, caution: String? = nil,
    options: SimulationOptions = SimulationOptions()
  ) throws {
    let start = Date()
    self.chip = try chip.operating(at: options.operating)
    precision = try chip.precision(of: options)
    modelFile = file
    self.caution = caution
    self.graph = try Self.prepare(graph, file: file, precision: precision, options)
    self.batch = batch
    self.options = options
    mappingCache = MappingCache()
    preparingSeconds = -start.timeIntervalSinceNow
  }

  /// A run of a model that other runs use, too: equal in everything to one of its own.
  /// - Parameter cache: what searches for tilings have in common.
  /// - Throws: `InputError` for clocks that the chip's supply does not allow.
  init(chip: Chip, model: PreparedModel, options: SimulationOptions, cache: MappingCache) throws {
    self.chip = try chip.operating(at: options.operating)
    self.options = options
    graph = model.graph
    batch = model.batch
    precision = model.precision
    caution = model.caution
    warnings = model.warnings
    modelFile = model.file
    mappingCache = cache
    preparingSeconds = 0
  }

  static func prepare(
    _ graph: Graph, file: String, precision: ElementType, _ options: SimulationOptions
  ) throws -> Graph {
    let prepared =
      try options.compression.map { try graph.compressed($0).graph }
      ?? graph.prepared(precision: precision, calibrate: options.numerics)
    guard !prepared.nodes.isEmpty else {
      throw InputError(
        at: file, "leaves nothing to run: every output is known before the run",
        remedy: "let an output depend on the values of an input")
    }
    return prepared
  }

  /// - Throws: `InputError` when the chip cannot hold the smallest tile of an operator.
  public func map() throws -> Program {
    do {
      switch options.planChoice {
      case .estimated:
        return try Mapper.map(graph, onto: chip, options: options.mapping, cache: mappingCache)
      case .whatPays:
        return try OptimisationSearch(
          graph: graph, chip: chip, options: options.mapping, fidelity: options.fidelity, cache: mappingCache
        ).program()
      case .simulated:
        return try PlanSearch(
          graph: graph, chip: chip, options: options.mapping, fidelity: options.fidelity, cache: mappingCache
        ).program()
      }
    } catch let error as InputError {
      throw placedInFile(error)
    }
  }

  /// A graph knows its model's name only; people look for the file.
  private func placedInFile(_ error: InputError) -> InputError {
    var error = error
    if error.place == graph.name || error.place.hasPrefix(graph.name + ": ") {
      error.place = modelFile + error.place.dropFirst(graph.name.count)
    }
    error.remedy =
      error.remedy ?? "give \(chip.name) a larger memory, or the model a smaller batch or operator"
    return error
  }

  /// Maps the model and plays it.
  /// - Parameter progress: told the part of all commands that has been completed.
  /// - Throws: `InputError` as `map`; `MachineError` when the program cannot be played to its end.
  public func run(progress: (@Sendable (Double) -> Void)? = nil) throws -> SimulationResult {
    let start = Date()
    let program = try map()
    return try run(program, mappingSeconds: -start.timeIntervalSinceNow, progress: progress)
  }

  /// Plays what `map` made.
  func run(
    _ program: Program, mappingSeconds: Double = 0, progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> SimulationResult {
    var wall = PhaseTimes()
    wall.preparing = preparingSeconds
    wall.mapping = mappingSeconds
    let machineStart = Date()
    var machineOptions = MachineOptions(
      numerics: options.numerics, collectsTimeline: true)
    try machineOptions.apply(options.fidelity.levels(on: chip), on: chip)
    if let progress {
      machineOptions.progress = { completed, total in progress(Double(completed) / Double(max(1, total))) }
    }
    let record = try Machine.run(program: program, chip: chip, options: machineOptions)
    wall.simulating = -machineStart.timeIntervalSinceNow
    var result = SimulationResult(
      chip: chip, batch: batch, precision: precision, program: program, record: record, wallSeconds: wall)
    if !options.collectsTimeline { result.record.timeline = [] }
    return result
  }
}

extension Chip {
  /// What a model can be run in: the types of `Graph.precisions` that every matrix engine of the chip multiplies, the
  /// preferred one first; all of them without such engines.
  public var precisions: [ElementType] {
    let lists = cores.compactMap { $0.matrix?.precisions.map(\.element) }
    guard let first = lists.first else { return Graph.precisions }
    return first.filter { element in
      Graph.precisions.contains(element) && lists.allSatisfy { $0.contains(element) }
    }
  }

  /// What a run is called: the type of its products, or of most of them.
  /// - Throws: as below.
  func precision(of options: SimulationOptions) throws -> ElementType {
    try options.compression?.precision.standard.element ?? precision(options.precision)
  }

  /// - Throws: `InputError` `.usage` with the supported types when `wanted` is none of them.
  func precision(_ wanted: ElementType?) throws -> ElementType {
    let supported = precisions
    guard let preferred = supported.first else {
      throw InputError(
        at: name, "no element type that a model can be run in is common to all its matrix engines",
        remedy: "one of " + Graph.precisions.map(\.rawValue).joined(separator: ", "))
    }
    guard let wanted else { return preferred }
    guard supported.contains(wanted) else {
      throw InputError(
        .usage, at: name, "does not compute in \(wanted.rawValue)",
        remedy: "supported: " + supported.map(\.rawValue).joined(separator: ", "))
    }
    return wanted
  }
}
