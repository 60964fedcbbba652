import Documents

/// The timings that a file gives, in cycles of the command clock.
enum DRAMTimings {
  /// Every timing that the rules of synchronous DRAM use, and what it is between.
  static let meanings: [(name: String, meaning: String)] = [
    ("BL", "A burst on the data bus."),
    ("CL", "From a read to its data."),
    ("CWL", "From a write to its data."),
    ("tRCD", "From an activation to a read or write of the row."),
    ("tRCDRD", "From an activation to a read, where it differs from that to a write."),
    ("tRCDWR", "From an activation to a write, where it differs from that to a read."),
    ("tRP", "From a precharge of a bank to its next activation."),
    ("tRPab", "From a precharge of all banks to the next activation (default: tRP)."),
    ("tRAS", "From an activation to the precharge of the row."),
    ("tRC", "From an activation to the next of the same bank (default: tRAS + tRP)."),
    ("tRRD_S", "From an activation to one in another bank group."),
    ("tRRD_L", "From an activation to one in the same bank group (default: tRRD_S)."),
    ("tFAW", "In which no more than four activations fall."),
    ("tCCD_S", "From a read or write to one in another bank group."),
    ("tCCD_L", "From a read or write to one in the same bank group (default: tCCD_S)."),
    ("tCCD_S_WR", "From a write to one in another bank group (default: tCCD_S)."),
    ("tCCD_L_WR", "From a write to one in the same bank group (default: tCCD_L)."),
    ("tWTR_S", "From the end of a write's data to a read in another bank group."),
    ("tWTR_L", "From the end of a write's data to a read in the same bank group (default: tWTR_S)."),
    ("tRTW", "Gap between the data of a read and of a following write (default: 2)."),
    ("tWR", "From the end of a write's data to the precharge of the row."),
    ("tRTP", "From a read to the precharge of the row."),
    ("tPPD", "From a precharge to the next, of any bank (default: 0)."),
    ("tRFC", "A refresh of all banks."),
    ("tRFCpb", "A refresh of one bank; refreshing bank by bank needs it (default: 0)."),
    ("tRREFD", "From a refresh of one bank to an activation or refresh of another (default: 0)."),
    ("tREFI", "From a refresh of all banks to the next."),
    ("tRTRS", "Gap between the data of two ranks (default: 0)."),
  ]

  static let required = [
    "BL", "CL", "CWL", "tRP", "tRAS", "tRRD_S", "tFAW", "tCCD_S", "tWTR_S", "tWR", "tRTP", "tREFI", "tRFC",
  ]

  static let cycles = 0...1_000_000

  static func read(_ document: Document) throws -> [String: Int] {
    var object = try document.object()
    var timing: [String: Int] = [:]
    for (name, _) in meanings {
      if let member = object.optional(name) { timing[name] = try member.integer(in: cycles) }
    }
    try object.finish()
    for name in required where timing[name] == nil { _ = try object.required(name) }
    if timing["tRCD"] == nil, timing["tRCDRD"] == nil { _ = try object.required("tRCD") }
    guard timing["BL"]! > 0, timing["tREFI"]! > 0 else {
      throw document.error("BL and tREFI must be above 0")
    }
    guard timing["tREFI"]! > timing["tRFC"]! + timing["tRP"]! else {
      throw document.error(
        "refreshes take all the time: tRFC + tRP is not below tREFI", remedy: "all are in cycles")
    }
    return timing
  }

  /// - Parameter timing: with its defaults filled in.
  /// - Throws: `InputError` when the data of two bursts would be on the bus at once.
  static func checkBursts(_ timing: [String: Int], at document: Document) throws {
    let burst = timing["BL"] ?? 0
    for name in ["tCCD_S", "tCCD_L", "tCCD_S_WR", "tCCD_L_WR"] {
      guard let cycles = timing[name], cycles < burst else { continue }
      throw document.error(
        "has a \(name) of \(cycles), so that bursts of \(burst) cycles overlap", remedy: "at least BL")
    }
  }
}
