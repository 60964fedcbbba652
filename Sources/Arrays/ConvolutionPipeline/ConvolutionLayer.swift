import Documents

/// A direct convolution as one hardware layer.
public struct ConvolutionLayer: Sendable, Hashable {
  public var inputWidth: Int
  public var inputHeight: Int
  public var inputChannels: Int
  public var kernelWidth: Int
  public var kernelHeight: Int
  public var outputChannels: Int
  public var outputWidth: Int
  public var outputHeight: Int
  /// Banks of the convolution buffer for features and for weights; nil: features take what they need, weights the
  /// rest.
  public var featureBanks: Int?
  public var weightBanks: Int?

  public init(
    inputWidth: Int, inputHeight: Int, inputChannels: Int, kernelWidth: Int, kernelHeight: Int,
    outputChannels: Int, outputWidth: Int, outputHeight: Int, featureBanks: Int? = nil,
    weightBanks: Int? = nil
  ) {
    self.inputWidth = inputWidth
    self.inputHeight = inputHeight
    self.inputChannels = inputChannels
    self.kernelWidth = kernelWidth
    self.kernelHeight = kernelHeight
    self.outputChannels = outputChannels
    self.outputWidth = outputWidth
    self.outputHeight = outputHeight
    self.featureBanks = featureBanks
    self.weightBanks = weightBanks
  }

  var positions: Int { outputWidth * outputHeight }
  /// Bytes of one kernel, a byte a weight.
  var kernelBytes: Int { kernelWidth * kernelHeight * inputChannels }
}

/// What a layer may be bound by.
public enum ConvolutionCause: String, Sendable, CaseIterable {
  /// Multipliers at work.
  case compute
  /// The way of sums from the accumulator to the memory.
  case output = "output path"
  /// The way of weights into the multipliers' registers.
  case weights
  /// The port to the memory.
  case bus
}

/// When a layer did what, in cycles from its start.
public struct ConvolutionRecord: Sendable, Hashable {
  /// From the start to the interrupt.
  public var cycles: Int
  public var firstWrite: Int
  public var lastWrite: Int
  /// Cycles that each part was busy: what it would take alone.
  public var busyCycles: [ConvolutionCause: Int]

  /// The busiest part.
  public var cause: ConvolutionCause {
    ConvolutionCause.allCases.max { busyCycles[$0, default: 0] < busyCycles[$1, default: 0] }!
  }
}

/// A memory as the convolution sees it.
public struct ConvolutionMemory: Sendable, Hashable {
  /// Cycles from a read's address to the first possible data.
  public var readLatency: Int
  public var cyclesPerBeat: Double

  public init(readLatency: Int, cyclesPerBeat: Double) {
    self.readLatency = readLatency
    self.cyclesPerBeat = cyclesPerBeat
  }
}
