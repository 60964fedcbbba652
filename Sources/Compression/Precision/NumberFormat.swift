import Tensors

/// What the operands of a product are stored and multiplied in.
public enum NumberFormat: Sendable, Hashable {
  /// Floating point: fp32, fp16, bf16, or one of 8 bits.
  case floating(ElementType)
  /// 8-bit floating point, every tensor divided by the power of two that makes its largest number fit.
  case scaled(ElementType)
  /// fp32 whose operands keep ten bits of fraction, as matrix engines with tf32 round them.
  case tensorFloat32
  case integer(IntegerFormat)

  /// The formats without options, by name.
  static let plain: [String: NumberFormat] = [
    "fp32": .floating(.float32), "tf32": .tensorFloat32, "fp16": .floating(.float16),
    "bf16": .floating(.bfloat16), "fp8-e4m3": .floating(.float8e4m3), "fp8-e5m2": .floating(.float8e5m2),
    "int8": .integer(IntegerFormat()),
  ]

  /// As it is written: `fp16`, `fp8-e4m3,scaled`, `w4a8,per-channel`.
  public var name: String {
    switch self {
    case .floating(let element): element.rawValue
    case .scaled(let element): "\(element.rawValue),scaled"
    case .tensorFloat32: "tf32"
    case .integer(let format): format.name
    }
  }

  /// The element type that a matrix engine multiplies.
  public var element: ElementType {
    switch self {
    case .floating(let element), .scaled(let element): element
    case .tensorFloat32: .float32
    case .integer(let format): format.fitsBytes ? .int8 : .float32
    }
  }

  /// The part of the format that is about activations: what of it is alike for formats that differ in their weights.
  var storage: NumberFormat {
    guard case .integer(let format) = self else { return self }
    return .integer(
      IntegerFormat(
        activationBits: format.activationBits, hasSymmetricActivations: format.hasSymmetricActivations,
        range: format.range))
  }

  /// Whether codes fit the bytes that integer engines multiply; true of what are no codes.
  var fitsBytes: Bool { if case .integer(let format) = self { format.fitsBytes } else { true } }

  /// How much of a number it keeps, for values that are stored once and read in several formats.
  var rank: Int {
    switch self {
    case .floating(.float32): 100
    case .tensorFloat32: 90
    case .floating(let element): element.bitWidth
    case .scaled(let element): element.bitWidth
    case .integer(let format): format.activationBits
    }
  }
}

/// Linear quantisation of weights and activations to integers.
public struct IntegerFormat: Sendable, Hashable {
  /// How the ends of a tensor's codes are chosen.
  public enum RangeRule: Sendable, Hashable {
    /// From the least to the largest number.
    case minMax
    /// So that this percentage of the numbers lies inside, as many cut off at each end.
    case percentile(Double)
    /// So that the mean squared error is least.
    case meanSquaredError
  }

  public var weightBits = 8
  public var activationBits = 8
  /// Whether every output channel's weights have a scale of their own.
  public var isPerChannel = false
  /// Whether codes of weights lie around 0; if not they have a zero point (one scale a tensor only).
  public var hasSymmetricWeights = true
  public var hasSymmetricActivations = false
  public var range = RangeRule.minMax

  public static let bitWidths = 2...16

  public init(
    weightBits: Int = 8, activationBits: Int = 8, isPerChannel: Bool = false,
    hasSymmetricWeights: Bool = true, hasSymmetricActivations: Bool = false, range: RangeRule = .minMax
  ) {
    self.weightBits = weightBits
    self.activationBits = activationBits
    self.isPerChannel = isPerChannel
    self.hasSymmetricWeights = hasSymmetricWeights
    self.hasSymmetricActivations = hasSymmetricActivations
    self.range = range
  }

  public var name: String {
    var words = ["w\(weightBits)a\(activationBits)"]
    if isPerChannel { words.append("per-channel") }
    if !hasSymmetricWeights { words.append("asymmetric-weights") }
    if hasSymmetricActivations { words.append("symmetric") }
    switch range {
    case .minMax: break
    case .percentile(let percentage): words.append("percentile=\(percentage)")
    case .meanSquaredError: words.append("mse")
    }
    return words.joined(separator: ",")
  }

  /// Whether codes fit the bytes that integer engines multiply; wider ones are multiplied as real numbers.
  var fitsBytes: Bool { weightBits <= 8 && activationBits <= 8 }
}
