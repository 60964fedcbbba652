/// The rows, or the columns, of a padded image.
///
/// Positions are sorted by their remainder to the stride, their *phase*: those that neighbouring windows reach with one
/// tap then lie next to each other, whatever the stride. Phases that no tap reaches are left out.
struct PaddedAxis {
  private let stride: Int
  private let dilation: Int
  private let pad: Int
  private let input: Int
  private let phases: [Int]
  private let phaseLength: Int

  init(_ convolution: Convolution, axis: Int) {
    stride = convolution.strides[axis]
    dilation = convolution.dilations[axis]
    pad = convolution.beginPads[axis]
    input = convolution.inputShape[axis + 1]
    let taps = 0..<convolution.kernel[axis]
    phases = Set(taps.map { [stride, dilation] in $0 * dilation % stride }).sorted()
    phaseLength = convolution.outputShape[axis + 1] + (taps.count - 1) * dilation / stride
  }

  /// Positions in all.
  var length: Int { phases.count * phaseLength }

  /// Where a tap of the first window falls; that of the next window is the next position.
  func place(ofTap tap: Int) -> Int {
    let position = tap * dilation
    return phases.firstIndex(of: position % stride)! * phaseLength + position / stride
  }

  /// A stretch of the input, every `stride`-th from `first` on, that lies at `place` and the places after it.
  struct Stretch {
    var first: Int
    var count: Int
    var place: Int
  }

  /// The parts of the input that some window reaches.
  var stretches: [Stretch] {
    phases.enumerated().compactMap { slot, phase in
      let low = stepsUp(to: pad - phase)
      let high = min(phaseLength, stepsUp(to: input + pad - phase))
      if low >= high { return nil }
      return Stretch(first: phase + low * stride - pad, count: high - low, place: slot * phaseLength + low)
    }
  }

  private func stepsUp(to distance: Int) -> Int { (max(0, distance) + stride - 1) / stride }
}
