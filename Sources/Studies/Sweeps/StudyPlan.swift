import Chips
import Compression
import Documents
import EventSimulation
import Foundation
import Mapping
import Tensors

/// The points of a study, in its order: chips, then models, then the parameters' values, the last one fastest.
public struct StudyPlan: Sendable {
  public let study: Study
  public let points: [Point]
  private let chips: [String: ChipSource]
  private let modelFiles: [String: String]

  /// One row of the results.
  public struct Point: Sendable {
    public let chip: String
    public let model: String
    /// By parameter.
    public let values: [StudyValue]
    /// The name of its result.
    public let key: String
    /// Why it will not be run.
    public let refusal: EvaluationOutcome?
  }

  struct ChipSource: Sendable {
    var file: String
    var document: Document?
    var fileHash = ""
  }

  /// - Throws: `InputError` for chips and models that are not there, for paths that no chip has, and for values that an
  ///   option of a run cannot take.
  public init(_ study: Study, version: String = ToolVersion.current) throws {
    self.study = study
    var chips: [String: ChipSource] = [:]
    for name in study.chips { chips[name] = try Self.chip(name, of: study) }
    var modelFiles: [String: String] = [:]
    var modelHashes: [String: String] = [:]
    for name in study.models {
      let file = try Self.file(name, on: .workloads, of: study)
      modelFiles[name] = file
      modelHashes[name] =
        try FileFingerprint.text(of: file) + (study.options.dataset.map(Dataset.fingerprint) ?? "")
    }
    self.chips = chips
    self.modelFiles = modelFiles
    let positions = try study.sampling.positions(
      sizes: study.dimensions.map { study.parameters[$0[0]].values.count }, study.document.child("sampling"))
    let total = positions.count.multipliedReportingOverflow(by: study.chips.count * study.models.count)
    guard !total.overflow, total.partialValue <= Sampling.maximumPoints else {
      throw study.document.error("makes more than \(Sampling.maximumPoints) points")
    }
    let values = try positions.map { try study.values(at: $0) }
    let options = try values.map { try study.options(with: $0) }
    var points: [Point] = []
    points.reserveCapacity(total.partialValue)
    for chip in study.chips {
      var variants = ChipVariants(chips[chip]!, study)
      let altered = values.map { variants.chip(with: $0) }
      for model in study.models {
        for index in values.indices {
          let request = EvaluationRequest(
            chip: nil, chipFile: chips[chip]!.file, model: modelFiles[model]!, options: options[index])
          let key = request.key(
            chip: altered[index].hash, modelHash: modelHashes[model]!, version: version)
          points.append(
            Point(
              chip: chip, model: model, values: values[index], key: key, refusal: altered[index].refusal))
        }
      }
    }
    self.points = points
    try checkThatSomethingCanBeRun()
  }

  private static func chip(_ name: String, of study: Study) throws -> ChipSource {
    let file = try file(name, on: .chips, of: study)
    guard file.hasSuffix(".cfg") else {
      return ChipSource(file: file, document: try Document.read(file))
    }
    if let parameter = study.parameters.first(where: { $0.target == .chip }) {
      throw study.document.child("parameters").child(parameter.path).error(
        "cannot be set in \(name)", remedy: "only chips in JSON have paths")
    }
    return ChipSource(file: file, fileHash: try FileFingerprint.text(of: file))
  }

  /// A name on the shelf or a path, as seen from here or from the study's folder.
  private static func file(_ name: String, on shelf: Shelf, of study: Study) throws -> String {
    let file = study.fileBeside(name)
    return file == name ? try shelf.file(named: name) : file
  }

  /// A path that no chip has is a slip of the pen, not a result.
  private func checkThatSomethingCanBeRun() throws {
    guard points.allSatisfy({ $0.refusal?.status == .unbuildable }), let first = points.first?.refusal else {
      return
    }
    throw InputError(
      at: study.document.child("parameters").place, "no point can be built; the first one: \(first.error)")
  }

  /// What to ask for a point.
  /// - Precondition: the point is not refused.
  public func request(for point: Point) throws -> EvaluationRequest {
    let source = chips[point.chip]!
    return EvaluationRequest(
      chip: try source.document.map { try study.altered($0, point.values) }, chipFile: source.file,
      model: modelFiles[point.model]!, options: try study.options(with: point.values))
  }
}

extension Study {
  /// A file in the study's folder where there is one of that name; else the name as it is.
  fileprivate func fileBeside(_ name: String) -> String {
    let folder = (file as NSString).deletingLastPathComponent
    let beside = folder.isEmpty ? name : folder + "/" + name
    guard name.contains("."), !name.hasPrefix("/"), FileManager.default.fileExists(atPath: beside) else {
      return name
    }
    return beside
  }

  /// The value of every parameter at a point of the sampling.
  fileprivate func values(at position: [Int]) throws -> [StudyValue] {
    var values: [String: StudyValue] = [:]
    for (group, index) in zip(dimensions, position) {
      for member in group { values[parameters[member].path] = parameters[member].values[index] }
    }
    return try parameters.map { parameter in
      guard let follows = parameter.follows else { return values[parameter.path]! }
      return try parameter.value(following: values[follows.path]!, document.child("parameters"))
    }
  }

  fileprivate func options(with values: [StudyValue]) throws -> SimulationOptions {
    var options = options
    for (parameter, value) in zip(parameters, values) {
      let place = Document(
        value: value.json, file: document.file, path: document.child("parameters").child(parameter.path).path)
      switch parameter.target {
      case .chip: continue
      case .batch: options.batch = try place.integer(in: 1...65_536)
      case .precision: options.precision = try place.choice(ElementType.self)
      case .clock:
        options.operating.coreHertz = try place.quantity(.frequency, in: 1...ClockDomain.highestHertz)
      case .voltage: options.operating.coreMicrovolts = try place.quantity(.voltage, in: 1...100_000_000)
      case .fidelity: options.fidelity = try Self.fidelity(place)
      case .quantize:
        var compression = options.compression ?? Compression()
        compression.precision = try place.spelled {
          try PrecisionPlan(
            $0.split(separator: " ", omittingEmptySubsequences: false).map { fileBeside(String($0)) })
        }
        options.compression = compression
      case .prune:
        var compression = options.compression ?? Compression()
        compression.prunings += try place.spelled { $0 == "none" ? [] : [try Pruning($0)] }
        options.compression = compression
      case .split:
        options.mapping.splits = try place.spelled {
          try SplitPlan($0.split(separator: ",").map(String.init))
        }
      case .optimize:
        try place.spelled { word in
          if word == OptimisationChoice.automatic {
            options.planChoice = .whatPays
          } else {
            options.mapping.optimisations = try Optimisation.set(
              word, otherWords: [OptimisationChoice.automatic])
          }
        }
      case .plan: options.planChoice = try place.choice(PlanChoice.self)
      case .modelSetting(let name): options.settings[name] = try place.integer()
      }
    }
    return options
  }
}
