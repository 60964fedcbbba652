import DRAM

/// Holds a trace of commands against the rules of its standard, pair by pair, knowing nothing of the controller.
///
/// It remembers when every command was last issued in every bank, and compares each new one with all of them: slow, plain,
/// and another way to the same rules than the controller's.
struct RuleChecker {
  /// Smallest distance seen and the limit, by rule.
  private(set) var distances: [String: (smallest: Int, limit: Int)] = [:]
  private(set) var violations: [String] = []

  private let memory: TestMemory
  private let organisation: DRAMOrganisation
  private var last: [[DRAMCommand: Int]]
  private var openRow: [Int?]
  private var activations: [[Int]]

  init(_ memory: TestMemory, _ commands: [DRAMCommandRecord]) {
    self.memory = memory
    organisation = memory.standard.organisation
    last = Array(repeating: [:], count: organisation.banksPerChannel)
    openRow = Array(repeating: nil, count: organisation.banksPerChannel)
    activations = Array(repeating: [], count: organisation.ranks)
    for command in commands { check(command) }
  }

  /// Rules that were met to the cycle at least once.
  var exact: Set<String> { Set(distances.filter { $0.value.smallest == $0.value.limit }.keys) }

  private func rank(_ bank: Int) -> Int { bank / organisation.banksPerRank }
  private func group(_ bank: Int) -> Int { bank / organisation.banksPerGroup }
  private func cycles(_ name: String) -> Int { memory.cycles(name) }

  private mutating func need(_ rule: String, _ distance: Int, _ limit: Int, _ record: DRAMCommandRecord) {
    guard limit > 0 else { return }
    let smallest = min(distance, distances[rule]?.smallest ?? Int.max)
    distances[rule] = (smallest, limit)
    if distance < limit { violations.append("\(rule): \(distance) < \(limit) at \(record)") }
  }

  private mutating func check(_ record: DRAMCommandRecord) {
    checkState(record)
    let members = rank(record.bank) * organisation.banksPerRank
    for other in 0..<organisation.banksPerChannel {
      let isSameRank = members..<members + organisation.banksPerRank ~= other
      for (command, cycle) in last[other] {
        let limits = isSameRank ? limits(command, in: other, before: record) : switchLimits(command, record)
        for (rule, limit) in limits { need(rule, record.cycle - cycle, limit, record) }
      }
    }
    if record.command == .activate { checkWindow(record) }
    note(record, members..<members + organisation.banksPerRank)
  }

  /// Limits from a command in a bank of the same rank.
  private func limits(
    _ earlier: DRAMCommand, in other: Int, before record: DRAMCommandRecord
  ) -> [(String, Int)] {
    let (isSameBank, isSameGroup) = (other == record.bank, group(other) == group(record.bank))
    let writeEnd = cycles("CWL") + cycles("BL")
    switch (earlier, record.command) {
    case (.activate, .read): return isSameBank ? [("tRCDRD", cycles("tRCDRD"))] : []
    case (.activate, .write): return isSameBank ? [("tRCDWR", cycles("tRCDWR"))] : []
    case (.activate, .precharge): return isSameBank ? [("tRAS", cycles("tRAS"))] : []
    case (.activate, .activate):
      if isSameBank { return [("tRC", cycles("tRC"))] }
      return isSameGroup ? [("tRRD_L", cycles("tRRD_L"))] : [("tRRD_S", cycles("tRRD_S"))]
    case (.precharge, .activate): return isSameBank ? [("tRP", cycles("tRP"))] : []
    case (.prechargeAll, .activate), (.prechargeAll, .refresh): return [("tRPab", cycles("tRPab"))]
    case (.precharge, .refresh): return [("tRP before a refresh", cycles("tRP"))]
    case (.read, .precharge): return isSameBank ? [("tRTP", cycles("tRTP"))] : []
    case (.write, .precharge): return isSameBank ? [("tWR", writeEnd + cycles("tWR"))] : []
    case (.activate, .prechargeAll): return [("tRAS before PREA", cycles("tRAS"))]
    case (.read, .prechargeAll): return [("tRTP before PREA", cycles("tRTP"))]
    case (.write, .prechargeAll): return [("tWR before PREA", writeEnd + cycles("tWR"))]
    case (.read, .read): return isSameGroup ? [("tCCD_L", cycles("tCCD_L"))] : [("tCCD_S", cycles("tCCD_S"))]
    case (.write, .write):
      return isSameGroup ? [("tCCD_L_WR", cycles("tCCD_L_WR"))] : [("tCCD_S_WR", cycles("tCCD_S_WR"))]
    case (.read, .write):
      return [("tRTW", cycles("CL") + cycles("BL") + cycles("tRTW") - cycles("CWL"))]
    case (.write, .read):
      return isSameGroup
        ? [("tWTR_L", writeEnd + cycles("tWTR_L"))] : [("tWTR_S", writeEnd + cycles("tWTR_S"))]
    case (.refresh, .activate), (.refresh, .refresh): return [("tRFC", cycles("tRFC"))]
    case (.refreshBank, .activate), (.refreshBank, .refreshBank):
      return isSameBank ? [("tRFCpb", cycles("tRFCpb"))] : [("tRREFD", cycles("tRREFD"))]
    case (.activate, .refreshBank): return isSameBank ? [("tRC before REFB", cycles("tRC"))] : []
    case (.precharge, .refreshBank): return isSameBank ? [("tRP before REFB", cycles("tRP"))] : []
    default: return []
    }
  }

  /// Limits from a command in another rank: the data bus changes hands.
  private func switchLimits(_ earlier: DRAMCommand, _ record: DRAMCommandRecord) -> [(String, Int)] {
    let burst = cycles("BL") + cycles("tRTRS")
    let (read, write) = (cycles("CL"), cycles("CWL"))
    switch (earlier, record.command) {
    case (.read, .read), (.write, .write): return [("tRTRS", burst)]
    case (.read, .write): return [("tRTRS, read to write", read + burst - write)]
    case (.write, .read): return [("tRTRS, write to read", write + burst - read)]
    default: return []
    }
  }

  private mutating func checkWindow(_ record: DRAMCommandRecord) {
    let rank = rank(record.bank)
    let recent = activations[rank].suffix(4)
    if recent.count == 4 { need("tFAW", record.cycle - recent.first!, cycles("tFAW"), record) }
    activations[rank].append(record.cycle)
  }

  private mutating func checkState(_ record: DRAMCommandRecord) {
    let open = openRow[record.bank]
    switch record.command {
    case .activate, .refreshBank:
      if open != nil { violations.append("\(record.command.name) in an open bank at \(record)") }
    case .read, .write:
      if open != record.row { violations.append("row \(String(describing: open)) is open at \(record)") }
    case .refresh:
      let first = rank(record.bank) * organisation.banksPerRank
      if openRow[first..<first + organisation.banksPerRank].contains(where: { $0 != nil }) {
        violations.append("REF with an open bank at \(record)")
      }
    case .precharge, .prechargeAll: break
    }
  }

  private mutating func note(_ record: DRAMCommandRecord, _ members: Range<Int>) {
    switch record.command {
    case .activate: openRow[record.bank] = record.row
    case .precharge: openRow[record.bank] = nil
    case .prechargeAll: for bank in members { openRow[bank] = nil }
    case .read, .write, .refresh, .refreshBank: break
    }
    // A command to all banks counts once for the rank.
    last[record.bank][record.command] = record.cycle
  }
}
