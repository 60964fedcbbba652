import Documents

/// What each name in a model's file stands for.
struct NameTable {
  enum Meaning {
    case value(ValueIndex)
    /// An output of a node that is not in the graph yet, by its place in the file.
    case node(Int)
  }

  private let file: String
  private let aliases: [String: String]
  private var meanings: [String: Meaning] = [:]
  private var settled: [String: ValueIndex] = [:]

  init(file: String, aliases: [String: String]) throws {
    self.file = file
    self.aliases = aliases
  }

  mutating func define(_ name: String, _ meaning: Meaning, at place: String) throws {
    guard !name.isEmpty else {
      throw InputError(at: place, "has an empty name", remedy: "give every value a name")
    }
    guard meanings[name] == nil, aliases[name] == nil else {
      throw InputError(at: place, "the name “\(name)” is used twice", remedy: "names must differ")
    }
    meanings[name] = meaning
  }

  /// A node's output now has a place in the graph.
  mutating func settle(_ name: String, _ value: ValueIndex) { settled[name] = value }

  /// The node that makes the value; nil when it is an input or constant.
  func producer(_ name: String, at place: String) throws -> Int? {
    if case .node(let node) = try meaning(name, at: place) { node } else { nil }
  }

  func value(_ name: String, at place: String) throws -> ValueIndex {
    switch try meaning(name, at: place) {
    case .value(let value): return value
    case .node:
      guard let value = settled[resolved(name)] else {
        throw InputError(at: place, "“\(name)” is not computed before it is used")
      }
      return value
    }
  }

  private func resolved(_ name: String) -> String {
    var name = name
    while let target = aliases[name] { name = target }
    return name
  }

  private func meaning(_ name: String, at place: String) throws -> Meaning {
    guard let meaning = meanings[resolved(name)] else {
      let candidates = Array(meanings.keys) + Array(aliases.keys)
      let near = nearestName(to: name, among: candidates)
      throw InputError(
        at: place, "unknown value “\(name)”",
        remedy: near.map { "did you mean “\($0)”?" } ?? "it is neither an input, a weight nor a node's output"
      )
    }
    return meaning
  }
}
