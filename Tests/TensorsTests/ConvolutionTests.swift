import Testing

@testable import Tensors

@Suite("Convolution")
struct ConvolutionTests {
  /// Geometries of all kinds: strides, dilations, pads (negative too), groups, ragged rows in memory.
  static func random(_ seed: Int) -> Convolution {
    var dice = Dice(seed: UInt64(seed + 1))
    let groups = [1, 1, 1, 2, 3][dice.roll(0...4)]
    let kernel = [dice.roll(1...4), dice.roll(1...3)]
    var convolution = Convolution(
      inputShape: [groups * dice.roll(1...4), dice.roll(1...9), dice.roll(1...12)],
      outputShape: [groups * dice.roll(1...9), dice.roll(1...7), dice.roll(1...20)], kernel: kernel,
      strides: [dice.roll(1...2), dice.roll(1...2)], dilations: [dice.roll(1...2), dice.roll(1...2)],
      beginPads: [dice.roll(-1...2), dice.roll(-1...2)], groups: groups)
    if dice.roll(0...1) == 1 {
      let row = convolution.inputShape[2] + 3
      convolution.inputStrides = [row * convolution.inputShape[1] + 2, row]
    }
    if dice.roll(0...1) == 1 {
      let row = convolution.outputShape[2] + 1
      convolution.outputStrides = [row * convolution.outputShape[1] + 5, row]
    }
    return convolution
  }

  static let cases =
    (0..<40).map(random) + [
      Convolution(inputShape: [5, 6, 7], outputShape: [8, 6, 7], kernel: [1, 1]),
      Convolution(inputShape: [3, 9, 9], outputShape: [7, 9, 9], kernel: [3, 3], beginPads: [1, 1]),
      Convolution(inputShape: [30, 4, 4], outputShape: [4, 4, 4], kernel: [3, 3], beginPads: [1, 1]),
      Convolution(
        inputShape: [8, 5, 40], outputShape: [8, 5, 40], kernel: [3, 3], beginPads: [1, 1], groups: 8),
      Convolution(inputShape: [2, 1, 30], outputShape: [4, 1, 26], kernel: [1, 5]),
    ]

  /// The definition, position by position; `step` is called for every product that is not padding.
  private static func define(_ c: Convolution, _ step: (_ out: Int, _ input: Int?, _ weight: Int) -> Void) {
    let perGroup = c.inputShape[0] / c.groups
    for o in 0..<c.outputShape[0] {
      let first = o / (c.outputShape[0] / c.groups) * perGroup
      for y in 0..<c.outputShape[1] {
        for x in 0..<c.outputShape[2] {
          for k in 0..<c.depth {
            let channel = first + k / (c.kernel[0] * c.kernel[1])
            let row = y * c.strides[0] + k / c.kernel[1] % c.kernel[0] * c.dilations[0] - c.beginPads[0]
            let column = x * c.strides[1] + k % c.kernel[1] * c.dilations[1] - c.beginPads[1]
            let inside = 0..<c.inputShape[1] ~= row && 0..<c.inputShape[2] ~= column
            let place = channel * c.inputStrides[0] + row * c.inputStrides[1] + column
            step(
              o * c.outputStrides[0] + y * c.outputStrides[1] + x, inside ? place : nil, o * c.depth + k)
          }
        }
      }
    }
  }

  private static func sizes(_ c: Convolution) -> (input: Int, weights: Int, output: Int) {
    (
      c.inputShape[0] * c.inputStrides[0], c.outputShape[0] * c.depth, c.outputShape[0] * c.outputStrides[0]
    )
  }

  @Test("fp32 is the definition bit for bit, whatever lies between the rows", arguments: cases)
  func float(convolution: Convolution) {
    var dice = Dice(seed: 11)
    let size = Self.sizes(convolution)
    let input = dice.floats(size.input)
    let weights = dice.floats(size.weights)
    let start = dice.floats(size.output)
    var expected = start
    Self.define(convolution) { out, place, weight in
      expected[out] = expected[out].addingProduct(weights[weight], place.map { input[$0] } ?? 0)
    }
    for kernel in [ProductKernel.best, .portable] {
      var output = start
      convolution.accumulate(input: input, weights: weights, output: &output, kernel: kernel)
      #expect(output == expected, "\(kernel)")
    }
  }

  @Test("int8 and others are exact; padding is real zero", arguments: cases)
  func integer(convolution: Convolution) {
    check(convolution, Int8.self, 0, Int8.self, 0)
    check(convolution, UInt8.self, 200, Int8.self, -5)
    check(convolution, Int16.self, 3, Int8.self, 1)
  }

  private func check<A: ProductInteger, B: ProductInteger>(
    _ convolution: Convolution, _: A.Type, _ inputZero: Int32, _: B.Type, _ weightZero: Int32
  ) {
    var dice = Dice(seed: 12)
    let size = Self.sizes(convolution)
    let input = dice.integers(size.input, as: A.self)
    let weights = dice.integers(size.weights, as: B.self)
    let start = dice.integers(size.output, as: Int32.self)
    var expected = start
    Self.define(convolution) { out, place, weight in
      let value = place.map { Int32(input[$0]) - inputZero } ?? 0
      expected[out] &+= value &* (Int32(weights[weight]) - weightZero)
    }
    var output = start
    convolution.accumulate(
      input: input, inputZeroPoint: inputZero, weights: weights, weightZeroPoint: weightZero,
      output: &output)
    #expect(output == expected, "\(A.self) less \(inputZero) by \(B.self) less \(weightZero)")
  }

  @Test("channel by channel it adds up to the bits of the whole")
  func channelCuts() {
    let whole = Convolution(
      inputShape: [5, 6, 6], outputShape: [4, 6, 6], kernel: [3, 3], beginPads: [1, 1])
    var dice = Dice(seed: 13)
    let input = dice.floats(180)
    let weights = dice.floats(180)
    var expected = [Float](repeating: 0, count: 144)
    whole.accumulate(input: input, weights: weights, output: &expected)
    var sum = [Float](repeating: 0, count: 144)
    for channels in [0..<2, 2..<5] {
      var part = whole
      part.inputShape[0] = channels.count
      let slice = Array(input[channels.lowerBound * 36..<channels.upperBound * 36])
      var taps: [Float] = []
      for o in 0..<4 {
        taps += weights[(o * 5 + channels.lowerBound) * 9..<(o * 5 + channels.upperBound) * 9]
      }
      part.accumulate(input: slice, weights: taps, output: &sum)
    }
    #expect(sum == expected)
  }
}
