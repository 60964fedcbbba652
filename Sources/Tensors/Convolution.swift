/// A two-dimensional convolution of one image, channels first, without its im2col matrix.
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
  /// negative: the first window then begins inside the input.
  public var beginPads: [Int]
  /// Output channels of a group see the input channels of that group only; C and O are multiples of it.
  public var groups: Int
  /// Elements from one channel, and from one row, to the next. Dense unless set.
  public var inputStrides: [Int]
  public var outputStrides: [Int]

  public init(
    inputShape: [Int], outputShape: [Int], kernel: [Int], strides: [Int] = [1, 1],
    dilations: [Int] = [1, 1], beginPads: [Int] = [0, 0], groups: Int = 1
  ) {
    precondition(inputShape[0] % groups == 0 && outputShape[0] % groups == 0, "whole groups of channels")
    self.inputShape = inputShape
    self.outputShape = outputShape
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.beginPads = beginPads
    self.groups = groups
    inputStrides = [inputShape[1] * inputShape[2], inputShape[2]]
    outputStrides = [outputShape[1] * outputShape[2], outputShape[2]]
  }

  /// Length of each sum: C/groups·kh·kw.
  public var depth: Int { inputShape[0] / groups * kernel[0] * kernel[1] }
  /// Output positions: OH·OW.
  public var positions: Int { outputShape[1] * outputShape[2] }

  /// - Parameters:
  ///   - input: `inputShape` at `inputStrides`.
  ///   - weights: [O, C/groups, kh, kw], dense.
  ///   - output: `outputShape` at `outputStrides`; added to.
  public func accumulate(
    input: UnsafePointer<Float>, weights: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
  ) {
    accumulate(input: input, weights: weights, output: output, kernel: .best)
  }

  /// Integers less their zero points; exact modulo 2³². Fast for 8-bit types, and Int16 without a zero point.
  public func accumulate<A: ProductInteger, B: ProductInteger>(
    input: UnsafePointer<A>, inputZeroPoint: Int32 = 0, weights: UnsafePointer<B>,
    weightZeroPoint: Int32 = 0, output: UnsafeMutablePointer<Int32>
  ) {
    accumulate(
      input: input, inputZeroPoint: inputZeroPoint, weights: weights, weightZeroPoint: weightZeroPoint,
      output: output, kernel: .best)
  }
}
