import Documents

extension NetworkTopology: CustomStringConvertible {
  /// The most routers, nodes or ports of a router that are built.
  static let limit = 65_536

  public var description: String {
    switch self {
    case .crossbar(let nodes): return "crossbar\(nodes)"
    case .grid(let extents, let wraps, let concentration):
      if concentration != .one {
        let nodes =
          concentration == .init(columns: 2, rows: 2) ? "" : "c\(concentration.columns)x\(concentration.rows)"
        return "cmesh\(extents.map(String.init).joined(separator: "x"))\(nodes)"
      }
      if wraps, extents.count == 1 { return "ring\(extents[0])" }
      return (wraps ? "torus" : "mesh") + extents.map(String.init).joined(separator: "x")
    case .butterfly(let arity, let stages): return "fly\(arity)ary\(stages)"
    case .fatTree(let arity, let levels): return "fattree\(arity)ary\(levels)"
    }
  }

  /// A topology by its short name: `crossbar16`, `ring8`, `mesh4x4`, `mesh4x4x4`, `torus8x8`, `cmesh4x4` (2 × 2
  /// nodes a router; `cmesh4x4c3x1`: 3 × 1), `fly4ary2` (4-ary 2-fly), `fattree4ary2`.
  ///
  /// - Throws: `InputError` that names the place, with the nearest valid name.
  public init(parsing text: String, at place: String = "") throws(InputError) {
    let family = String(text.prefix { $0.isLetter && $0.isASCII })
    let rest = String(text.dropFirst(family.count))
    func numbers(_ list: String, separator: String, count: ClosedRange<Int>) throws(InputError) -> [Int] {
      let parts = list.split(separator: separator, omittingEmptySubsequences: false)
      let values = parts.compactMap { part in
        part.allSatisfy(\.isNumber) ? Int(part).flatMap { (1...Self.limit).contains($0) ? $0 : nil } : nil
      }
      guard values.count == parts.count, count.contains(values.count) else {
        throw InputError(.usage, at: place, "“\(text)” is no topology", remedy: Self.examples)
      }
      return values
    }
    func fits(_ values: [Int]) -> Bool {
      var product = 1
      for value in values {
        let (next, overflows) = product.multipliedReportingOverflow(by: value)
        if overflows || next > Self.limit { return false }
        product = next
      }
      return true
    }
    func check(_ values: [Int]) throws(InputError) {
      guard fits(values) else {
        throw InputError(
          .usage, at: place, "“\(text)” is too large",
          remedy: "at most \(Self.limit) routers, nodes and ports")
      }
    }
    switch family {
    case "crossbar":
      let nodes = try numbers(rest, separator: "x", count: 1...1)
      guard nodes[0] <= 1024 else {
        throw InputError(
          .usage, at: place, "“\(text)” is too large", remedy: "a crossbar has at most 1024 ports")
      }
      self = .crossbar(nodes: nodes[0])
    case "ring", "mesh", "torus":
      let extents = try numbers(rest, separator: "x", count: family == "ring" ? 1...1 : 1...6)
      try check(extents)
      self = .grid(extents: extents, wraps: family != "mesh", concentration: .one)
    case "cmesh":
      let parts = rest.split(separator: "c", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let extents = try numbers(parts[0], separator: "x", count: 2...2)
      let block = try numbers(parts.count > 1 ? parts[1] : "2x2", separator: "x", count: 2...2)
      try check(extents + block)
      self = .grid(
        extents: extents, wraps: false, concentration: .init(columns: block[0], rows: block[1]))
    case "fly", "fattree":
      let parameters = try numbers(rest, separator: "ary", count: 2...2)
      let (arity, depth) = (parameters[0], parameters[1])
      guard depth <= 16, arity <= 512, arity >= 2 else {
        throw InputError(.usage, at: place, "“\(text)” is out of range", remedy: "2 to 512-ary, 1 to 16 deep")
      }
      try check([Int](repeating: arity, count: depth) + [depth])
      self = family == "fly" ? .butterfly(arity: arity, stages: depth) : .fatTree(arity: arity, levels: depth)
    default:
      let families = ["crossbar", "ring", "mesh", "torus", "cmesh", "fly", "fattree"]
      throw InputError(
        .usage, at: place, "“\(text)” is no topology",
        remedy: nearestName(to: family, among: families).map { "did you mean “\($0)”? \(Self.examples)" }
          ?? Self.examples)
    }
  }

  static let examples =
    "such as crossbar16, ring8, mesh4x4, torus8x8, cmesh4x4, fly4ary2, fattree4ary2"
}
