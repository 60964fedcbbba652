import Chips
import DRAM
import Documents

/// The DRAM at `command` level: a controller and banks for each channel of the chip (see `DRAMChannel`).
///
/// A packet of requests enters when its tail arrives, at the next edge of the memory's clock. It waits in the channel's
/// line, first come first served, and is cut into the bursts that its requests touch; in each cycle a controller takes
/// at most one, after it has issued what was ready. Requests give their places in the line back when the last burst of
/// their packet is taken: that is the credit the engines wait for. A write is acknowledged in the cycle after that, a
/// read when the last of its data has come.
///
/// The chip's interleave picks the channel. What is left of the address goes through the memory file's address map,
/// which may name pseudo-channels: a channel of the chip is then as many controllers behind one line.
///
/// A channel plays only cycles in which its controller may act, and sleeps while nothing waits; refreshes of that time
/// are caught up with when the next request comes.
struct CommandMemory: ~Copyable {
  /// A packet by its number in the pool of requests.
  struct Access: BitwiseCopyable {
    /// The next packet in the line, -1 at its end.
    var next: Int32 = -1
    var isWrite = false
    /// Requests in the packet.
    var count: Int32 = 1
    var burstsToTake: Int32 = 0
    var burstsToReturn: Int32 = 0
    /// Of its next burst, within the channel, and the place of the block that it lies in.
    var address = 0
    var block = DRAMPlace(channel: 0, bank: 0, row: 0, column: 0)
    var arrival = 0
    /// Cycle in which the last of its data is there, so far.
    var ready = 0
  }

  private struct Line: BitwiseCopyable {
    var first: Int32 = -1
    var last: Int32 = -1
    /// Cycle for which the channel has an event, `Int.max` for none.
    var wake = Int.max
  }

  /// A packet that is answered in a cycle to come.
  struct Answer: BitwiseCopyable {
    var request: Int32
    var cycle: Int
  }

  let clockFemtoseconds: UInt64
  /// In a place of its own: it is large, and would be copied to ask it anything.
  private let configuration: UnsafeMutablePointer<DRAMConfiguration>
  private let burstBytes: Int
  private let burstShift: Int
  /// The places of a block's bursts: the map permutes bits, so what it makes of a block is asked for once.
  private let burstPlaces: FlatArray<DRAMPlace>
  private let blockMask: Int
  private static let burstsPerBlock = 64
  private let requestBytes: Int
  private let interleave: ChannelInterleave
  /// Controllers of a channel.
  private let width: Int
  private let channelCount: Int
  private let controllers: DRAMChannels
  /// By controller: the cycle in which it took a burst last.
  private let lastTaken: FlatArray<Int>
  private let lines: FlatArray<Line>
  private let accesses: FlatArray<Access>
  /// By channel.
  private let latencies: UnsafeMutablePointer<LatencyHistogram>
  /// What the latest step has answered.
  let answers: FlatArray<Answer>
  private(set) var answerCount = 0

  /// - Parameter requestCapacity: requests that may be under way at once.
  /// - Throws: `InputError` for a memory that does not fit the chip, or lacks timings.
  init(_ configuration: DRAMConfiguration, of chip: Chip, requestCapacity: Int) throws {
    try configuration.check(for: chip)
    controllers = try DRAMChannels(
      configuration.standard, policy: configuration.policy, memories: chip.dram.channels)
    let organisation = configuration.standard.organisation
    self.configuration = .allocate(capacity: 1)
    self.configuration.initialize(to: configuration)
    burstBytes = organisation.burstBytes
    burstShift = organisation.burstBytes.trailingZeroBitCount
    let blockBytes = max(burstBytes, min(chip.dram.interleaveBytes, burstBytes * Self.burstsPerBlock))
    blockMask = blockBytes - 1
    burstPlaces = FlatArray(
      stride(from: 0, to: blockBytes, by: organisation.burstBytes).map {
        configuration.addressMap.place(of: $0)
      })
    requestBytes = chip.dram.requestBytes
    interleave = ChannelInterleave(channelCount: chip.dram.channels, blockBytes: chip.dram.interleaveBytes)
    width = organisation.channels
    channelCount = chip.dram.channels
    clockFemtoseconds = configuration.clockFemtoseconds
    latencies = .allocate(capacity: channelCount)
    for index in 0..<channelCount { (latencies + index).initialize(to: LatencyHistogram()) }
    lastTaken = FlatArray(repeating: -1, count: channelCount * width)
    lines = FlatArray(repeating: Line(), count: channelCount)
    accesses = FlatArray(repeating: Access(), count: requestCapacity)
    answers = FlatArray(repeating: Answer(request: -1, cycle: 0), count: requestCapacity)
  }

  deinit {
    latencies.deinitialize(count: channelCount)
    latencies.deallocate()
    configuration.deinitialize(count: 1)
    configuration.deallocate()
  }

  @inline(__always) func time(ofCycle cycle: Int) -> UInt64 { UInt64(cycle) &* clockFemtoseconds }

  @inline(__always) func cycle(atOrAfter time: UInt64) -> Int {
    Int((time &+ clockFemtoseconds &- 1) / clockFemtoseconds)
  }

  /// Where the requests of a packet read or write; told when it is sent. They lie in one block of the interleave.
  @inline(__always) mutating func note(_ request: Int32, address: Int, count: Int, isWrite: Bool) {
    let start = interleave.local(address) & ~(requestBytes &- 1)
    let end = start &+ count &* requestBytes
    let first = start & ~(burstBytes &- 1)
    let bursts = Int32((end &- first &+ burstBytes &- 1) >> burstShift)
    accesses[request] = Access(
      isWrite: isWrite, count: Int32(count), burstsToTake: bursts, burstsToReturn: bursts, address: first,
      block: place(ofBlockAt: first))
  }

  @inline(__always)
  private mutating func place(ofBlockAt address: Int) -> DRAMPlace {
    configuration.pointee.addressMap.place(of: address & ~blockMask)
  }

  /// The tail of a packet has arrived: it waits in line.
  /// - Returns: the cycle for which the channel needs an event; nil when it has one in time.
  mutating func arrive(_ request: Int32, at channel: Int, cycle: Int) -> Int? {
    accesses[request].arrival = cycle
    if lines[channel].first < 0 {
      lines[channel].first = request
    } else {
      accesses[lines[channel].last].next = request
    }
    lines[channel].last = request
    guard lines[channel].wake > cycle else { return nil }
    lines[channel].wake = cycle
    return cycle
  }

  /// The cycle that a channel waits for, if it is this time's; nil for an event that another one has forestalled.
  @inline(__always) func dueCycle(of channel: Int, at time: UInt64) -> Int? {
    let cycle = lines[channel].wake
    return cycle < Int.max && self.time(ofCycle: cycle) == time ? cycle : nil
  }

  /// Plays a cycle of a channel; `answers` has what follows from it.
  /// - Returns: the requests that have left the line, and the cycle for the next event, nil to sleep.
  mutating func step(_ channel: Int, at cycle: Int) -> (left: UInt64, next: Int?) {
    answerCount = 0
    let first = channel &* width
    for index in first..<first &+ width {
      let controller = controllers.all + index
      while controller.pointee.wake <= cycle { controller.pointee.tick(at: controller.pointee.wake) }
      if controller.pointee.completions.count > 0 { collect(controller, channel) }
    }
    var left: UInt64 = 0
    var isHeldByRate = false
    while lines[channel].first >= 0 {
      let request = lines[channel].first
      guard takeBursts(of: request, channel, at: cycle, &isHeldByRate) else { break }
      lines[channel].first = accesses[request].next
      left &+= UInt64(accesses[request].count)
      if accesses[request].isWrite { answer(request, at: cycle &+ 1) }
    }
    var next = isHeldByRate ? cycle &+ 1 : Int.max
    for index in first..<first &+ width {
      let controller = controllers.all + index
      if controller.pointee.completions.count > 0 { collect(controller, channel) }
      if !controller.pointee.isEmpty { next = min(next, controller.pointee.wake) }
    }
    lines[channel].wake = next
    return (left, next == Int.max ? nil : next)
  }

  /// - Returns: whether no burst of the packet is left to take.
  @inline(__always)
  private mutating func takeBursts(
    of request: Int32, _ channel: Int, at cycle: Int, _ isHeldByRate: inout Bool
  ) -> Bool {
    while accesses[request].burstsToTake > 0 {
      let offset = accesses[request].address & blockMask
      let place = accesses[request].block | burstPlaces[offset >> burstShift]
      let index = channel &* width &+ place.channel
      guard lastTaken[index] != cycle else {
        isHeldByRate = true
        return false
      }
      let answer = controllers.all[index].accept(
        place, isWrite: accesses[request].isWrite, identifier: Int(request), at: cycle)
      guard answer != .refused else { return false }
      lastTaken[index] = cycle
      accesses[request].burstsToTake &-= 1
      accesses[request].address &+= burstBytes
      if accesses[request].address & blockMask == 0, accesses[request].burstsToTake > 0 {
        accesses[request].block = self.place(ofBlockAt: accesses[request].address)
      }
    }
    return true
  }

  private mutating func collect(_ controller: UnsafeMutablePointer<DRAMChannel>, _ channel: Int) {
    for index in 0..<controller.pointee.completions.count {
      let completion = controller.pointee.completions[index]
      let request = Int32(completion.identifier)
      accesses[request].ready = max(accesses[request].ready, completion.cycle)
      accesses[request].burstsToReturn &-= 1
      guard accesses[request].burstsToReturn == 0 else { continue }
      latencies[channel].note(accesses[request].ready &- accesses[request].arrival)
      answer(request, at: accesses[request].ready)
    }
    controller.pointee.clearCompletions()
  }

  private mutating func answer(_ request: Int32, at cycle: Int) {
    answers[answerCount] = Answer(request: request, cycle: cycle)
    answerCount &+= 1
  }
}

extension CommandMemory {
  /// What each channel did, refreshes up to a time included.
  mutating func records(until time: UInt64) -> [DRAMChannelRecord] {
    let end = cycle(atOrAfter: time)
    return (0..<channelCount).map { channel in
      var sum = DRAMStatistics()
      for index in channel * width..<(channel + 1) * width {
        let controller = controllers.all + index
        while controller.pointee.wake < end { controller.pointee.tick(at: controller.pointee.wake) }
        sum = sum + controller.pointee.statistics(until: end)
      }
      let cycles = LostCycleCause.allCases.reduce(sum.busyCycles) { $0 + sum.lostCycles(to: $1) }
      return DRAMChannelRecord(
        channel: channel, clockFemtoseconds: clockFemtoseconds, statistics: sum, busCycles: cycles,
        burstBytes: burstBytes, readLatency: latencies[channel].record,
        energy: configuration.pointee.standard.energy(of: sum, cycles: end))
    }
  }
}
