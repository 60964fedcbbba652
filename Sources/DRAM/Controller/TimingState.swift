/// For every part of a channel the earliest cycle of every command, by what has been issued so far.
///
/// Parts are numbered: the channel, its ranks, its bank groups, its banks. A command may be issued at the latest of the
/// cycles of the four parts that it lies in.
struct TimingState: ~Copyable {
  private let ranks: Int
  private let partCount: Int
  private let numbering: PartNumbers
  /// `[command][part]`
  private let earliest: UnsafeMutablePointer<Earliest>
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
    numbering = PartNumbers(
      firstGroup: 1 + organisation.ranks, firstBank: 1 + organisation.ranks + groups,
      rankShift: organisation.banksPerRank.trailingZeroBitCount,
      groupShift: organisation.banksPerGroup.trailingZeroBitCount)
    partCount = numbering.firstBank + banks
    let count = partCount * DRAMCommand.count
    earliest = .allocate(capacity: count)
    earliest.initialize(repeating: Earliest(cycle: 0, cause: .noRequest), count: count)
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
    for table in [effectStarts, windowStarts, rankEffectStarts, recent, recentCounts] { table.deallocate() }
    earliest.deallocate()
    effects.deallocate()
    windows.deallocate()
    rankEffects.deallocate()
  }

  /// The numbers of the parts that a bank lies in: banks of a rank, and of a group, are powers of two.
  fileprivate struct PartNumbers: BitwiseCopyable {
    let firstGroup: Int
    let firstBank: Int
    let rankShift: Int
    let groupShift: Int

    @inline(__always) func rank(of bank: Int) -> Int { 1 &+ bank &>> rankShift }
    @inline(__always) func group(of bank: Int) -> Int { firstGroup &+ bank &>> groupShift }
    @inline(__always) func bank(_ bank: Int) -> Int { firstBank &+ bank }
  }

  /// A cycle and, in the low bits, which rule set it: one word, so that raising one reads and writes one.
  fileprivate struct Earliest: BitwiseCopyable {
    private static var causeBits: Int { 3 }
    let bits: Int

    @inline(__always)
    init(cycle: Int, cause: LostCycleCause) { bits = cycle << Self.causeBits | cause.rawValue }

    @inline(__always)
    init(bits: Int) { self.bits = bits }

    @inline(__always) var cycle: Int { bits >> Self.causeBits }
    var cause: LostCycleCause { LostCycleCause(rawValue: bits & (1 << Self.causeBits - 1))! }
  }

  /// Earliest cycles of a command, to look up for one bank after the other.
  struct Row {
    fileprivate let earliest: UnsafeMutablePointer<Earliest>
    fileprivate let numbering: PartNumbers
    /// A lower bound for all banks.
    let gate: Int

    @inline(__always)
    func cycle(bank: Int) -> Int {
      let wide = max(earliest[numbering.rank(of: bank)].bits, earliest[numbering.group(of: bank)].bits)
      return max(gate, Earliest(bits: max(wide, earliest[numbering.bank(bank)].bits)).cycle)
    }
  }

  @inline(__always)
  func row(of command: DRAMCommand) -> Row {
    let earliest = earliest + command.index &* partCount
    return Row(earliest: earliest, numbering: numbering, gate: gate(of: command))
  }

  /// A command cannot be issued before, to whatever bank.
  @inline(__always)
  func gate(of command: DRAMCommand) -> Int {
    let earliest = earliest + command.index &* partCount
    return ranks == 1 ? max(earliest[0].cycle, earliest[1].cycle) : earliest[0].cycle
  }

  /// Earliest cycle of a command to a bank.
  @inline(__always)
  func cycle(of command: DRAMCommand, bank: Int) -> Int { row(of: command).cycle(bank: bank) }

  /// Earliest cycle of a command to a whole rank.
  @inline(__always)
  func cycle(of command: DRAMCommand, rank: Int) -> Int {
    let earliest = earliest + command.index &* partCount
    return max(earliest[0].cycle, earliest[1 + rank].cycle)
  }

  /// What keeps a command to a bank from being issued sooner.
  @inline(__always)
  func cause(of command: DRAMCommand, bank: Int) -> LostCycleCause {
    let earliest = earliest + command.index &* partCount
    var latest = earliest[0]
    let rank = earliest[numbering.rank(of: bank)]
    let group = earliest[numbering.group(of: bank)]
    let own = earliest[numbering.bank(bank)]
    if rank.cycle > latest.cycle { latest = rank }
    if group.cycle > latest.cycle { latest = group }
    if own.cycle > latest.cycle { latest = own }
    return latest.cause
  }

  /// Takes note of a command to a bank.
  mutating func issue(_ command: DRAMCommand, bank: Int, at cycle: Int) {
    let rankPart = numbering.rank(of: bank)
    apply(scope: 0, command, part: 0, cycle)
    apply(scope: 1, command, part: rankPart, cycle)
    apply(scope: 2, command, part: numbering.group(of: bank), cycle)
    apply(scope: 3, command, part: numbering.bank(bank), cycle)
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
      let effect = effects[index]
      raise(effect.following, part, to: cycle &+ Int(effect.cycles), effect.cause)
      index &+= 1
    }
  }

  @inline(__always)
  private func raise(_ command: DRAMCommand, _ part: Int, to cycle: Int, _ cause: LostCycleCause) {
    let index = command.index &* partCount &+ part
    guard cycle > earliest[index].cycle else { return }
    earliest[index] = Earliest(cycle: cycle, cause: cause)
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
        raise(effect.following, other, to: cycle + Int(effect.cycles), effect.cause)
      }
    }
  }
}
