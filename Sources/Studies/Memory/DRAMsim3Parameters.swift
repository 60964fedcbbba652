import DRAM
import Documents

/// A memory as DRAMsim3 is given it: the sections of its `.ini` files, all values as text.
struct DRAMsim3Parameters {
  private(set) var parameters: SimulatorParameters

  private static let timings = [
    "CL": "CL", "CWL": "CWL", "tRCD": "tRCD", "tRCDRD": "tRCDRD", "tRCDWR": "tRCDWR", "tRP": "tRP",
    "tRAS": "tRAS", "tRRD_S": "tRRD_S", "tRRD_L": "tRRD_L", "tFAW": "tFAW", "tCCD_S": "tCCD_S",
    "tCCD_L": "tCCD_L", "tWTR_S": "tWTR_S", "tWTR_L": "tWTR_L", "tWR": "tWR", "tRTP": "tRTP", "tRFC": "tRFC",
    "tRFCb": "tRFCpb", "tREFI": "tREFI", "tRTRS": "tRTRS", "tPPD": "tPPD",
  ]

  /// Given, but not read by it, or of no effect on reads, writes and refreshes.
  private static let unused = [
    "tCK", "tRPRE", "tWPRE", "tCKE", "tCKESR", "tCKSRE", "tXS", "tXP", "tRFC2", "tRFC4", "tREFIb", "tWR2",
    "tRTP_L", "tRTP_S", "t32AW", "tRC", "tXSDLL", "tXPDLL", "ideal_memory_latency",
  ]

  /// What it takes where a file gives none.
  private static let defaults = ["tRTP": 5, "tRTRS": 2, "tREFI": 7_800]

  /// - Parameter line: bytes of a request.
  init(_ document: Document, line: Int) throws {
    var object = try document.object()
    let structure = try Structure(object.required("dram_structure"))
    let timing = try Self.timing(object.required("timing"), burst: structure.burstCycles)
    let currents = try object.optional("power").map(Self.currents)
    let system = try System(object.required("system"), structure: structure)
    for key in ["other", "thermal", "hmc"] { _ = object.optional(key) }
    try object.finish()
    parameters = SimulatorParameters(
      timing: timing, fields: system.fields, policy: system.policy, currents: currents,
      devicesPerRank: system.devicesPerRank, hasSeparateBuses: structure.isStacked)
  }

  private static func timing(_ document: Document, burst: Int) throws -> [String: Int] {
    var object = try document.object()
    var timing = defaults
    for (theirs, ours) in timings.sorted(by: { $0.key < $1.key }) {
      if let member = object.optional(theirs) { timing[ours] = try member.cycles(in: 0...10_000_000) }
    }
    let additive = try object.optional("AL")?.cycles(in: 0...1_000) ?? 0
    for key in unused { _ = object.optional(key) }
    try object.finish()
    // A read or write may be issued `AL` early and waits in the device.
    for key in ["CL", "CWL", "tRTP"] { timing[key]? += additive }
    timing["tRCD"]? -= additive
    timing["BL"] = burst
    for key in ["tCCD_S", "tCCD_L"] { timing[key] = max(burst, timing[key] ?? 0) }
    timing["tRTW"] = timing["tRTRS"]
    return timing
  }

  private static func currents(_ document: Document) throws -> DRAMCurrents {
    var object = try document.object()
    func value(_ key: String) throws -> Double { try object.required(key).double(in: 0...100_000) }
    let currents = DRAMCurrents(
      supplyVolts: try value("VDD"), idd0: try value("IDD0"), idd2n: try value("IDD2N"),
      idd3n: try value("IDD3N"), idd4r: try value("IDD4R"), idd4w: try value("IDD4W"),
      idd5: try value("IDD5AB"))
    for key in ["IPP0", "IDD2P", "IDD3P", "IDD5PB", "IDD6x"] { _ = object.optional(key) }
    try object.finish()
    return currents
  }

  /// `dram_structure`. Columns are counted in what the protocol calls one: a bus word, in HBM two, in GDDR a burst.
  struct Structure {
    var isStacked: Bool
    var burstLength: Int
    var burstCycles: Int
    var groups: Int
    var banks: Int
    var rows: Int
    var columns: Int
    var deviceWidth: Int

    init(_ document: Document) throws {
      var object = try document.object()
      let protocolDocument = try object.required("protocol")
      let name = try protocolDocument.string().uppercased()
      func number(_ key: String, _ otherwise: Int?) throws -> Int {
        guard let member = otherwise == nil ? try object.required(key) : object.optional(key) else {
          return otherwise ?? 1
        }
        return try member.cycles(in: 1...(1 << 24))
      }
      isStacked = name.hasPrefix("HBM")
      let isGraphics = name.hasPrefix("GDDR")
      burstLength = try number("BL", nil)
      burstCycles = max(1, burstLength / (name == "GDDR5" ? 4 : isGraphics ? 8 : 2))
      groups = try number("bankgroups", 2)
      banks = try number("banks_per_group", 2)
      if try object.optional("bankgroup_enable")?.truth() == false { (groups, banks) = (1, groups * banks) }
      rows = try number("rows", 1 << 16)
      columns = try number("columns", 1 << 10) * (isStacked ? 2 : isGraphics ? burstLength : 1)
      deviceWidth = try number("device_width", 8)
      for key in ["num_dies", "hbm_dual_cmd"] { _ = object.optional(key) }
      try object.finish()
    }
  }

  /// `system`: channels, ranks by capacity, the address map, and the controller.
  struct System {
    var fields: [ReferenceAddressMap.Slice]
    var devicesPerRank: Int
    var policy: DRAMPolicy

    /// Hits for which it keeps a row open against others.
    private static let protectedHits = 4

    init(_ document: Document, structure: Structure) throws {
      var object = try document.object()
      let channels = try object.optional("channels")?.cycles(in: 1...256) ?? 1
      let width = try object.optional("bus_width")?.cycles(in: 1...4_096) ?? 64
      let megabytes = try object.optional("channel_size")?.cycles(in: 1...(1 << 24)) ?? 1_024
      devicesPerRank = max(1, min(64, width / structure.deviceWidth))
      let rankBits = [
        structure.columns, structure.deviceWidth, structure.rows, structure.groups, structure.banks,
        devicesPerRank,
      ].reduce(1.0) { $0 * Double($1) }
      let ranks = max(1, Int(min(1_024, Double(megabytes << 23) / rankBits)))
      func bits(_ count: Int) -> Int { max(0, Int.bitWidth - 1 - max(1, count).leadingZeroBitCount) }
      fields = []
      if let mapping = object.optional("address_mapping") {
        fields = try ReferenceAddressMap.fields(
          letters: mapping,
          bits: [
            .channel: bits(channels), .rank: bits(ranks), .bankGroup: bits(structure.groups),
            .bank: bits(structure.banks), .row: bits(structure.rows),
            .column: bits(structure.columns / structure.burstLength),
          ])
      }
      policy = DRAMPolicy(protectedHits: Self.protectedHits)
      if let entries = try object.optional("trans_queue_size")?.cycles(in: 1...4_096) {
        policy.readQueueEntries = entries
        policy.writeQueueEntries = entries
      }
      if let word = object.optional("row_buf_policy") {
        switch try word.string() {
        case "OPEN_PAGE": policy.rowPolicy = .open
        case "CLOSE_PAGE": policy.rowPolicy = .closed
        default: throw word.error("unknown policy", remedy: "one of OPEN_PAGE, CLOSE_PAGE")
        }
      }
      if let word = object.optional("refresh_policy") {
        switch try word.string() {
        case "RANK_LEVEL_SIMULTANEOUS", "RANK_LEVEL_STAGGERED": policy.refresh = .allBanks
        case "BANK_LEVEL_STAGGERED": policy.refresh = .perBank
        default:
          throw word.error(
            "unknown policy",
            remedy: "one of RANK_LEVEL_SIMULTANEOUS, RANK_LEVEL_STAGGERED, BANK_LEVEL_STAGGERED")
        }
      }
      for key in [
        "queue_structure", "cmd_queue_size", "unified_queue", "write_buf_size", "enable_self_refresh",
        "sref_threshold", "aggressive_precharging_enabled",
      ] { _ = object.optional(key) }
      try object.finish()
    }
  }
}
