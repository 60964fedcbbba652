import EventSimulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// In every cycle each node creates a packet with the same probability, whatever happened before.
///
/// The pairs (cycle, node) in order are independent trials, so the distance from one success to the next is
/// geometric: one logarithm a packet, and nothing for the trials between.
public struct BernoulliSource: Sendable {
  private let nodes: Int
  private let scale: Double
  private var random: SeededGenerator
  /// The next success among all trials.
  private var trial = -1

  /// - Parameters:
  ///   - probability: of a packet in a cycle at a node, 0 < p ≤ 1.
  public init(nodes: Int, probability: Double, seed: UInt64) {
    precondition(probability > 0 && probability <= 1, "not a probability")
    self.nodes = nodes
    scale = probability == 1 ? 0 : 1 / log1p(-probability)
    random = SeededGenerator(trafficSeed: seed)
    advance()
  }

  public var cycle: Int { trial / nodes }
  public var node: Int { trial % nodes }

  @inline(__always)
  public mutating func advance() {
    let gap = scale == 0 ? 0 : log(random.unit()) * scale
    trial += 1 + Int(min(gap, 1e15))
  }
}
