import Documents

/// One DRAM channel and its controller, cycle by cycle of the command clock but asleep in between: `tick` is needed only
/// in the cycle that `wake` names.
///
/// **Order within a cycle.** `tick(at:)` issues what is ready among the requests accepted in earlier cycles; then `accept`
/// takes new ones. **Choice** (FR-FCFS, Rixner et al., ISCA 2000): first the requests whose row was opened for them, then
/// refresh, then the oldest request whose next command is ready; a row that an activated request still needs is never
/// closed. A request older than the age cap goes before all others. Writes are posted, and drained between two watermarks.
public struct DRAMChannel: ~Copyable {
  public let standard: DRAMStandard
  public let policy: DRAMPolicy
  let burstCycles: Int
  let readLatency: Int
  let banksPerRank: Int
  /// Writes are drained above the one, until below the other.
  let highWatermark: Int
  let lowWatermark: Int
  let ageCap: Int
  private var nextAge = 0
  /// First cycle in which the bus of row commands is free again after an activation of several slots.
  var rowBusFree = 0
  /// Slots of an activation besides the last.
  let activationLead: Int
  var timing: TimingState
  var banks: BankTable
  var reads: RequestQueue
  var writes: RequestQueue
  /// Requests whose activation has been issued; they hold their row.
  var activated: ActivatedRequests
  var isDraining = false
  var refresh: RefreshState
  /// Next cycle in which `tick` may have something to do.
  public internal(set) var wake = 0
  public internal(set) var statistics = DRAMStatistics()
  /// Reads whose data is on its way, in the order of the data bus; the caller empties it.
  public var completions: [DRAMCompletion] = []
  /// Commands in the order of issue; nil unless somebody wants them.
  public var log: [DRAMCommandRecord]?
  var accounting = BusAccounting()

  /// - Throws: `InputError` for constraints that name unknown timings.
  public init(_ standard: DRAMStandard, policy: DRAMPolicy) throws {
    let rules = try TimingRules(standard)
    let burst = try standard.required("BL")
    let latency = try standard.required("CL") + burst
    let rowCycle = try standard.required("tRC")
    let refresh = try RefreshState(standard, policy: policy)
    self.standard = standard
    self.policy = policy
    self.refresh = refresh
    burstCycles = burst
    readLatency = latency
    ageCap = policy.ageCapCycles ?? policy.readQueueEntries * rowCycle
    activationLead = standard.organisation.activationSlots - 1
    banksPerRank = standard.organisation.banksPerRank
    timing = TimingState(standard, rules: rules)
    banks = BankTable(ranks: standard.organisation.ranks, banksPerRank: standard.organisation.banksPerRank)
    let bankCount = standard.organisation.banksPerChannel
    reads = RequestQueue(capacity: policy.readQueueEntries, banks: bankCount)
    writes = RequestQueue(capacity: policy.writeQueueEntries, banks: bankCount)
    activated = ActivatedRequests(banks: bankCount)
    let capacity = Double(policy.writeQueueEntries)
    highWatermark = Int((policy.writeHighWatermark * capacity).rounded(.down))
    lowWatermark = Int((policy.writeLowWatermark * capacity).rounded(.up))
    wake = refresh.nextCycle
  }

  /// What was counted up to a cycle.
  public func statistics(until cycle: Int) -> DRAMStatistics {
    var result = statistics
    result.openRankCycles += banks.openCycles(until: cycle)
    result.lostCycles[LostCycleCause.noRequest.rawValue] += max(0, cycle - accounting.nextColumnCycle)
    return result
  }

  public enum Acceptance: Sendable {
    case queued
    /// Done at once: answered from the write queue, or merged with a write that waits there.
    case done
    case refused
  }

  /// Whether nothing waits.
  public var isEmpty: Bool { reads.isEmpty && writes.isEmpty && activated.isEmpty }

  /// Offers a request in a cycle, after that cycle's `tick`.
  public mutating func accept(_ place: DRAMPlace, isWrite: Bool, identifier: Int, at cycle: Int) -> Acceptance
  {
    if writes.contains(bank: place.bank, row: place.row, column: place.column) {
      if isWrite {
        statistics.coalescedWrites += 1
      } else {
        statistics.forwardedReads += 1
        completions.append(DRAMCompletion(identifier: identifier, cycle: cycle + 1))
      }
      return .done
    }
    if isWrite ? writes.isFull : reads.isFull { return .refused }
    accounting.noteArrival(at: cycle, wasEmpty: isEmpty)
    let request = DRAMRequest(
      identifier: identifier, arrival: cycle, age: nextAge, bank: Int32(place.bank),
      row: Int32(place.row), column: Int32(place.column), isWrite: isWrite)
    nextAge += 1
    let openRow = banks.openRow[place.bank]
    if isWrite { writes.append(request, openRow: openRow) } else { reads.append(request, openRow: openRow) }
    wake = min(wake, cycle + 1)
    return .queued
  }

  /// Issues what is ready in this cycle, and sets `wake`.
  public mutating func tick(at cycle: Int) {
    refresh.advance(to: cycle)
    if !standard.organisation.hasSeparateBuses {
      let issued = step(at: cycle, buses: .both)
      wake = issued ? cycle + 1 : max(wake, cycle + 1)
      return
    }
    let first = step(at: cycle, buses: .both)
    guard let kind = first ? accounting.lastBus : nil else {
      wake = max(wake, cycle + 1)
      return
    }
    _ = step(at: cycle, buses: kind == .column ? .row : .column)
    wake = cycle + 1
  }
}

/// A read's data arrives.
public struct DRAMCompletion: Sendable, Hashable {
  public var identifier: Int
  /// Cycle in which the last of its data is there.
  public var cycle: Int
}

/// A command as it was issued. Row and column are −1 where the command has none.
public struct DRAMCommandRecord: Sendable, Hashable {
  public var cycle: Int
  public var command: DRAMCommand
  public var bank: Int
  public var row: Int
  public var column: Int
}

extension DRAMStandard {
  /// - Throws: `InputError` when the timing is not given.
  func required(_ name: String) throws -> Int {
    guard let cycles = timing[name] else {
      throw InputError(at: self.name, "timing “\(name)” is missing", remedy: "give it in cycles")
    }
    return cycles
  }
}
