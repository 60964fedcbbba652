import DRAM

/// Which channel (or bank of the shared buffer) an address belongs to, and in how many requests bytes are asked for.
struct AddressInterleave {
  private let firstChannel: Int
  private let channels: ChannelInterleave
  let requestBytes: Int
  private let requestShift: Int

  /// - Parameters:
  ///   - interleaveBytes, requestBytes: powers of two.
  init(firstChannel: Int, channelCount: Int, interleaveBytes: Int, requestBytes: Int) {
    self.firstChannel = firstChannel
    channels = ChannelInterleave(channelCount: channelCount, blockBytes: interleaveBytes)
    self.requestBytes = requestBytes
    requestShift = requestBytes.trailingZeroBitCount
  }

  @inline(__always) func channel(of address: Int) -> Int { firstChannel &+ channels.channel(of: address) }

  /// Requests that these bytes belong to, whole or in part.
  @inline(__always) func requests(at address: Int, bytes: Int) -> Int {
    ((address & (requestBytes &- 1)) &+ bytes &+ requestBytes &- 1) >> requestShift
  }
}
