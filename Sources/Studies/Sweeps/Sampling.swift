import Documents
import EventSimulation

/// Which combinations of the parameters' values a study looks at.
public struct Sampling: Sendable, Hashable {
  public enum Method: String, Sendable, CaseIterable {
    /// Every combination.
    case grid
    /// The first values of all parameters, the second ones, and so on.
    case list
    /// Combinations drawn at random, none twice.
    case random
    /// Every parameter's values are used equally often, in random company (McKay, Beckman and Conover, 1979).
    case latinHypercube = "latin-hypercube"
    /// The low-discrepancy sequence of Sobol, shifted at random.
    case sobol
  }

  public static let maximumPoints = 1_000_000

  public var method = Method.grid
  /// Points to choose, before those that come twice are dropped; for the last three methods.
  var count = 0
  var seed = 1

  init() {}

  /// A method's name, or an object with count and seed.
  init(_ document: Document) throws {
    if case .string = document.value {
      method = try document.choice(Method.self)
      guard method == .grid || method == .list else {
        throw document.error(
          "says no count", remedy: "write {\"method\": \"\(method.rawValue)\", \"count\": 100}")
      }
      return
    }
    var object = try document.object()
    method = try object.required("method").choice(Method.self)
    let givenSeed = try object.optional("seed")?.integer(in: 0...Int.max)
    seed = givenSeed ?? 1
    let count = try object.optional("count")?.integer(in: 1...Self.maximumPoints)
    try object.finish()
    let chooses = method != .grid && method != .list
    guard chooses == (count != nil), chooses || givenSeed == nil else {
      throw document.error(
        chooses ? "“count” is missing" : "takes all combinations of a \(method.rawValue)",
        remedy: chooses ? "how many points to choose" : "leave out count and seed")
    }
    self.count = count ?? 0
  }

  /// Positions in the lists of values, one list for each point.
  /// - Parameter sizes: how many values each independent parameter has.
  /// - Throws: `InputError` at `document` for more points than anybody has time for, and lists of different lengths.
  func positions(sizes: [Int], _ document: Document) throws -> [[Int]] {
    switch method {
    case .grid: return try grid(sizes, document)
    case .list:
      guard let length = sizes.first else { return [[]] }
      guard sizes.allSatisfy({ $0 == length }) else {
        throw document.error(
          "lists of \(sizes.map(String.init).joined(separator: ", ")) values do not go side by side",
          remedy: "give all parameters equally many values")
      }
      return (0..<length).map { [Int](repeating: $0, count: sizes.count) }
    case .random: return random(sizes)
    case .latinHypercube: return distinct(latinHypercube(sizes))
    case .sobol:
      guard sizes.count <= SobolSequence.maximumDimensions else {
        throw document.error(
          "has \(sizes.count) parameters for a Sobol sequence",
          remedy: "at most \(SobolSequence.maximumDimensions), or choose latin-hypercube")
      }
      return distinct(sobol(sizes))
    }
  }

  private func grid(_ sizes: [Int], _ document: Document) throws -> [[Int]] {
    let total = sizes.reduce(1) { min($0 * $1, Self.maximumPoints + 1) }
    guard total <= Self.maximumPoints else {
      throw document.error(
        "makes more than \(Self.maximumPoints) points", remedy: "sample: random, latin-hypercube or sobol")
    }
    return (0..<total).map { point in
      var rest = point
      var position = [Int](repeating: 0, count: sizes.count)
      for dimension in sizes.indices.reversed() {
        (rest, position[dimension]) = rest.quotientAndRemainder(dividingBy: sizes[dimension])
      }
      return position
    }
  }

  private func random(_ sizes: [Int]) -> [[Int]] {
    var generator = SeededGenerator(seed: UInt64(seed))
    let all = sizes.reduce(1.0) { $0 * Double($1) }
    let wanted = all < Double(count) ? Int(all) : count
    var seen: Set<[Int]> = []
    var positions: [[Int]] = []
    while positions.count < wanted {
      let position = sizes.map { Int.random(in: 0..<$0, using: &generator) }
      if seen.insert(position).inserted { positions.append(position) }
    }
    return positions
  }

  private func latinHypercube(_ sizes: [Int]) -> [[Int]] {
    var generator = SeededGenerator(seed: UInt64(seed))
    let columns = sizes.map { size in
      (0..<count).map { $0 * size / count }.shuffled(using: &generator)
    }
    return (0..<count).map { point in columns.map { $0[point] } }
  }

  private func sobol(_ sizes: [Int]) -> [[Int]] {
    var generator = SeededGenerator(seed: UInt64(seed))
    var sequence = SobolSequence(dimensions: sizes.count)
    let shifts = sizes.map { _ in UInt32.random(in: .min ... .max, using: &generator) }
    return (0..<count).map { _ in
      zip(zip(sequence.next(), shifts), sizes).map { pair, size in
        Int((UInt64(pair.0 ^ pair.1) * UInt64(size)) >> 32)
      }
    }
  }

  private func distinct(_ positions: [[Int]]) -> [[Int]] {
    var seen: Set<[Int]> = []
    return positions.filter { seen.insert($0).inserted }
  }
}
