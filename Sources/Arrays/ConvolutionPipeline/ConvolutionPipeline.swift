import Documents

/// NVDLA's convolution pipeline in its small configuration (nv_small): what each part is built like.
///
/// Features and weights are read over one port into the convolution buffer (`ConvolutionFetch`). A group of eight
/// kernels begins when all features and the group's weights are there. Its output positions go through the
/// multipliers in stripes: for every kernel tap and block of eight channels the weights are taken over, then each
/// position of the stripe takes a cycle. The accumulator holds the sums of one stripe; they leave through the
/// output path, eight channels of a position at a time.
public struct ConvolutionPipeline: Sendable, Hashable {
  /// Channels multiplied at a time, and kernels beside each other (atomic-C, atomic-K).
  public var channelBlock = 8
  public var kernelGroup = 8
  /// Bytes of a read, and of an entry of the convolution buffer.
  public var beatBytes = 8
  public var bufferBanks = 32
  public var bankEntries = 512
  public var readsInFlight = 256
  /// From the start to the first address on the port.
  public var startupCycles = 29
  /// From a read's data to the next address in its place.
  public var reissueCycles = 3
  /// Features are read in sets: eight columns of up to four blocks of channels. With more than two blocks, a set
  /// takes so many cycles more than it has beats to be gathered.
  public var setColumns = 8
  public var setBlocks = 4
  public var setCycles = 6
  /// From the last feature's arrival until the buffer says that all are there.
  public var featureCycles = 14
  /// Cycles in which the multipliers take over the weights of a tap and channel block, one kernel a cycle; under
  /// the tap before where its stripe is as long.
  public var weightLoadCycles = 8
  /// Positions of a stripe, and how short one may become before its neighbour shares.
  public var stripeLength = 16
  public var shortestStripe = 8
  /// From a position's last product to its write.
  public var outputLatencyCycles = 77
  /// Cycles that a position's eight channels take on the output path.
  public var outputCycles = 9
  /// Before its write a sum leaves the accumulator, which holds as many as a stripe has positions.
  public var accumulatorLeadCycles = 30
  /// From a group's end until reads may use the room of its weights.
  public var releaseCycles = 10
  /// From the last write to the interrupt.
  public var interruptCycles = 21
  /// Reads of weights are padded to this many.
  public var weightBeatMultiple = 16

  public init() {}

  /// Beats, positions and taps beyond which a layer is refused.
  private static let maximumWork = 1 << 28

  /// Lengths of the stripes of so many positions. A rest that is too short takes some of the stripe before.
  func stripes(_ positions: Int) -> [Int] {
    var stripes: [Int] = []
    var rest = positions
    while rest > stripeLength {
      let length = rest - stripeLength >= shortestStripe ? stripeLength : shortestStripe
      stripes.append(length)
      rest -= length
    }
    return stripes + [rest]
  }

  /// Plays a layer from start to interrupt.
  /// - Throws: `InputError` when the layer is empty, too large, or does not fit the convolution buffer.
  public func run(_ layer: ConvolutionLayer, memory: ConvolutionMemory) throws -> ConvolutionRecord {
    try check(layer, memory)
    var fetch = try ConvolutionFetch(self, layer, memory)
    let stripes = stripes(layer.positions)
    let blocks = (layer.inputChannels + channelBlock - 1) / channelBlock
    let taps = layer.kernelWidth * layer.kernelHeight * blocks
    var output = OutputPath(self)
    var now = 0
    for group in 0..<fetch.groups {
      let ready = fetch.ready(group)
      // The first weights could not be taken over under anything.
      if ready > now { now = ready + weightLoadCycles }
      for stripe in stripes {
        let tapCycles = max(stripe, weightLoadCycles)
        let lastTap = max(now + (taps - 1) * tapCycles, output.roomFor(stripe))
        output.deliver(stripe, lastTap: lastTap)
        now = lastTap + tapCycles
      }
      fetch.release(group, at: now)
    }
    let steps = fetch.groups * taps
    return ConvolutionRecord(
      cycles: output.lastWrite + interruptCycles, firstWrite: output.firstWrite, lastWrite: output.lastWrite,
      busyCycles: [
        .compute: steps * layer.positions, .weights: steps * stripes.count * weightLoadCycles,
        .output: fetch.groups * layer.positions * outputCycles,
        .bus: Int((Double(fetch.beats) * max(1, memory.cyclesPerBeat)).rounded(.up)),
      ])
  }

  private func check(_ layer: ConvolutionLayer, _ memory: ConvolutionMemory) throws {
    func product(_ extents: [Int]) -> Int? {
      var result = 1
      for extent in extents {
        guard extent > 0 else { return nil }
        let (next, overflows) = result.multipliedReportingOverflow(by: extent)
        guard !overflows, next <= Self.maximumWork else { return nil }
        result = next
      }
      return result
    }
    let isSound =
      product([layer.inputWidth, layer.inputHeight, layer.inputChannels]) != nil
      && product([layer.kernelWidth, layer.kernelHeight, layer.inputChannels, layer.outputChannels]) != nil
      && product([layer.outputWidth, layer.outputHeight, layer.outputChannels]) != nil
    guard isSound else {
      throw InputError(
        at: "convolution layer", "is empty or too large",
        remedy: "every extent at least 1, every operand at most 2^28 elements")
    }
    guard (0...1 << 20).contains(memory.readLatency), memory.cyclesPerBeat > 0,
      memory.cyclesPerBeat <= 1_048_576
    else {
      throw InputError(at: "memory", "has a latency or rate that no memory has", remedy: "0 to 2^20 cycles")
    }
  }
}

/// From the accumulator to the memory.
private struct OutputPath {
  private let pipeline: ConvolutionPipeline
  /// Writes of the last positions, as many as the accumulator holds sums.
  private var writes: [Int] = []
  private(set) var firstWrite = -1
  private(set) var lastWrite = -1
  private var free = 0

  init(_ pipeline: ConvolutionPipeline) { self.pipeline = pipeline }

  /// Cycle in which the accumulator has room for a stripe's sums.
  func roomFor(_ stripe: Int) -> Int {
    // So many older sums must have left.
    let staying = pipeline.stripeLength - stripe
    guard writes.count > staying else { return 0 }
    return writes[writes.count - 1 - staying] - pipeline.accumulatorLeadCycles
  }

  /// The sums of a stripe are complete, one a cycle, from its last tap on.
  mutating func deliver(_ stripe: Int, lastTap: Int) {
    let first = max(lastTap + pipeline.outputLatencyCycles, free)
    if firstWrite < 0 { firstWrite = first }
    for position in 0..<stripe { writes.append(first + position * pipeline.outputCycles) }
    writes.removeFirst(max(0, writes.count - pipeline.stripeLength))
    lastWrite = first + (stripe - 1) * pipeline.outputCycles
    free = lastWrite + pipeline.outputCycles
  }
}
