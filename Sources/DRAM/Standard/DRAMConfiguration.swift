import Documents

/// A memory as its file describes it: the devices, the address map and the controller.
public struct DRAMConfiguration: Sendable {
  public var summary: String
  public var standard: DRAMStandard
  /// As `DRAMAddressMap` reads it.
  public var addressMapText: String
  public var addressMap: DRAMAddressMap
  public var policy: DRAMPolicy
  /// Where all figures are from that `sources` does not tell of.
  public var source: String?
  /// Where figures are from, by path (`timing.tRFC`, or `timing` for all timings that have no entry of their own).
  public var sources: [String: String] = [:]

  public init(
    summary: String, standard: DRAMStandard, addressMapText: String, addressMap: DRAMAddressMap,
    policy: DRAMPolicy
  ) {
    self.summary = summary
    self.standard = standard
    self.addressMapText = addressMapText
    self.addressMap = addressMap
    self.policy = policy
  }

  /// - Throws: `InputError` with the JSON path; unknown keys and timings name the nearest one.
  public static func read(_ file: String) throws -> DRAMConfiguration {
    try DRAMConfiguration(Document.read(file))
  }

  public init(_ document: Document) throws {
    var object = try document.object()
    summary = try object.optional("summary")?.string() ?? ""
    _ = object.optional("$schema")
    source = try object.optional("source")?.string()
    sources = try object.optional("sources").map(DRAMConfiguration.sources) ?? [:]
    let organisation = try DRAMOrganisation(object.required("organisation"))
    let timingDocument = try object.required("timing")
    let timing = try DRAMTimings.read(timingDocument)
    var standard = DRAMStandard(
      name: document.place, clockPicoseconds: try object.required("clock_ps").double(),
      organisation: organisation, timing: timing)
    guard 10...100_000 ~= standard.clockPicoseconds else {
      throw try object.required("clock_ps").error(
        "is out of range", remedy: "allowed: 10…100000, such as 833 for DDR4-2400")
    }
    try DRAMTimings.checkBursts(standard.timing, at: timingDocument)
    if let rules = object.optional("constraints") {
      standard.constraints += try rules.array().map(DRAMConstraint.init)
    }
    standard.currents = try object.optional("currents").map(DRAMCurrents.init)
    _ = try TimingRules(standard)
    let mapDocument = try object.required("address_map")
    addressMapText = try mapDocument.string()
    addressMap = try DRAMAddressMap(addressMapText, organisation: organisation, at: mapDocument.place)
    policy = try object.optional("controller").map(DRAMPolicy.init) ?? DRAMPolicy()
    self.standard = standard
    try object.finish()
  }

  private static func sources(_ document: Document) throws -> [String: String] {
    var object = try document.object()
    return try object.keys.reduce(into: [:]) { $0[$1] = try object.required($1).string() }
  }

  /// Where a figure is from, by its path: the entry of the path, of the section that it stands in, or of the file.
  public func source(of path: String) -> String? {
    var parts = path.split(separator: ".")[...]
    while !parts.isEmpty {
      if let source = sources[parts.joined(separator: ".")] { return source }
      parts.removeLast()
    }
    return source
  }
}

extension DRAMOrganisation {
  private static let counts = 1...1_048_576

  init(_ document: Document) throws {
    var object = try document.object()
    func count(_ key: String, _ object: inout DocumentObject, otherwise: Int?) throws -> Int {
      guard let member = object.optional(key) else {
        guard let otherwise else { return try object.required(key).integer() }
        return otherwise
      }
      let number = try member.integer(in: DRAMOrganisation.counts)
      guard number.nonzeroBitCount == 1 else {
        throw member.error("is \(number)", remedy: "expected a power of two")
      }
      return number
    }
    self.init(
      channels: try count("channels", &object, otherwise: 1),
      ranks: try count("ranks", &object, otherwise: 1),
      bankGroups: try count("bank_groups", &object, otherwise: 1),
      banksPerGroup: try count("banks_per_group", &object, otherwise: nil),
      rows: try count("rows", &object, otherwise: nil),
      columns: try count("columns", &object, otherwise: nil),
      burstBytes: try count("burst_bytes", &object, otherwise: nil),
      devicesPerRank: try object.optional("devices_per_rank")?.integer(in: 1...64) ?? 1,
      hasSeparateBuses: try object.optional("separate_buses")?.bool() ?? false,
      activationSlots: try object.optional("activation_slots")?.integer(in: 1...8) ?? 1,
      columnSlots: try object.optional("column_slots")?.integer(in: 1...8) ?? 1)
    guard banksPerChannel <= 1_024, channels <= 256 else {
      throw document.error(
        "has \(banksPerChannel) banks in each of \(channels) channels", remedy: "at most 1024 in 256")
    }
    try object.finish()
  }
}

extension DRAMConstraint {
  init(_ document: Document) throws {
    var object = try document.object()
    func commands(_ key: String, _ object: inout DocumentObject) throws -> [DRAMCommand] {
      try object.required(key).array().map { member in
        let name = try member.string()
        guard let command = DRAMCommand(name: name) else {
          throw member.error(
            "unknown command “\(name)”",
            remedy: suggestion(for: name, among: DRAMCommand.allCases.map(\.name)))
        }
        return command
      }
    }
    self.init(
      try object.required("scope").choice(DRAMScope.self), try commands("preceding", &object),
      try commands("following", &object), try object.required("latency").string(),
      window: try object.optional("window")?.integer(in: 1...8) ?? 1,
      betweenRanks: try object.optional("between_ranks")?.bool() ?? false)
    try object.finish()
  }
}

extension DRAMCurrents {
  init(_ document: Document) throws {
    var object = try document.object()
    func current(_ key: String, _ object: inout DocumentObject) throws -> Double {
      let member = try object.required(key)
      let milliamperes = try member.double()
      guard 0...100_000 ~= milliamperes else {
        throw member.error("is \(milliamperes)", remedy: "allowed: 0…100000 mA")
      }
      return milliamperes
    }
    let supply = try object.required("vdd_v")
    guard 0.1...10 ~= (try supply.double()) else {
      throw supply.error("is \(try supply.double())", remedy: "allowed: 0.1…10 V")
    }
    self.init(
      supplyVolts: try supply.double(), idd0: try current("idd0_ma", &object),
      idd2n: try current("idd2n_ma", &object), idd3n: try current("idd3n_ma", &object),
      idd4r: try current("idd4r_ma", &object), idd4w: try current("idd4w_ma", &object),
      idd5: try current("idd5_ma", &object))
    // What a command takes is what it draws beyond standing by.
    guard idd2n <= idd3n, idd3n <= min(idd0, idd4r, idd4w, idd5) else {
      throw document.error(
        "has commands that draw less than standing by does",
        remedy: "expected idd2n_ma ≤ idd3n_ma, and that ≤ idd0_ma, idd4r_ma, idd4w_ma and idd5_ma")
    }
    try object.finish()
  }
}

extension DRAMPolicy {
  private static let entries = 1...4_096

  init(_ document: Document) throws {
    self.init()
    var object = try document.object()
    if let member = object.optional("read_queue") {
      readQueueEntries = try member.integer(in: DRAMPolicy.entries)
    }
    if let member = object.optional("write_queue") {
      writeQueueEntries = try member.integer(in: DRAMPolicy.entries)
    }
    if let member = object.optional("write_high") { writeHighWatermark = try member.double() }
    if let member = object.optional("write_low") { writeLowWatermark = try member.double() }
    guard 0...1 ~= writeLowWatermark, writeLowWatermark...1 ~= writeHighWatermark else {
      throw document.error("write_low and write_high do not fit", remedy: "0 ≤ write_low ≤ write_high ≤ 1")
    }
    if let member = object.optional("row_policy") { rowPolicy = try DRAMPolicy.rowPolicy(member) }
    if let member = object.optional("age_cap_cycles") { ageCapCycles = try member.integer(in: 1...Int.max) }
    if let member = object.optional("protected_hits") {
      protectedHits = try member.integer(in: 0...1_000_000)
    }
    if let member = object.optional("refresh") { refresh = try member.choice(Refresh.self) }
    if let member = object.optional("postponed_refreshes") {
      postponedRefreshes = try member.integer(in: 0...8)
    }
    try object.finish()
  }

  /// `open`, `closed`, or `timeout:N` with cycles.
  private static func rowPolicy(_ document: Document) throws -> RowPolicy {
    let word = try document.string()
    switch word {
    case "open": return .open
    case "closed": return .closed
    default:
      if word.hasPrefix("timeout:"), let cycles = Int(word.dropFirst(8)), 0...1_000_000_000 ~= cycles {
        return .timeout(cycles: cycles)
      }
      throw document.error(
        "unknown row policy “\(word)”", remedy: suggestion(for: word, among: ["open", "closed", "timeout:N"]))
    }
  }
}
