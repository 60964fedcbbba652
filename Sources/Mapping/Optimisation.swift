import Documents

/// What the mapper may do to a graph besides laying out one operator after the other.
public enum Optimisation: String, Sendable, CaseIterable {
  /// Chains whose slices need nothing of each other stay in the scratchpads: a product and what reads it element by
  /// element or row by row, attention without its scores in memory.
  case stream
  /// Chains whose slices overlap: windows over windows, the halo computed again or kept.
  case depthFirst = "depth-first"
  /// Values that tiles read and write in short runs lie in blocks in DRAM.
  case layout

  /// Those that compute operators together.
  public static let slicing: Set<Optimisation> = [.stream, .depthFirst]

  /// As on the command line: `none`, `all`, or names with commas between them.
  /// - Parameter otherWords: that the reader of the text knows besides.
  /// - Throws: `InputError` `.usage` with the nearest name.
  public static func set(_ text: String, otherWords: [String] = []) throws -> Set<Optimisation> {
    switch text {
    case "none": return []
    case "all": return Set(allCases)
    default:
      let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // They stand by themselves only.
      let wholes = words.count == 1 ? ["none", "all"] + otherWords : []
      return Set(
        try words.map { word in
          guard let found = Optimisation(rawValue: word) else {
            throw InputError(
              .usage, at: "optimisation “\(word)”",
              words.count == 1 ? "is not known" : "is not one of those that can be named together",
              remedy: suggestion(for: word, among: allCases.map(\.rawValue) + wholes))
          }
          return found
        })
    }
  }
}
