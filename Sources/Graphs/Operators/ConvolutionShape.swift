import Tensors

/// What Conv and ConvTranspose know once shapes are known.
struct ConvolutionShape: Sendable {
  var geometry: WindowGeometry
  var groups: Int
  var inputChannels: Int
  var outputChannels: Int

  var inputChannelsPerGroup: Int { inputChannels / groups }
  var outputChannelsPerGroup: Int { outputChannels / groups }

  /// The groups that a range of output channels touches.
  func groups(of channels: Range<Int>) -> ClosedRange<Int> {
    channels.lowerBound / outputChannelsPerGroup...(channels.upperBound - 1) / outputChannelsPerGroup
  }

  /// From the first input channel that these output channels need to the last, for some channels of each group.
  func inputChannels(for outputs: Range<Int>, reduction: Range<Int>) -> Range<Int> {
    let groups = groups(of: outputs)
    return groups.lowerBound * inputChannelsPerGroup + reduction.lowerBound..<groups.upperBound
      * inputChannelsPerGroup + reduction.upperBound
  }
}
