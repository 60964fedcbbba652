import Documents

/// When the requests of a trace may be offered.
public enum InjectionMode: Sendable, Hashable {
  /// As many as are accepted, in order.
  case saturating
  /// Request i not before cycle i × k.
  case paced(Double)
  /// Each not before its own cycle.
  case timed
  /// At most one read outstanding: unloaded latency.
  case serial
  /// One queue a stream, taken in turn; each stream has at most so many reads outstanding.
  case dma(Int)

  /// As on the command line: `sat`, `paced:8`, `timed`, `serial`, `dma:4`.
  /// - Throws: `InputError` `.usage`.
  public init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first ?? "", parts.count) {
    case ("sat", 1): self = .saturating
    case ("timed", 1): self = .timed
    case ("serial", 1): self = .serial
    case ("paced", 2):
      guard let cycles = Double(parts[1]), cycles > 0, cycles <= 1e6 else {
        throw InjectionMode.unknown(text, "paced:K takes cycles above 0, at most 1000000")
      }
      self = .paced(cycles)
    case ("dma", 2):
      guard let reads = Int(parts[1]), 1...100_000 ~= reads else {
        throw InjectionMode.unknown(text, "dma:N takes a whole number from 1 to 100000")
      }
      self = .dma(reads)
    default:
      throw InjectionMode.unknown(
        text, suggestion(for: parts.first ?? "", among: ["sat", "paced:K", "timed", "serial", "dma:N"]))
    }
  }

  private static func unknown(_ text: String, _ remedy: String) -> InputError {
    InputError(.usage, at: "mode “\(text)”", "is no injection mode", remedy: remedy)
  }
}
