import DRAM
import Documents

/// One configuration of `parameters.json`: a memory as two reference simulators were given it, set up as ours.
///
/// Members: `line_bytes`, `tCK_ns`, `burst_cycles`, `issue_width_per_cycle`, `address_map_msb_to_lsb`, and `dramsim3`
/// and `ramulator2`, each as its simulator calls its own parameters. Where both are there they describe one memory;
/// queues and policies are Ramulator's, whose scheduler ours is.
struct ReferenceMemory {
  let configuration: DRAMConfiguration
  /// Requests offered in one cycle at most.
  let issueWidth: Int

  /// - Throws: `InputError` with the JSON path; unknown keys name the nearest.
  init(_ name: String, _ document: Document) throws {
    var object = try document.object()
    let lineDocument = try object.required("line_bytes")
    let line = try lineDocument.integer(in: 1...65_536)
    guard line.nonzeroBitCount == 1 else { throw lineDocument.error("is no power of two") }
    let clock = try object.required("tCK_ns").double(in: 0.001...1_000)
    let burst = try object.optional("burst_cycles")?.double(in: 0.5...1_000)
    issueWidth = try object.optional("issue_width_per_cycle")?.integer(in: 1...1_024) ?? 1
    let channels = try object.optional("channels")?.integer(in: 1...256) ?? 1
    for key in ["peak_GBps", "pace_scale", "status", "note"] { _ = object.optional(key) }
    let map = object.optional("address_map_msb_to_lsb").flatMap { $0.value == .null ? nil : $0 }
    let simulators = try [
      object.optional("ramulator2").map(RamulatorParameters.init)?.parameters,
      object.optional("dramsim3").map { try DRAMsim3Parameters($0, line: line).parameters },
    ].compactMap { $0 }
    try object.finish()
    guard let leading = simulators.first else {
      throw document.error("has neither “dramsim3” nor “ramulator2”", remedy: "give the parameters of one")
    }
    var fields = leading.fields
    if let map { fields = try ReferenceAddressMap.fields(map) }
    if fields.bits(of: .channel) == 0, channels > 1 {
      fields.append(.init(field: .channel, bits: channels.trailingZeroBitCount))
    }
    let organisation = DRAMOrganisation(
      channels: 1 << fields.bits(of: .channel), ranks: 1 << fields.bits(of: .rank),
      bankGroups: 1 << fields.bits(of: .bankGroup), banksPerGroup: 1 << fields.bits(of: .bank),
      rows: 1 << fields.bits(of: .row), columns: 1 << fields.bits(of: .column), burstBytes: line,
      devicesPerRank: leading.devicesPerRank, hasSeparateBuses: leading.hasSeparateBuses,
      activationSlots: leading.activationSlots, columnSlots: leading.columnSlots)
    guard fields.bits(of: .row) <= 30, fields.bits(of: .column) <= 20, organisation.channels <= 256,
      fields.bits(of: .rank) + fields.bits(of: .bankGroup) + fields.bits(of: .bank) <= 10
    else {
      throw document.error(
        "is too large: \(fields.text)",
        remedy: "at most 256 channels of 1024 banks, 30 bits of rows and 20 of columns")
    }
    var timing = leading.timing
    if timing["BL"] == nil { timing["BL"] = burst.map { Int($0.rounded(.up)) } }
    for other in simulators.dropFirst() { timing.merge(other.timing) { first, _ in first } }
    let standard = DRAMStandard(
      name: name, clockPicoseconds: clock * 1_000, organisation: organisation, timing: timing,
      constraints: leading.constraints, currents: simulators.compactMap(\.currents).first)
    for key in [
      "BL", "CL", "CWL", "tRCDRD", "tRP", "tRAS", "tRRD_S", "tFAW", "tCCD_S", "tWTR_S", "tWR", "tRTP",
    ]
    where standard.timing[key] == nil {
      throw document.error("no simulator gives “\(key)”")
    }
    let text = fields.text
    configuration = DRAMConfiguration(
      summary: name, standard: standard, addressMapText: text,
      addressMap: try DRAMAddressMap(text, organisation: organisation, at: map?.place ?? document.place),
      policy: leading.policy)
  }
}

/// What both simulators' parameters come down to.
struct SimulatorParameters {
  /// In cycles, by our names.
  var timing: [String: Int]
  /// The simulator's own address map, for configurations that give none.
  var fields: [ReferenceAddressMap.Slice]
  var policy: DRAMPolicy
  var currents: DRAMCurrents?
  var constraints = DRAMConstraint.synchronous
  var devicesPerRank = 1
  var hasSeparateBuses = false
  var activationSlots = 1
  var columnSlots = 1
}

extension Document {
  /// A number, or the text of one: DRAMsim3's files hold text.
  func double(in range: ClosedRange<Double>) throws -> Double {
    let number: Double
    if case .string(let text) = value {
      guard let parsed = Double(text) else { throw error("“\(text)” is no number") }
      number = parsed
    } else {
      number = try double()
    }
    guard range.contains(number) else { throw error("is \(number)", remedy: "expected \(range)") }
    return number
  }

  /// Whole cycles, rounded up: a command that needs half a cycle waits for a whole one.
  func cycles(in range: ClosedRange<Int>) throws -> Int {
    Int(try double(in: Double(range.lowerBound)...Double(range.upperBound)).rounded(.up))
  }

  /// `true`, `false`, or the text of either.
  func truth() throws -> Bool {
    guard case .string(let text) = value else { return try bool() }
    guard let truth = Bool(text.lowercased()) else { throw error("“\(text)” is neither true nor false") }
    return truth
  }
}
