import Documents

extension Chip {
  /// Reads and checks a chip file: JSON, or a SCALE-Sim configuration (`.cfg`).
  /// - Throws: `InputError` with file, JSON path or line, reason and remedy.
  public static func read(_ path: String) throws -> Chip {
    guard path.hasSuffix(".cfg") else { return try load(.read(path)) }
    return try Chip(ScaleSimConfiguration.read(path))
  }

  /// - Throws: `InputError` as above.
  public static func load(_ document: Document) throws -> Chip {
    var read = try SectionReader(document, ChipFields.section)
    _ = read.member(ChipFields.schema)
    let name = try read(ChipFields.name)
    let cores = try read(ChipFields.cores).flatMap { $0 }
    let network = try read(ChipFields.network)
    let coreHertz = cores.map(\.clockHertz).max() ?? 0
    let chip = Chip(
      name: name,
      summary: try read(ChipFields.summary),
      sources: try read(ChipFields.sources),
      cores: cores,
      host: try read(ChipFields.host),
      sharedBuffer: try read.optional(ChipFields.sharedBuffer),
      dram: try read(ChipFields.dram),
      network: network,
      technology: try read.member(ChipFields.technology).map {
        try Technology($0, coreHertz: coreHertz, networkHertz: network.clockHertz)
      } ?? .assumed(coreHertz: coreHertz, networkHertz: network.clockHertz))
    try read.finish()
    try chip.check(document)
    return chip
  }

  /// What no single field can say.
  private func check(_ document: Document) throws {
    let groups = try document.child("cores").array()
    var names: Set<String> = []
    for group in groups where !names.insert(try group.child("name").string()).inserted {
      throw group.child("name").error(
        "“\(try group.child("name").string())” is the name of another core", remedy: "names must differ")
    }
    for path in sources.keys.sorted() { try document.require(path, namedAt: "sources") }
    guard cores.count <= ChipFields.maximumCores else {
      throw document.child("cores").error(
        "makes \(cores.count) cores", remedy: "at most \(ChipFields.maximumCores) are simulated")
    }
    if let limit = network.topology.nodeLimit, limit < networkNodeCount {
      throw document.child("network").error(
        "has \(limit) nodes for \(networkNodeCount)",
        remedy: "\(nodeSum): make \(network.topology.sizeInWords) at least \(networkNodeCount)")
    }
  }

  /// The nodes in words.
  private var nodeSum: String {
    let parts = [
      "\(cores.count) cores", sharedBuffer.map { "\($0.networkPorts) shared buffer" },
      "\(dram.networkPorts) DRAM", "1 host",
    ]
    return parts.compactMap { $0 }.joined(separator: " + ")
  }
}

enum ChipFields {
  static let maximumCores = 4096

  static let schema = Field<String>.text("$schema", about: "Where editors find the schema of this file.")
    .notRequired
  static let name = Field<String>.text("name", about: "Name, as in tables.")
  static let summary = Field<String>.text("summary", about: "What it is, in a sentence.")
  static let sources = Field<[String: String]>(
    "sources", about: "Where a figure is from: paper and table, or that it is our choice, by JSON path.",
    schema: ["type": "object", "additionalProperties": ["type": "string"]], default: .object([:])
  ) { document in
    var sources: [String: String] = [:]
    var object = try document.object()
    for path in object.keys { sources[path] = try object.required(path).string() }
    return sources
  }
  static let cores = Field<[[Core]]>.list(
    "cores", of: CoreFields.section, about: "Compute cores; they may differ.", read: Core.list)
  static let host = Field<HostCore>.section(
    "host", HostFields.section, about: "The general-purpose core.", read: HostCore.init)
  static let sharedBuffer = Field<SharedBuffer>.section(
    "sharedBuffer", SharedBufferFields.section, isRequired: false,
    about: "A memory on the chip that all cores share.", read: SharedBuffer.init)
  static let dram = Field<DRAM>.section(
    "dram", DRAMFields.section, about: "The memory off the chip.", read: DRAM.init)
  static let network = Field<Network>.section(
    "network", NetworkFields.section, about: "What joins cores and memories.", read: Network.init)
  /// Read beside the clocks, which it is rated at.
  static let technology = Field<Document>.section(
    "technology", TechnologyFields.section, isRequired: false,
    about: "What it is made in, for estimates of energy, area and cost. Default: 28 nm.", read: { $0 })

  static let section = Section(
    name: "chip", about: "A chip for Tilewright. Figures are strings with units.",
    fields: [
      schema.description, name.description, summary.description, sources.description, cores.description,
      host.description, sharedBuffer.description, dram.description, network.description,
      technology.description,
    ])
}
