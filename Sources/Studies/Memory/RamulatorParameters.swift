import DRAM
import Documents

/// A memory as Ramulator 2 is given it: `organization`, `timing_cycles`, `command_cycles`, `controller`.
struct RamulatorParameters {
  private(set) var parameters: SimulatorParameters

  /// Its timings, by ours.
  private static let timings = [
    "nBL": "BL", "nBL_min": "BL", "nCL": "CL", "nCWL": "CWL", "nRCD": "tRCD", "nRCDRD": "tRCDRD",
    "nRCDWR": "tRCDWR", "nRCDWD": "tRCDWR", "nRP": "tRP", "nRPpb": "tRP", "nRPab": "tRPab", "nRAS": "tRAS",
    "nRC": "tRC", "nWR": "tWR", "nRTP": "tRTP", "nRTPL": "tRTP", "nCCD": "tCCD_S", "nCCDS": "tCCD_S",
    "nCCDL": "tCCD_L", "nCCDS_WR": "tCCD_S_WR", "nCCDL_WR": "tCCD_L_WR", "nRRD": "tRRD_S", "nRRDS": "tRRD_S",
    "nRRDL": "tRRD_L", "nWTR": "tWTR_S", "nWTRS": "tWTR_S", "nWTRL": "tWTR_L", "nFAW": "tFAW",
    "nRFC": "tRFC", "nRFC1": "tRFC", "nRFCab": "tRFC", "nRFCpb": "tRFCpb", "nRFCsb": "tRFCpb",
    "nRREFD": "tRREFD", "nREFSBRD": "tRREFD", "nREFI": "tREFI", "nCS": "tRTRS", "nPPD": "tPPD",
    "nBTR": "tRTW",
  ]

  /// Given, but of no effect on reads, writes and refreshes.
  private static let unused = [
    "rate", "tCK_ps", "nBL_max", "nREFIpb", "nREFIsb", "nWCKPST", "nCAS", "nAAD", "nPBR2PBR", "nPBR2ACT",
    "nRTPS", "nRFC2", "nRFC4", "nRFMab", "nRFMpb", "nRFMsb", "nDRFMab", "nDRFMsb", "nRFM1", "nRFM2", "nXS",
  ]

  init(_ document: Document) throws {
    var object = try document.object()
    let standard = try object.required("standard").string()
    let isStacked = standard.uppercased().hasPrefix("HBM")
    let channels = try object.optional("channels")?.integer(in: 1...256) ?? 1
    for key in ["channel_interleave_bits", "read_latency"] { _ = object.optional(key) }
    var timing = try Self.timing(object.required("timing_cycles"))
    let organisation = try Self.organisation(object.required("organization"), channels: channels)
    let slots = try object.optional("command_cycles").map(Self.slots)
    let policy = try object.optional("controller").map(Self.policy) ?? DRAMPolicy()
    try object.finish()
    Self.addTurnaround(of: standard, to: &timing)
    parameters = SimulatorParameters(
      timing: timing, fields: organisation.slices, policy: policy,
      constraints: DRAMConstraint.synchronous.filter { !organisation.hasPseudoChannels || !$0.betweenRanks },
      devicesPerRank: organisation.devices,
      hasSeparateBuses: isStacked, activationSlots: slots?.activation ?? 1, columnSlots: slots?.column ?? 1)
  }

  private static func timing(_ document: Document) throws -> [String: Int] {
    var object = try document.object()
    var timing: [String: Int] = [:]
    for (theirs, ours) in timings.sorted(by: { $0.key < $1.key }) {
      if let member = object.optional(theirs) { timing[ours] = try member.cycles(in: 0...10_000_000) }
    }
    for key in unused { _ = object.optional(key) }
    try object.finish()
    return timing
  }

  /// The gap between read and write data that its standards have as constants.
  private static func addTurnaround(of standard: String, to timing: inout [String: Int]) {
    guard timing["tRTW"] == nil else { return }
    switch standard.uppercased() {
    case let name where name.hasPrefix("DDR5"): timing["tRTW"] = 4
    case let name where name.hasPrefix("GDDR6"):
      timing["tRTW"] = 1 + (timing["CWL"] ?? 0) - (timing["BL"] ?? 0)
    default: timing["tRTW"] = 2
    }
  }

  /// Its own map `RoBaRaCoCh`: a pseudo-channel is a rank with a data bus of its own.
  /// From the highest bits: row, bank, bank group, rank, column, channel.
  private static func organisation(
    _ document: Document, channels: Int
  ) throws -> (slices: [ReferenceAddressMap.Slice], devices: Int, hasPseudoChannels: Bool) {
    var object = try document.object()
    func count(_ key: String) throws -> Int? { try object.optional(key)?.integer(in: 1...(1 << 24)) }
    let perChannel = try count("Channel") ?? 1
    let ranks = try count("Rank") ?? 1
    let pseudoChannels = try count("PseudoChannel") ?? 1
    let groups = try count("BankGroup") ?? 1
    let banks = try count("Bank") ?? 1
    let rows = try count("Row") ?? 1
    let columns = try count("Column") ?? 1
    let prefetch = try count("internal_prefetch") ?? 1
    let width = try count("channel_width")
    let device = try count("dq")
    for key in ["tx_bytes", "density", "Stack", "SubChannel"] { _ = object.optional(key) }
    try object.finish()
    func bits(_ count: Int) -> Int { max(0, Int.bitWidth - 1 - max(1, count).leadingZeroBitCount) }
    let slices = [
      (DRAMAddressMap.Field.row, rows), (.bank, banks), (.bankGroup, groups), (.rank, ranks * pseudoChannels),
      (.column, max(1, columns / prefetch)), (.channel, max(channels, perChannel)),
    ].map { ReferenceAddressMap.Slice(field: $0.0, bits: bits($0.1)) }.filter { $0.bits > 0 }
    return (slices, max(1, min(64, (width ?? 1) / (device ?? width ?? 1))), pseudoChannels > 1)
  }

  /// Cycles on the command bus.
  private static func slots(_ document: Document) throws -> (activation: Int, column: Int) {
    let object = try document.object()
    var activation = 1
    var column = 1
    for key in object.keys {
      var member = object
      guard let cycles = try member.optional(key)?.cycles(in: 0...8) else { continue }
      switch key {
      case "ACT", "ACT1": activation = max(1, cycles)
      case "RD", "WR": column = max(column, cycles)
      default: break
      }
    }
    return (activation, column)
  }

  private static func policy(_ document: Document) throws -> DRAMPolicy {
    var object = try document.object()
    var policy = DRAMPolicy()
    if let entries = try object.optional("read_buffer")?.integer(in: 1...4_096) {
      policy.readQueueEntries = entries
    }
    if let entries = try object.optional("write_buffer")?.integer(in: 1...4_096) {
      policy.writeQueueEntries = entries
    }
    if let part = try object.optional("wr_low")?.double(in: 0...1) { policy.writeLowWatermark = part }
    if let part = try object.optional("wr_high")?.double(in: 0...1) { policy.writeHighWatermark = part }
    if let word = object.optional("refresh") {
      switch try word.string() {
      case "AllBank": policy.refresh = .allBanks
      case "PerBank", "HBM34PerBank": policy.refresh = .perBank
      case "NoRefresh", "None": policy.refresh = .off
      default: throw word.error("unknown refresh", remedy: "one of AllBank, PerBank, NoRefresh")
      }
    }
    if let word = object.optional("row_policy") {
      switch try word.string() {
      case "Open", "OpenRowPolicy": policy.rowPolicy = .open
      case "Closed", "ClosedRowPolicy", "ClosedCap", "ClosedCAP": policy.rowPolicy = .closed
      default: throw word.error("unknown row policy", remedy: "one of Open, Closed, ClosedCAP")
      }
    }
    if let word = object.optional("scheduler") {
      switch try word.string() {
      case "FRFCFS": break
      case "FRFCFSRowHit", "FRFCFS-RowHit": policy.protectedHits = Int(Int32.max)
      default: throw word.error("unknown scheduler", remedy: "one of FRFCFS, FRFCFS-RowHit")
      }
    }
    for key in ["impl", "priority_buffer", "addr_mapper", "channel_mapper", "cap"] {
      _ = object.optional(key)
    }
    try object.finish()
    return policy
  }
}
