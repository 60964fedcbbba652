/// Which of several equal memories an address belongs to, and where it is in that one.
///
/// Blocks go round the memories; each round begins at a pseudo-random one, `(b + h(b / n)) mod n`. Any aligned round still
/// touches every one once, and strides of a power of two, the rows of most matrices, do not meet on a few of them. Memory
/// controllers fold higher address bits into the channel for the same reason (B. R. Rau, Pseudo-randomly interleaved
/// memory, ISCA 1991).
public struct ChannelInterleave: Sendable, BitwiseCopyable {
  public let channelCount: Int
  /// log2 of the number of channels; -1 when it is no power of two.
  @usableFromInline let channelShift: Int
  @usableFromInline let blockShift: Int

  /// - Parameter blockBytes: a power of two.
  public init(channelCount: Int, blockBytes: Int) {
    self.channelCount = channelCount
    channelShift = channelCount.nonzeroBitCount == 1 ? channelCount.trailingZeroBitCount : -1
    blockShift = blockBytes.trailingZeroBitCount
  }

  @inlinable @inline(__always)
  public func channel(of address: Int) -> Int {
    let block = address >> blockShift
    if channelShift >= 0 {
      return (block &+ Self.start(ofRound: block >> channelShift)) & (channelCount &- 1)
    }
    return (block &+ Self.start(ofRound: block / channelCount)) % channelCount
  }

  /// The address within its channel: every round has one block there.
  @inlinable @inline(__always)
  public func local(_ address: Int) -> Int {
    let block = address >> blockShift
    let round = channelShift >= 0 ? block >> channelShift : block / channelCount
    return round << blockShift | address & (1 << blockShift &- 1)
  }

  /// The high half of a multiplication by 2⁶⁴ / golden ratio (Knuth, The Art of Computer Programming, vol. 3,
  /// section 6.4), which spreads any arithmetic progression.
  @inlinable @inline(__always)
  static func start(ofRound round: Int) -> Int {
    Int((UInt64(truncatingIfNeeded: round) &* 0x9E37_79B9_7F4A_7C15) >> 40)
  }
}
