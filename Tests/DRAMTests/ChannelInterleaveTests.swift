import Testing

@testable import DRAM

@Suite("Addresses over several memories")
struct ChannelInterleaveTests {
  @Test(
    "Every address has a place of its own, and every round one block in each channel",
    arguments: [1, 2, 3, 8, 40])
  func places(_ channels: Int) {
    let interleave = ChannelInterleave(channelCount: channels, blockBytes: 256)
    var taken: Set<[Int]> = []
    for block in 0..<channels * 50 {
      let address = block * 256 + 7
      let (channel, local) = (interleave.channel(of: address), interleave.local(address))
      #expect(0..<channels ~= channel)
      #expect(local == block / channels * 256 + 7)
      #expect(taken.insert([channel, local]).inserted)
    }
  }

  @Test("A stride of a power of two meets all channels alike")
  func strides() {
    let interleave = ChannelInterleave(channelCount: 8, blockBytes: 256)
    for stride in [2048, 4096, 65_536, 1 << 20] {
      var counts = [Int](repeating: 0, count: 8)
      for index in 0..<800 { counts[interleave.channel(of: index * stride)] += 1 }
      #expect(counts.allSatisfy { 50...150 ~= $0 }, "\(stride): \(counts)")
    }
  }
}
