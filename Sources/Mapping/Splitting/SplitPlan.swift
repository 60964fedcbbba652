import Documents
import Graphs

/// How the operators of a model are to be divided over cores: as asked, the rest by estimated cost.
public struct SplitPlan: Sendable, Hashable {
  /// For every operator that can have it; nil: chosen by cost.
  public var everywhere: Split?
  /// By the operator's name; nil: chosen by cost, whatever holds everywhere.
  public var nodes: [String: Split?] = [:]
  /// In place of dividing operators: stages of them, which samples go through.
  public var pipeline: PipelineWish?

  /// How many stages; nil: chosen by cost.
  public struct PipelineWish: Sendable, Hashable {
    public var stages: Int?

    public init(stages: Int? = nil) { self.stages = stages }
  }

  public init(everywhere: Split? = nil) { self.everywhere = everywhere }

  /// As on the command line: `rows` or `auto` for all operators, `conv1:channels` for one; `pipeline` or `pipeline=4`
  /// alone.
  /// - Throws: `InputError` `.usage` with the nearest kind, or for an operator that is named twice.
  public init(_ texts: [String]) throws {
    if let text = texts.first(where: { $0 == "pipeline" || $0.hasPrefix("pipeline=") }) {
      pipeline = try Self.pipeline(text, isAlone: texts.count == 1)
      return
    }
    var isGiven = false
    for text in texts {
      guard let colon = text.lastIndex(of: ":") else {
        guard !isGiven else {
          throw InputError(
            .usage, at: "split “\(text)”", "is the second one for all operators",
            remedy: "write NODE:\(text) for one of them")
        }
        everywhere = try Self.split(text)
        isGiven = true
        continue
      }
      let name = String(text[..<colon])
      guard nodes.updateValue(try Self.split(String(text[text.index(after: colon)...])), forKey: name) == nil
      else { throw InputError(.usage, at: "split “\(text)”", "operator “\(name)” is given twice") }
    }
  }

  private static func pipeline(_ text: String, isAlone: Bool) throws -> PipelineWish {
    guard isAlone else {
      throw InputError(
        .usage, at: "split “\(text)”", "divides the whole model, and another split is given",
        remedy: "give one of them")
    }
    guard text != "pipeline" else { return PipelineWish() }
    guard let stages = Int(text.dropFirst("pipeline=".count)), stages > 1 else {
      throw InputError(
        .usage, at: "split “\(text)”", "is no number of stages", remedy: "2 or more, as pipeline=4")
    }
    return PipelineWish(stages: stages)
  }

  private static func split(_ text: String) throws -> Split? { text == "auto" ? nil : try Split(text) }

  /// In one spelling: equal for equal plans; empty where everything is chosen by cost.
  public var name: String {
    if let pipeline { return pipeline.stages.map { "pipeline=\($0)" } ?? "pipeline" }
    let all = everywhere.map { [$0.description] } ?? []
    let single = nodes.sorted { $0.key < $1.key }.map { "\($0):\($1?.description ?? "auto")" }
    return (all + single).joined(separator: ",")
  }

  /// - Throws: `InputError` `.usage` with the nearest name for an operator that the graph does not have.
  func checkNames(in graph: Graph) throws {
    let names = graph.nodes.map(\.name)
    for name in nodes.keys.sorted() where !names.contains(name) {
      throw InputError(
        .usage, at: "split “\(name)”", "\(graph.name) has no operator of this name when it runs",
        remedy: suggestion(for: name, among: names))
    }
  }

  /// What is asked of one operator; nil: chosen by cost.
  func wish(for name: String) -> (split: Split, isForThisOne: Bool)? {
    if let own = nodes[name] { return own.map { ($0, true) } }
    return everywhere.map { ($0, false) }
  }
}
