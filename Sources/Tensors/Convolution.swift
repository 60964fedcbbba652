/// A two-dimensional convolution of one image and one group, channels first, without its im2col matrix.
///
/// `output[o, y, x] += Σ input[c, y·strideY + u·dilationY - padY, x·strideX + v·dilationX - padX] · weights[o, c, u, v]`,
/// where positions outside the input contribute real zero. One-dimensional ones have height 1. Summation order is
/// that of `MatrixProduct` with k = (c, u, v).
public struct Convolution: Sendable, Hashable {
  /// [C, H, W]
  public var inputShape: [Int]
  /// [O, OH, OW]
  public var outputShape: [Int]
  /// [kh, kw]
  public var kernel: [Int]
  public var strides: [Int]
  public var dilations: [Int]
  /// Rows and columns of zeros before the input. What is missing at the end follows from the output's shape. May be
  /// negative: the input begins before the window does.
  public var beginPads: [Int]
  /// Elements from one channel, and from one row, to the next. Dense unless set.
  public var inputStrides: [Int]
  public var outputStrides: [Int]

  public init(
    inputShape: [Int], outputShape: [Int], kernel: [Int], strides: [Int] = [1, 1],
    dilations: [Int] = [1, 1], beginPads: [Int] = [0, 0]
  ) {
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.beginPads = beginPads
    inputStrides = [inputShape[1] * inputShape[2], inputShape[2]]
    outputStrides = [outputShape[1] * outputShape[2], outputShape[2]]
  }

  /// Length of each sum: C·kh·kw.
  public var depth: Int { inputShape[0] * kernel[0] * kernel[1] }
  /// Output positions: OH·OW.
  public var positions: Int { outputShape[1] * outputShape[2] }

  /// - Parameters:
  ///   - input: `inputShape` at `inputStrides`.
  ///   - weights: [O, C, kh, kw], dense.
  ///   - output: `outputShape` at `outputStrides`; added to.
  public func accumulate(
    input: UnsafePointer<Float>, weights: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    direct { o, y, x, c, iy, ix, k in
      let place = o * outputStrides[0] + y * outputStrides[1] + x
      output[place] = output[place].addingProduct(
        weights[o * depth + k], input[c * inputStrides[0] + iy * inputStrides[1] + ix])
    }
  }

  /// Integers with zero points; exact modulo 2³².
  public func accumulate<A: ProductInteger, B: ProductInteger>(
    input: UnsafePointer<A>, inputZeroPoint: Int32 = 0, weights: UnsafePointer<B>,
    weightZeroPoint: Int32 = 0, output: UnsafeMutablePointer<Int32>
  ) {
    direct { o, y, x, c, iy, ix, k in
      let place = o * outputStrides[0] + y * outputStrides[1] + x
      let value = input[c * inputStrides[0] + iy * inputStrides[1] + ix]
      output[place] &+=
        (Int32(truncatingIfNeeded: value) &- inputZeroPoint)
        &* (Int32(truncatingIfNeeded: weights[o * depth + k]) &- weightZeroPoint)
    }
  }

  private func direct(_ step: (Int, Int, Int, Int, Int, Int, Int) -> Void) {
    for o in 0..<outputShape[0] {
      for y in 0..<outputShape[1] {
        for x in 0..<outputShape[2] {
          var k = -1
          for c in 0..<inputShape[0] {
            for u in 0..<kernel[0] {
              for v in 0..<kernel[1] {
                k += 1
                let iy = y * strides[0] + u * dilations[0] - beginPads[0]
                let ix = x * strides[1] + v * dilations[1] - beginPads[1]
                if 0..<inputShape[1] ~= iy && 0..<inputShape[2] ~= ix { step(o, y, x, c, iy, ix, k) }
              }
            }
          }
        }
      }
    }
  }
}
