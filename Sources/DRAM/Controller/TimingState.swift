/// For every part of a channel the earliest cycle of every command, by what has been issued so far.
///
/// Parts are numbered: the channel, its ranks, its bank groups, its banks. A command may be issued at the latest of the
/// cycles of the four parts that it lies in.
struct TimingState: ~Copyable {
  private let ranks: Int
  private let banksPerRank: Int
  private let partCount: Int
  /// Number of the first bank among the parts.
  private let firstBank: Int
  /// Parts that a bank lies in.
  private let rankParts: UnsafeMutablePointer<Int>
  private let groupParts: UnsafeMutablePointer<Int>
  /// `[command][part]`
  private let earliest: UnsafeMutablePointer<Int>
  /// Which rule set it.
  private let causes: UnsafeMutablePointer<LostCycleCause>
  /// All effects in one row, and where those of a scope and command begin.
  private let effects: UnsafeMutablePointer<TimingRules.Effect>
  private let effectStarts: UnsafeMutablePointer<Int>
  /// All windows in one row, and where those of a command begin.
  private let windows: UnsafeMutablePointer<TimingRules.Window>
  private let windowStarts: UnsafeMutablePointer<Int>
  /// The same for effects on the other ranks.
  private let rankEffects: UnsafeMutablePointer<TimingRules.Effect>
  private let rankEffectStarts: UnsafeMutablePointer<Int>
  /// The last cycles of each windowed command, by rank: a ring of `ringLength`; and how many there have been.
  private let recent: UnsafeMutablePointer<Int>
  private let recentCounts: UnsafeMutablePointer<Int>
  private static let ringLength = 8

  init(_ standard: DRAMStandard, rules: TimingRules) {
    let organisation = standard.organisation
    let groups = organisation.ranks * organisation.bankGroups
    let banks = organisation.banksPerChannel
    ranks = organisation.ranks
    banksPerRank = organisation.banksPerRank
    firstBank = 1 + organisation.ranks + groups
    partCount = firstBank + banks
    rankParts = .allocate(capacity: banks)
    groupParts = .allocate(capacity: banks)
    for bank in 0..<banks {
      (rankParts + bank).initialize(to: 1 + bank / organisation.banksPerRank)
      (groupParts + bank).initialize(to: 1 + organisation.ranks + bank / organisation.banksPerGroup)
    }
    let count = partCount * DRAMCommand.count
    earliest = .allocate(capacity: count)
    earliest.initialize(repeating: 0, count: count)
    causes = .allocate(capacity: count)
    causes.initialize(repeating: .noRequest, count: count)
    (effects, effectStarts) = Self.flat(rules.effects)
    (windows, windowStarts) = Self.flat(rules.windows)
    (rankEffects, rankEffectStarts) = Self.flat(rules.otherRanks)
    let rings = organisation.ranks * DRAMCommand.count
    recent = .allocate(capacity: rings * TimingState.ringLength)
    recent.initialize(repeating: Int.min / 2, count: rings * TimingState.ringLength)
    recentCounts = .allocate(capacity: rings)
    recentCounts.initialize(repeating: 0, count: rings)
  }

  /// Lists one after the other, and where each begins.
  private static func flat<Element>(
    _ lists: [[Element]]
  ) -> (UnsafeMutablePointer<Element>, UnsafeMutablePointer<Int>) {
    let all = lists.flatMap { $0 }
    let elements = UnsafeMutablePointer<Element>.allocate(capacity: max(1, all.count))
    elements.initialize(from: all, count: all.count)
    let starts = UnsafeMutablePointer<Int>.allocate(capacity: lists.count + 1)
    starts.initialize(to: 0)
    for (index, list) in lists.enumerated() {
      (starts + index + 1).initialize(to: starts[index] + list.count)
    }
    return (elements, starts)
  }

  deinit {
    for table in [
      rankParts, groupParts, earliest, effectStarts, windowStarts, rankEffectStarts, recent, recentCounts,
    ] { table.deallocate() }
    causes.deallocate()
    effects.deallocate()
    windows.deallocate()
    rankEffects.deallocate()
  }

  /// Earliest cycles of a command, to look up for one bank after the other.
  struct Row {
    fileprivate let cycles: UnsafeMutablePointer<Int>
    fileprivate let rankParts: UnsafeMutablePointer<Int>
    fileprivate let groupParts: UnsafeMutablePointer<Int>
    fileprivate let firstBank: Int
    /// A lower bound for all banks.
    let gate: Int

    @inline(__always)
    func cycle(bank: Int) -> Int {
      max(max(gate, cycles[rankParts[bank]]), max(cycles[groupParts[bank]], cycles[firstBank &+ bank]))
    }
  }

  @inline(__always)
  func row(of command: DRAMCommand) -> Row {
    let cycles = earliest + command.index &* partCount
    return Row(
      cycles: cycles, rankParts: rankParts, groupParts: groupParts, firstBank: firstBank,
      gate: ranks == 1 ? max(cycles[0], cycles[1]) : cycles[0])
  }

  /// Earliest cycle of a command to a bank.
  @inline(__always)
  func cycle(of command: DRAMCommand, bank: Int) -> Int { row(of: command).cycle(bank: bank) }

  /// Earliest cycle of a command to a whole rank.
  @inline(__always)
  func cycle(of command: DRAMCommand, rank: Int) -> Int {
    let cycles = earliest + command.index &* partCount
    return max(cycles[0], cycles[1 + rank])
  }

  /// What keeps a command to a bank from being issued sooner.
  func cause(of command: DRAMCommand, bank: Int) -> LostCycleCause {
    let base = command.index &* partCount
    var latest = base
    if earliest[base &+ rankParts[bank]] > earliest[latest] { latest = base &+ rankParts[bank] }
    if earliest[base &+ groupParts[bank]] > earliest[latest] { latest = base &+ groupParts[bank] }
    if earliest[base &+ firstBank &+ bank] > earliest[latest] { latest = base &+ firstBank &+ bank }
    return causes[latest]
  }

  /// Takes note of a command to a bank.
  mutating func issue(_ command: DRAMCommand, bank: Int, at cycle: Int) {
    let rankPart = rankParts[bank]
    apply(scope: 0, command, part: 0, cycle)
    apply(scope: 1, command, part: rankPart, cycle)
    apply(scope: 2, command, part: groupParts[bank], cycle)
    apply(scope: 3, command, part: firstBank &+ bank, cycle)
    applyWindows(command, rankPart: rankPart, cycle)
    if ranks > 1 { applyAcrossRanks(command, rankPart: rankPart, cycle) }
  }

  /// Takes note of a command to a whole rank.
  mutating func issue(_ command: DRAMCommand, rank: Int, at cycle: Int) {
    apply(scope: 0, command, part: 0, cycle)
    apply(scope: 1, command, part: 1 + rank, cycle)
  }

  @inline(__always)
  private func apply(scope: Int, _ command: DRAMCommand, part: Int, _ cycle: Int) {
    let list = scope &* DRAMCommand.count &+ command.index
    var index = effectStarts[list]
    let end = effectStarts[list &+ 1]
    while index < end {
      raise(effects[index].following, part, to: cycle &+ effects[index].cycles, effects[index].cause)
      index &+= 1
    }
  }

  @inline(__always)
  private func raise(_ command: Int, _ part: Int, to cycle: Int, _ cause: LostCycleCause) {
    let index = command &* partCount &+ part
    guard cycle > earliest[index] else { return }
    earliest[index] = cycle
    causes[index] = cause
  }

  @inline(__always)
  private func applyWindows(_ command: DRAMCommand, rankPart: Int, _ cycle: Int) {
    var index = windowStarts[command.index]
    let end = windowStarts[command.index &+ 1]
    guard index < end else { return }
    let ring = (rankPart &- 1) &* DRAMCommand.count &+ command.index
    let cycles = recent + ring &* TimingState.ringLength
    cycles[recentCounts[ring] & (TimingState.ringLength &- 1)] = cycle
    recentCounts[ring] &+= 1
    while index < end {
      let oldest = recentCounts[ring] &- windows[index].length
      if oldest >= 0 {
        raise(
          windows[index].following, rankPart,
          to: cycles[oldest & (TimingState.ringLength &- 1)] &+ windows[index].cycles, windows[index].cause)
      }
      index &+= 1
    }
  }

  private func applyAcrossRanks(_ command: DRAMCommand, rankPart: Int, _ cycle: Int) {
    for index in rankEffectStarts[command.index]..<rankEffectStarts[command.index + 1] {
      let effect = rankEffects[index]
      for other in 1...ranks where other != rankPart {
        raise(effect.following, other, to: cycle + effect.cycles, effect.cause)
      }
    }
  }
}
