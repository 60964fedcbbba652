/// Which channel (or bank of the shared buffer) an address belongs to.
///
/// Blocks of `interleaveBytes` go round the channels; each round begins at a pseudo-random one, `channel =
/// (b + h(b / n)) mod n`. Any aligned round still touches every channel once, and strides of a power of two, the
/// rows of most matrices, do not meet on a few channels. Memory controllers fold higher address bits into the
/// channel for the same reason (B. R. Rau, Pseudo-randomly interleaved memory, ISCA 1991).
struct AddressInterleave {
  private let firstChannel: Int
  private let channelCount: Int
  /// log2 of the number of channels; -1 when it is no power of two.
  private let channelShift: Int
  private let blockShift: Int
  let requestBytes: Int
  private let requestShift: Int

  /// - Parameters:
  ///   - interleaveBytes, requestBytes: powers of two.
  init(firstChannel: Int, channelCount: Int, interleaveBytes: Int, requestBytes: Int) {
    self.firstChannel = firstChannel
    self.channelCount = channelCount
    self.requestBytes = requestBytes
    requestShift = requestBytes.trailingZeroBitCount
    blockShift = interleaveBytes.trailingZeroBitCount
    let isPowerOfTwo = channelCount & (channelCount - 1) == 0
    channelShift = isPowerOfTwo ? channelCount.trailingZeroBitCount : -1
  }

  @inline(__always) func channel(of address: Int) -> Int {
    let block = address >> blockShift
    if channelShift >= 0 {
      return firstChannel &+ ((block &+ Self.start(ofRound: block >> channelShift)) & (channelCount &- 1))
    }
    return firstChannel &+ (block &+ Self.start(ofRound: block / channelCount)) % channelCount
  }

  /// The high half of a multiplication by 2⁶⁴ / golden ratio (Knuth, The Art of Computer Programming, vol. 3,
  /// section 6.4), which spreads any arithmetic progression.
  @inline(__always) private static func start(ofRound round: Int) -> Int {
    Int((UInt64(truncatingIfNeeded: round) &* 0x9E37_79B9_7F4A_7C15) >> 40)
  }

  /// Requests that these bytes belong to, whole or in part.
  @inline(__always) func requests(at address: Int, bytes: Int) -> Int {
    ((address & (requestBytes &- 1)) &+ bytes &+ requestBytes &- 1) >> requestShift
  }
}
