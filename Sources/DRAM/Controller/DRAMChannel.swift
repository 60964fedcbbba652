import Documents

/// One DRAM channel and its controller, cycle by cycle of the command clock but asleep in between: `tick` is needed only
/// in the cycle that `wake` names.
///
/// **Order within a cycle.** `tick(at:)` issues what is ready among the requests accepted in earlier cycles; then `accept`
/// takes new ones. **Choice** (FR-FCFS, Rixner et al., ISCA 2000): first the requests whose row was opened for them, then
/// refresh, then the oldest request whose next command is ready; a row that an activated request still needs is never
/// closed. An overdue request goes before all younger ones, and keeps them from its bank. Writes are posted, and drained between
/// two watermarks.
public struct DRAMChannel: ~Copyable {
  public let policy: DRAMPolicy
  let burstCycles: Int
  let readLatency: Int
  let refreshCycles: Int
  let banksPerRank: Int
  /// Writes are drained above the one, until below the other.
  let highWatermark: Int
  let lowWatermark: Int
  /// Cycles after which a read, and a posted write, goes before all younger ones.
  let readAgeCap: Int
  let writeAgeCap: Int
  var nextAge = 0
  /// Whether row and column commands go over buses of their own.
  let hasSeparateBuses: Bool
  /// First cycle in which the bus (of row commands, where columns have their own) is free after a command of several
  /// slots, and the same for the columns' own.
  var rowBusFree = 0
  var columnBusFree = 0
  /// Slots of an activation, and of a read or write, besides the last.
  let activationLead: Int
  let columnLead: Int
  var timing: TimingState
  var banks: BankTable
  var reads: RequestQueue
  var writes: RequestQueue
  var activated: ActivatedRequests
  /// Banks that take no new request before their refresh; empty while none is owed.
  var heldBanks: BankSet
  /// Banks that nobody but their overdue request is to use, and those that take no request at all.
  var barredBanks: BankSet
  var isDraining = false
  /// The cycle after which it has to be decided anew whether to drain; nil while nothing has changed since.
  var drainingChangedAt: Int?
  /// Writes issued since draining began, the age from which requests came later, and the writes that always go.
  var drainedWrites = 0
  var drainBegan = 0
  let drainBatch: Int
  /// While reads older than this wait, writes do not go; 0 while no read has been passed over for writes.
  var rescuedReadsBefore = 0
  var refresh: RefreshState
  /// Next cycle in which `tick` may have something to do.
  public internal(set) var wake = 0
  public internal(set) var statistics = DRAMStatistics()
  public internal(set) var completions = DRAMCompletions()
  /// Commands in the order of issue; nil unless somebody wants them.
  public var log: [DRAMCommandRecord]?
  var accounting = BusAccounting()

  /// - Throws: `InputError` for constraints that name unknown timings.
  public init(_ standard: DRAMStandard, policy: DRAMPolicy) throws {
    let organisation = standard.organisation
    let rules = try TimingRules(standard)
    let burst = try standard.required("BL")
    let latency = try standard.required("CL") + burst
    let rowCycle = try standard.required("tRC")
    let refresh = try RefreshState(standard, policy: policy)
    self.policy = policy
    self.refresh = refresh
    burstCycles = burst
    readLatency = latency
    refreshCycles = standard.timing["tRFC"] ?? 0
    readAgeCap = policy.ageCapCycles ?? policy.readQueueEntries * rowCycle
    let product = readAgeCap.multipliedReportingOverflow(by: policy.writeQueueEntries)
    writeAgeCap = product.overflow ? Int.max : product.partialValue
    hasSeparateBuses = organisation.hasSeparateBuses
    activationLead = organisation.activationSlots - 1
    columnLead = organisation.columnSlots - 1
    banksPerRank = organisation.banksPerRank
    timing = TimingState(standard, rules: rules)
    banks = BankTable(ranks: organisation.ranks, banksPerRank: organisation.banksPerRank)
    let bankCount = organisation.banksPerChannel
    reads = RequestQueue(capacity: policy.readQueueEntries, banks: bankCount)
    writes = RequestQueue(capacity: policy.writeQueueEntries, banks: bankCount)
    activated = ActivatedRequests(banks: bankCount)
    heldBanks = BankSet(banks: bankCount)
    barredBanks = BankSet(banks: bankCount)
    let capacity = Double(policy.writeQueueEntries)
    highWatermark = Int((policy.writeHighWatermark * capacity).rounded(.down))
    lowWatermark = Int((policy.writeLowWatermark * capacity).rounded(.up))
    drainBatch = max(1, highWatermark - lowWatermark + 1)
    wake = refresh.nextCycle
  }

  /// What was counted up to a cycle.
  public func statistics(until cycle: Int) -> DRAMStatistics {
    var result = statistics
    result.openRankCycles += banks.openCycles(until: cycle)
    result.noteLost(max(0, cycle - accounting.nextColumnCycle), to: .noRequest)
    return result
  }

  public enum Acceptance: Sendable {
    case queued
    /// Done at once: answered from the write queue, or merged with a write that waits there.
    case done
    case refused
  }

  /// Whether nothing waits.
  @inline(__always)
  public var isEmpty: Bool { reads.isEmpty && writes.isEmpty && activated.isEmpty }

  /// Whether no read waits to be issued.
  @inline(__always)
  public var isEmptyOfReads: Bool { reads.isEmpty && activated.readCount == 0 }

  /// Offers a request in a cycle, after that cycle's `tick`.
  public mutating func accept(_ place: DRAMPlace, isWrite: Bool, identifier: Int, at cycle: Int) -> Acceptance
  {
    if !writes.isEmpty, writes.contains(bank: place.bank, row: place.row, column: place.column) {
      if isWrite {
        statistics.coalescedWrites += 1
      } else {
        statistics.forwardedReads += 1
        completions.append(DRAMCompletion(identifier: identifier, cycle: cycle + 1))
      }
      return .done
    }
    if isWrite ? writes.isFull : reads.isFull { return .refused }
    if let changed = drainingChangedAt, changed < cycle { decideDraining(at: cycle) }
    accounting.noteArrival(at: cycle, wasEmpty: isEmpty)
    let request = DRAMRequest(
      identifier: identifier, arrival: cycle, age: nextAge, bank: Int32(place.bank),
      row: Int32(place.row), column: Int32(place.column), isWrite: isWrite)
    nextAge += 1
    let openRow = banks.openRow[place.bank]
    let isFirst =
      isWrite ? writes.append(request, openRow: openRow) : reads.append(request, openRow: openRow)
    drainingChangedAt = cycle
    let due = isFirst ? noteFirst(request, openRow: openRow) : nil
    if refresh.totalOwed > 0 || wouldDrain(at: cycle) != isDraining {
      wake = min(wake, cycle + 1)
    } else if let due, isWrite == isDraining {
      wake = min(wake, max(cycle + 1, due))
    }
    return .queued
  }

  /// Takes note of the reads in `completions`: they are there no longer.
  public mutating func clearCompletions() { completions.removeAll() }

  /// Issues what is ready in this cycle, and sets `wake`.
  public mutating func tick(at cycle: Int) {
    refresh.advance(to: cycle)
    if let changed = drainingChangedAt, changed + 1 < cycle { decideDraining(at: cycle) }
    guard step(at: cycle, buses: .both) else {
      wake = max(wake, cycle + 1)
      return
    }
    if hasSeparateBuses, !isAtRest {
      let other = accounting.lastBus == .column ? CommandBus.row : .column
      if mayFollow(over: other, at: cycle) {
        _ = step(at: cycle, buses: other)
      } else {
        drainingChangedAt = nil
      }
    }
    wake = isAtRest ? max(refresh.nextCycle, cycle + 1) : nextAction(after: cycle)
  }

  /// Whether nothing happens until the next refresh falls due or a request comes.
  @inline(__always)
  private var isAtRest: Bool { isEmpty && refresh.totalOwed == 0 && policy.rowPolicy == .open }
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
