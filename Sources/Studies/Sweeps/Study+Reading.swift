import Documents
import Foundation
import Tensors

extension Study {
  private static let batchSizes = 1...65_536

  /// Reads a study file.
  /// - Parameter metrics: names of the metrics that runs have.
  /// - Throws: `InputError` with file, JSON path, reason and the nearest name.
  public static func read(_ file: String, metrics: [String]) throws -> Study {
    try Study(.read(file), metrics: metrics)
  }

  /// - Throws: `InputError` as above.
  public init(_ document: Document, metrics: [String]) throws {
    let known = metrics + [Evaluator.accuracyMetric]
    var object = try document.object()
    _ = object.optional("$schema")
    _ = try object.optional("description")?.string()
    let named = try object.required("name")
    name = try named.string()
    guard !name.isEmpty else { throw named.error("is empty", remedy: "call it as its folder") }
    chips = try Self.names(object.required("chip"))
    models = try Self.names(object.required("models"))
    var options = try Self.options(object.optional("options"))
    parameters = try Self.parameters(object.optional("parameters"))
    // A preset has the rates of its standard; where a study sets rates, all its points are simulated by them.
    if parameters.contains(where: \.setsMemoryRates) {
      options.fidelity.dram = options.fidelity.dram ?? .bandwidth
    }
    self.options = options
    dimensions = try Self.dimensions(of: parameters, object.optional("linked"))
    sampling = try object.optional("sampling").map { try Sampling($0) } ?? Sampling()
    constraints =
      try object.optional("constraints")?.array().map {
        try Constraint($0.string(), at: $0.place)
      } ?? []
    self.metrics = try object.optional("metrics")?.array().map { try Self.metric($0, known) }
    goals = try Self.goals(object.optional("goals"), known)
    let set = ["chip", "model"] + parameters.map(\.path)
    figures = try Self.figures(object.optional("figures"), set: set, metrics: self.metrics ?? known)
    let results = try object.optional("results")?.string() ?? "results.csv"
    let folder = (document.file as NSString).deletingLastPathComponent
    self.results = results.hasPrefix("/") || folder.isEmpty ? results : folder + "/" + results
    file = document.file
    self.document = document
    try object.finish()
    try checkNames(known)
  }

  private static func figures(
    _ document: Document?, set: [String], metrics: [String]
  ) throws -> [StudyFigure] {
    var seen: Set<String> = []
    return try document?.array().map { element in
      let figure = try StudyFigure(element, set: set, metrics: metrics)
      guard seen.insert(figure.name).inserted else {
        throw element.child("name").error("“\(figure.name)” is there twice")
      }
      return figure
    } ?? []
  }

  /// One name, or a list of different ones.
  private static func names(_ document: Document) throws -> [String] {
    if case .string(let name) = document.value { return [name] }
    let elements = try document.array()
    guard !elements.isEmpty else { throw document.error("is empty", remedy: "name at least one") }
    var seen: Set<String> = []
    return try elements.map { element in
      let name = try element.string()
      guard seen.insert(name).inserted else { throw element.error("“\(name)” is there twice") }
      return name
    }
  }

  private static func options(_ document: Document?) throws -> SimulationOptions {
    var options = SimulationOptions()
    options.numerics = false
    guard var object = try document?.object() else { return options }
    options.batch = try object.optional("batch")?.integer(in: batchSizes)
    options.precision = try object.optional("precision")?.choice(ElementType.self)
    options.numerics = try object.optional("numerics")?.bool() ?? false
    options.dataset = try object.optional("dataset")?.string()
    if let fidelity = object.optional("fidelity") { options.fidelity = try self.fidelity(fidelity) }
    if var settings = try object.optional("settings")?.object() {
      for name in settings.keys { options.settings[name] = try settings.required(name).integer() }
    }
    try object.finish()
    return options
  }

  static func fidelity(_ document: Document) throws -> Fidelity {
    try document.spelled { try Fidelity($0) }
  }

  private static func parameters(_ document: Document?) throws -> [StudyParameter] {
    guard var object = try document?.object() else { return [] }
    let parameters = try object.keys.map { try StudyParameter(path: $0, object.required($0)) }
    for parameter in parameters {
      guard let follows = parameter.follows else { continue }
      let leaders = parameters.filter { $0.follows == nil }.map(\.path)
      guard leaders.contains(follows.path) else {
        throw object.document.child(parameter.path).error(
          "follows “\(follows.path)”, which has no values of its own",
          remedy: suggestion(for: follows.path, among: leaders))
      }
    }
    return parameters
  }

  /// Linked parameters are one dimension; those that follow others are none.
  private static func dimensions(of parameters: [StudyParameter], _ linked: Document?) throws
    -> [[Int]]
  {
    var groupOf: [Int: Int] = [:]
    var groups: [[Int]] = []
    for group in try linked?.array() ?? [] {
      var members: [Int] = []
      for element in try group.array() {
        let path = try element.string()
        let free = parameters.indices.filter { parameters[$0].follows == nil && groupOf[$0] == nil }
        guard let index = free.first(where: { parameters[$0].path == path }) else {
          throw element.error(
            "“\(path)” is no parameter with values, or is linked already",
            remedy: suggestion(for: path, among: free.map { parameters[$0].path }))
        }
        groupOf[index] = groups.count
        members.append(index)
      }
      let counts = members.map { parameters[$0].values.count }
      guard Set(counts).count == 1 else {
        throw group.error(
          "links lists of \(counts.map(String.init).joined(separator: ", ")) values",
          remedy: "linked parameters have equally many")
      }
      groups.append(members)
    }
    let single = parameters.indices.filter { groupOf[$0] == nil && parameters[$0].follows == nil }
    return (groups + single.map { [$0] }).sorted { $0.min()! < $1.min()! }
  }

  private static func metric(_ document: Document, _ known: [String]) throws -> String {
    let name = try document.string()
    guard known.contains(name) else {
      throw document.error("unknown metric “\(name)”", remedy: suggestion(for: name, among: known))
    }
    return name
  }

  private static func goals(_ document: Document?, _ known: [String]) throws -> [StudyGoal] {
    guard var object = try document?.object() else { return [] }
    return try object.keys.map { name in
      let goal = try object.required(name)
      guard known.contains(name) else {
        throw goal.error("unknown metric “\(name)”", remedy: suggestion(for: name, among: known))
      }
      return StudyGoal(metric: name, direction: try goal.choice(StudyGoal.Direction.self))
    }
  }

  /// A condition on metrics is looked at when a point has run, by its metrics and parameters; any other one before, so
  /// that it may ask for any figure of the chip.
  private func checkNames(_ metrics: [String]) throws {
    let paths = Set(parameters.map(\.path))
    let list = document.child("constraints")
    for (index, constraint) in constraints.enumerated() {
      let isOnMetrics = !constraint.names.isDisjoint(with: metrics)
      for name in constraint.names.sorted() where !paths.contains(name) && !metrics.contains(name) {
        if !isOnMetrics, name.contains(".") { continue }
        let place = "\(list.place)[\(index)]"
        throw InputError(
          at: place, "“\(name)” is neither a metric nor a parameter of this study",
          remedy: suggestion(for: name, among: metrics + paths.sorted()))
      }
      try constraint.checkUnits(at: "\(list.place)[\(index)]") { name in
        if metrics.contains(name) { return Dimension(metric: name) }
        let quantities = Set(
          parameters.filter { $0.path == name }.flatMap { $0.values.map(\.quantity) })
        return quantities.count == 1
          ? quantities.first!.map { .quantity($0) } ?? .unknown : .unknown
      }
    }
  }

  func isOnMetrics(_ constraint: Constraint) -> Bool {
    let paths = Set(parameters.map(\.path))
    return constraint.names.contains { !paths.contains($0) && !$0.contains(".") }
  }
}

extension Document {
  /// A value that is spelled as on the command line.
  /// - Throws: what `parse` throws, at this place of the file.
  func spelled<Value>(_ parse: (String) throws -> Value) throws -> Value {
    do {
      return try parse(string())
    } catch let error as InputError where error.kind == .usage {
      throw self.error("\(error.place): \(error.reason)", remedy: error.remedy)
    }
  }
}
