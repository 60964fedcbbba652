/// For every part of a channel the earliest cycle of every command, by what has been issued so far.
///
/// Parts are numbered: the channel, its ranks, its bank groups, its banks. A command may be issued at the latest of the
/// cycles of the four parts that it lies in.
struct TimingState: ~Copyable {
  private let rules: TimingRules
  private let ranks: Int
  private let groupsPerRank: Int
  private let banksPerGroup: Int
  private let partCount: Int
  /// `[command][part]`
  private let earliest: UnsafeMutablePointer<Int>
  /// Which rule set it.
  private let causes: UnsafeMutablePointer<UInt8>
  /// The last cycles of each windowed command, by rank: a ring of `ringLength`.
  private let recent: UnsafeMutablePointer<Int>
  /// All effects in one row, and where those of a scope and command begin.
  private let effects: UnsafeMutablePointer<TimingRules.Effect>
  private let effectStarts: UnsafeMutablePointer<Int>
  private var recentCounts: [Int]
  private static let ringLength = 8

  init(_ standard: DRAMStandard, rules: TimingRules) {
    let organisation = standard.organisation
    self.rules = rules
    ranks = organisation.ranks
    groupsPerRank = organisation.bankGroups
    banksPerGroup = organisation.banksPerGroup
    partCount = 1 + ranks + ranks * groupsPerRank + organisation.banksPerChannel
    let count = partCount * DRAMCommand.count
    earliest = .allocate(capacity: count)
    earliest.initialize(repeating: 0, count: count)
    causes = .allocate(capacity: count)
    causes.initialize(repeating: UInt8(LostCycleCause.noRequest.rawValue), count: count)
    let flat = rules.effects.flatMap { $0 }
    effects = .allocate(capacity: max(1, flat.count))
    effects.initialize(from: flat, count: flat.count)
    effectStarts = .allocate(capacity: rules.effects.count + 1)
    effectStarts[0] = 0
    for (index, list) in rules.effects.enumerated() {
      effectStarts[index + 1] = effectStarts[index] + list.count
    }
    let ringCount = ranks * DRAMCommand.count * TimingState.ringLength
    recent = .allocate(capacity: ringCount)
    recent.initialize(repeating: Int.min / 2, count: ringCount)
    recentCounts = Array(repeating: 0, count: ranks * DRAMCommand.count)
  }

  deinit {
    earliest.deallocate()
    causes.deallocate()
    recent.deallocate()
    effects.deallocate()
    effectStarts.deallocate()
  }

  @inline(__always)
  private func rank(of bank: Int) -> Int { bank / (groupsPerRank * banksPerGroup) }

  @inline(__always)
  private func parts(of bank: Int) -> (rank: Int, group: Int, bank: Int) {
    let group = bank / banksPerGroup
    return (1 + group / groupsPerRank, 1 + ranks + group, 1 + ranks + ranks * groupsPerRank + bank)
  }

  /// Earliest cycle of a command to a bank.
  @inline(__always)
  func cycle(of command: DRAMCommand, bank: Int) -> Int {
    let base = earliest + command.index * partCount
    let parts = parts(of: bank)
    return max(max(base[0], base[parts.rank]), max(base[parts.group], base[parts.bank]))
  }

  /// Earliest cycle of a command to a whole rank.
  @inline(__always)
  func cycle(of command: DRAMCommand, rank: Int) -> Int {
    let base = earliest + command.index * partCount
    return max(base[0], base[1 + rank])
  }

  /// What keeps a command to a bank from being issued sooner.
  func cause(of command: DRAMCommand, bank: Int) -> LostCycleCause {
    let base = command.index * partCount
    let parts = parts(of: bank)
    var latest = base
    if earliest[base + parts.rank] > earliest[latest] { latest = base + parts.rank }
    if earliest[base + parts.group] > earliest[latest] { latest = base + parts.group }
    if earliest[base + parts.bank] > earliest[latest] { latest = base + parts.bank }
    return LostCycleCause(rawValue: Int(causes[latest])) ?? .noRequest
  }

  /// Takes note of a command to a bank.
  mutating func issue(_ command: DRAMCommand, bank: Int, at cycle: Int) {
    let parts = parts(of: bank)
    apply(scope: 0, command, part: 0, cycle)
    apply(scope: 1, command, part: parts.rank, cycle)
    apply(scope: 2, command, part: parts.group, cycle)
    apply(scope: 3, command, part: parts.bank, cycle)
    applyAcrossRanks(command, rank: parts.rank - 1, cycle)
  }

  /// Takes note of a command to a whole rank.
  mutating func issue(_ command: DRAMCommand, rank: Int, at cycle: Int) {
    apply(scope: 0, command, part: 0, cycle)
    apply(scope: 1, command, part: 1 + rank, cycle)
  }

  @inline(__always)
  private func apply(scope: Int, _ command: DRAMCommand, part: Int, _ cycle: Int) {
    let list = scope * DRAMCommand.count + command.index
    for index in effectStarts[list]..<effectStarts[list + 1] {
      let effect = effects[index]
      raise(effect.following, part, to: cycle + effect.cycles, effect.cause)
    }
  }

  @inline(__always)
  private func raise(_ command: Int, _ part: Int, to cycle: Int, _ cause: LostCycleCause) {
    let index = command * partCount + part
    guard cycle > earliest[index] else { return }
    earliest[index] = cycle
    causes[index] = UInt8(cause.rawValue)
  }

  private mutating func applyAcrossRanks(_ command: DRAMCommand, rank: Int, _ cycle: Int) {
    for window in rules.windows[command.index] {
      let ring = rank * DRAMCommand.count + command.index
      let base = recent + ring * TimingState.ringLength
      base[recentCounts[ring] % TimingState.ringLength] = cycle
      recentCounts[ring] += 1
      let oldest = recentCounts[ring] - window.length
      guard oldest >= 0 else { continue }
      raise(
        window.following, 1 + rank, to: base[oldest % TimingState.ringLength] + window.cycles, window.cause)
    }
    guard ranks > 1 else { return }
    for effect in rules.otherRanks[command.index] {
      for other in 0..<ranks where other != rank {
        raise(effect.following, 1 + other, to: cycle + effect.cycles, effect.cause)
      }
    }
  }
}
