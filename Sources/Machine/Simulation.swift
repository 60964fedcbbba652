import Chips
import EventSimulation

/// A chip that plays a program: all components, and the loop that hands events to them.
///
/// Components are rows of plain values in flat arrays; what an event does to them is in the extensions of this type,
/// one file a component. Nothing on this path allocates, retains, or calls through a table. The numbers of a run in
/// lockstep are computed by `lockstep`, which is asked once or twice per command and never tells the time.
struct Simulation: ~Copyable {
  var queue: EventQueue<Event>
  var now: UInt64 = 0
  let program: LoadedProgram
  let layout: NetworkLayout
  /// At `packet` level.
  var network: PacketNetwork
  let parts: DetailedParts
  let isFlitLevel: Bool
  /// Channels below this number are played command by command: none, or those of the DRAM.
  let firstRatedChannel: Int32
  let networkClock: ClockDomain
  /// Clocks of the cores, then of the host.
  let clocks: FlatArray<ClockDomain>
  let channels: FlatArray<MemoryChannel>
  let servedAt: FlatArray<UInt64>
  let dramInterleave: AddressInterleave
  let sharedInterleave: AddressInterleave
  let entryRouter: FlatArray<Int32>
  let exitRouter: FlatArray<Int32>
  /// By endpoint: packets at packet level whose heads are on their way to its last router.
  let headsUnderWay: FlatArray<Int32>
  var pool: RequestPool
  /// By engine number. Every engine has a requester and a unit; it uses the one that its kind says.
  let accounts: FlatArray<EngineAccount>
  let requesters: FlatArray<Requester>
  let units: FlatArray<ComputeUnit>
  /// Position in `program.queue` of each engine's next command, and the end of its part.
  let heads: FlatArray<Int32>
  let queueEnds: FlatArray<Int32>
  /// By core: beats of DMA data that the scratchpad has taken or given, and bytes of a beat.
  let beats: FlatArray<Int>
  let beatBytes: FlatArray<Int>
  let nodes: FlatArray<NodeProgress>
  let copyPacketBytes: Int
  let hostStartupCycles: Int
  var completed = 0
  var lastCompletion: UInt64 = 0
  /// By command; empty unless asked for.
  let timeline: FlatArray<CommandInterval>
  let collectsTimeline: Bool
  let lateCommand: Int32
  let lateFemtoseconds: UInt64
  let lockstep: Lockstep?
  /// The network cycle at or after a time, remembered: many requests are sent at the same time.
  var rememberedTime: UInt64 = .max
  var rememberedCycle = 0

  /// Plays one event.
  @inline(__always) mutating func handle(_ event: Event) throws {
    switch event.kind {
    case .hop: hop(event.subject)
    case .requestArrived: arriveAtMemory(event.subject)
    case .memoryCycle: stepMemory(Int(event.subject))
    case .networkCycle: try stepNetwork()
    case .answerReady:
      sendAnswer(event.subject, from: channels[pool.requests[event.subject].channel].endpoint, at: now)
    case .delivered: try deliver(event.subject)
    case .serve:
      let engine = Int(event.subject)
      if requesters[engine].wakeAt == now { requesters[engine].wakeAt = .max }
      try serve(engine)
    case .credit: try grantCredits(Int(event.subject))
    case .accept:
      let engine = Int(event.subject)
      if units[engine].acceptEventAt == now { units[engine].acceptEventAt = .max }
      try accept(engine)
    case .streamEnded: try endStream(Int(event.subject))
    case .computed: try endComputation(event.subject)
    case .lateData: lockstep?.deliverLateData(Int(event.subject))
    }
  }

  @inline(__always) mutating func schedule(_ kind: Event.Kind, _ subject: Int32, at time: UInt64) {
    queue.schedule(Event(subject: subject, kind: kind), at: SimulationTime(femtoseconds: time))
  }

  /// The first network cycle that is not before `time`.
  @inline(__always) mutating func networkCycle(atOrAfter time: UInt64) -> Int {
    if time != rememberedTime {
      rememberedTime = time
      rememberedCycle = Int(networkClock.cycle(atOrAfter: time))
    }
    return rememberedCycle
  }

  @inline(__always) func time(ofNetworkCycle cycle: Int) -> UInt64 {
    networkClock.time(ofCycle: UInt64(cycle)).femtoseconds
  }
}

/// What an operator has done so far.
struct NodeProgress: BitwiseCopyable {
  var start: UInt64 = .max
  var end: UInt64 = 0
  var matrixBusyCycles = 0
  var vectorBusyCycles = 0
  var hostBusyCycles = 0
  /// Bytes of its packets times links crossed, heads included.
  var linkBytes = 0
}

extension ClockDomain {
  /// Number of the first edge that is not before `time`.
  @inline(__always) func cycle(atOrAfter time: UInt64) -> UInt64 {
    let cycle = self.cycle(at: SimulationTime(femtoseconds: time))
    return self.time(ofCycle: cycle).femtoseconds == time ? cycle : cycle &+ 1
  }
}
