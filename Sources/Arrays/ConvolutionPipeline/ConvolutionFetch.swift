import Documents

/// The reads of a layer: features and weights take turns on one port, so many reads in flight, as far as the
/// convolution buffer has room.
struct ConvolutionFetch {
  let groups: Int
  private let pipeline: ConvolutionPipeline
  private let memory: ConvolutionMemory
  private let featureBeats: Int
  private let weightBeats: Int
  /// Beats of weights with which each group is complete.
  private let groupBeats: [Int]
  private let weightCapacity: Int
  /// Beats of a set of features, in their order; nil where features come without gaps.
  private var sets: FeatureSets?

  private var features = 0
  private var weights = 0
  private var released = 0
  private var releasedGroups = 0
  private var groupEnds: [Int] = []
  private var isFeatureTurn = true
  private var nextAddress: Double
  private var nextFeatureAddress: Double = 0
  /// When the set of features that is being read began, and with which beat.
  private var setStart: Double
  private var setFirst = 0
  private var lastArrival: Double = -1
  /// Arrivals of the last reads, as many as may be in flight, in a ring.
  private var arrivals: [Double]
  private var issued = 0
  private var featuresArrived: Double?
  private var groupsArrived: [Double] = []

  /// - Throws: `InputError` when features, or the weights of a group, do not fit the buffer.
  init(
    _ pipeline: ConvolutionPipeline, _ layer: ConvolutionLayer, _ memory: ConvolutionMemory
  ) throws {
    self.pipeline = pipeline
    self.memory = memory
    func beats(_ bytes: Int) -> Int { (bytes + pipeline.beatBytes - 1) / pipeline.beatBytes }
    let blocks = (layer.inputChannels + pipeline.channelBlock - 1) / pipeline.channelBlock
    featureBeats = layer.inputWidth * layer.inputHeight * blocks
    groups = (layer.outputChannels + pipeline.kernelGroup - 1) / pipeline.kernelGroup
    groupBeats = (1...groups).map {
      beats(layer.kernelBytes * min($0 * pipeline.kernelGroup, layer.outputChannels))
    }
    let multiple = pipeline.weightBeatMultiple
    weightBeats = (groupBeats[groups - 1] + multiple - 1) / multiple * multiple
    let featureBanks = (featureBeats + pipeline.bankEntries - 1) / pipeline.bankEntries
    let weightBanks = layer.weightBanks ?? pipeline.bufferBanks - (layer.featureBanks ?? featureBanks)
    weightCapacity = weightBanks * pipeline.bankEntries
    sets = blocks > 2 ? FeatureSets(pipeline, width: layer.inputWidth, blocks: blocks) : nil
    nextAddress = Double(pipeline.startupCycles)
    setStart = nextAddress
    arrivals = Array(repeating: -.infinity, count: pipeline.readsInFlight)

    let largestGroup = zip(groupBeats, [0] + groupBeats).map { $0 - $1 }.max() ?? 0
    guard featureBanks <= layer.featureBanks ?? pipeline.bufferBanks, largestGroup <= weightCapacity else {
      throw InputError(
        at: "convolution layer",
        "does not fit the convolution buffer: \(featureBeats) entries of features, \(largestGroup) of a group's "
          + "weights",
        remedy: "\(pipeline.bufferBanks) banks of \(pipeline.bankEntries); split the layer")
    }
  }

  var beats: Int { featureBeats + weightBeats }

  /// When a group's operands are all in the buffer.
  mutating func ready(_ group: Int) -> Int {
    while features < featureBeats || groupsArrived.count <= group {
      if !readNext() { makeRoom() }
    }
    let features = featuresArrived! + Double(pipeline.featureCycles)
    return Int(max(features, groupsArrived[group] + 1).rounded(.up))
  }

  /// The group's multiplications are done: its weights make room.
  mutating func release(_ group: Int, at cycle: Int) { groupEnds.append(cycle) }

  /// Goes on when the oldest group's weights are gone.
  private mutating func makeRoom() {
    precondition(releasedGroups < groupEnds.count, "weights wait for room that no group leaves")
    released = groupBeats[releasedGroups]
    nextAddress = max(nextAddress, Double(groupEnds[releasedGroups] + pipeline.releaseCycles))
    releasedGroups += 1
  }

  /// One beat; false when there is no room for any.
  private mutating func readNext() -> Bool {
    let hasFeatures = features < featureBeats
    let hasWeights = weights < weightBeats && weights - released < weightCapacity
    guard hasFeatures || hasWeights else { return false }
    var takesFeature = hasFeatures && (isFeatureTurn || !hasWeights)
    if takesFeature, nextFeatureAddress > nextAddress {
      // The features' gathering has a gap, which weights may use.
      if hasWeights { takesFeature = false } else { nextAddress = nextFeatureAddress }
    }
    let arrival = read()
    isFeatureTurn = !takesFeature
    if takesFeature {
      features += 1
      if features == featureBeats { featuresArrived = arrival }
      if sets?.endsSet(after: features) == true { endSet() }
    } else {
      weights += 1
      while groupsArrived.count < groups, weights >= groupBeats[groupsArrived.count] {
        groupsArrived.append(arrival)
      }
    }
    return true
  }

  /// A set is gathered no faster than its beats and some cycles.
  private mutating func endSet() {
    nextFeatureAddress = setStart + Double(features - setFirst + pipeline.setCycles)
    setStart = max(nextFeatureAddress, nextAddress)
    setFirst = features
  }

  /// An address as soon as there is a place in flight; its data after the latency, at the memory's rate.
  private mutating func read() -> Double {
    let place = issued % arrivals.count
    let address = max(nextAddress, arrivals[place] + Double(pipeline.reissueCycles))
    let arrival = max(address + Double(memory.readLatency), lastArrival + max(1, memory.cyclesPerBeat))
    arrivals[place] = arrival
    issued += 1
    lastArrival = arrival
    nextAddress = address + 1
    return arrival
  }
}

/// In which parts features are gathered: some columns of some channel blocks at a time.
private struct FeatureSets {
  /// Beats of the sets of one line, after which the next line's follow.
  private var ends: Set<Int> = []
  private let lineBeats: Int

  init(_ pipeline: ConvolutionPipeline, width: Int, blocks: Int) {
    lineBeats = width * blocks
    var beats = 0
    for block in stride(from: 0, to: blocks, by: pipeline.setBlocks) {
      for column in stride(from: 0, to: width, by: pipeline.setColumns) {
        beats += min(pipeline.setBlocks, blocks - block) * min(pipeline.setColumns, width - column)
        ends.insert(beats)
      }
    }
  }

  func endsSet(after beats: Int) -> Bool { ends.contains((beats - 1) % lineBeats + 1) }
}
