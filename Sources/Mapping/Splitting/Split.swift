import Documents

/// What cores can divide among themselves.
public enum SplitKind: String, Sendable, CaseIterable, Comparable {
  /// Data parallelism: every core has all weights and some of the samples.
  case batch
  /// Tensor parallelism: every core has some of the output channels (or attention heads) and their weights.
  case channels
  /// Spatial parallelism: every core has some of the output's rows or positions, and all weights.
  case rows
  /// Every core has a part of the reduction; partial sums travel from core to core until one has them all.
  case reduction
  /// Every core has some of the operators; samples go from one to the next.
  case pipeline

  public static func < (left: SplitKind, right: SplitKind) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

/// How an operator is divided over cores: by one kind, by several at once, or not at all.
public struct Split: Sendable, Hashable, CustomStringConvertible {
  /// Ascending, each once; empty for one core alone.
  public let kinds: [SplitKind]

  public static let none = Split([])

  public init(_ kinds: Set<SplitKind>) { self.kinds = kinds.sorted() }

  /// As `description` writes it: `rows`, `channels+rows`, `none`.
  /// - Throws: `InputError` `.usage` with the nearest name.
  public init(_ text: String) throws {
    if text == Split.none.description {
      self = .none
      return
    }
    var kinds: Set<SplitKind> = []
    for word in text.split(separator: "+", omittingEmptySubsequences: false).map(String.init) {
      guard let kind = SplitKind(rawValue: word) else {
        throw InputError(
          .usage, at: "split “\(text)”", "unknown kind “\(word)”",
          remedy: suggestion(for: word, among: SplitKind.allCases.map(\.rawValue) + ["none", "auto"]))
      }
      guard kind != .pipeline else {
        throw InputError(
          .usage, at: "split “\(text)”", "a pipeline divides a whole model into stages, not an operator",
          remedy: "write --split pipeline, or pipeline=4 for four stages, and nothing else")
      }
      guard kinds.insert(kind).inserted else {
        throw InputError(.usage, at: "split “\(text)”", "names \(word) twice", remedy: "write \(word)")
      }
    }
    self.init(kinds)
  }

  public var description: String {
    kinds.isEmpty ? "none" : kinds.map(\.rawValue).joined(separator: "+")
  }
}
