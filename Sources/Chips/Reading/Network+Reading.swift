import Documents

extension Network {
  init(_ document: Document) throws {
    var read = try SectionReader(document, NetworkFields.section)
    topology = try Topology(try read(NetworkFields.topology), &read)
    clockHertz = try read(NetworkFields.clock)
    linkWidthBytes = try read(NetworkFields.linkWidth)
    hopLatencyCycles = try read(NetworkFields.hopLatency)
    headerBytes = try read(NetworkFields.header)
    multicast = try read(NetworkFields.multicast)
    routerCycles = try read.optional(NetworkFields.routerCycles)
    virtualChannels = try read.optional(NetworkFields.virtualChannels)
    bufferFlits = try read.optional(NetworkFields.bufferFlits)
    try read.finish()
    try check(document)
  }

  private func check(_ document: Document) throws {
    if let routerCycles, routerCycles >= max(2, hopLatencyCycles) {
      throw document.child("routerCycles").error(
        "is \(routerCycles), and leaves nothing of a hop of \(hopLatencyCycles) for the link",
        remedy: "less than hopLatencyCycles")
    }
    guard topology.wraps, virtualChannels == 1 else { return }
    throw document.child("virtualChannels").error(
      "is 1, and packets would wait for each other round the ring",
      remedy: "a ring or torus needs at least 2: one for each side of the date line")
  }
}

extension Topology {
  fileprivate init(_ name: TopologyName, _ read: inout SectionReader) throws {
    var size = TopologySize(name, read.document)
    size.columns = try read.optional(NetworkFields.columns)
    size.rows = try read.optional(NetworkFields.rows)
    size.endpointsPerRouter = try read.optional(NetworkFields.endpointsPerRouter)
    size.arity = try read.optional(NetworkFields.arity)
    size.levels = try read.optional(NetworkFields.levels)
    self = try size.checkedTopology()
  }
}

/// The fields that say how large a network is; each topology has its own.
private struct TopologySize {
  let name: TopologyName
  let document: Document
  var columns: Int?
  var rows: Int?
  var endpointsPerRouter: Int?
  var arity: Int?
  var levels: Int?

  init(_ name: TopologyName, _ document: Document) {
    self.name = name
    self.document = document
  }

  /// The most routers, and nodes, that are built.
  private static let limit = 5_000

  func checkedTopology() throws -> Topology {
    try refuseOthers()
    let topology = try topology()
    let routers = topology.routers(endpoints: 0).reduce(0) { $0 + $1.count }
    guard routers <= Self.limit else {
      throw document.error("has \(routers) routers", remedy: "at most \(Self.limit) are built")
    }
    return topology
  }

  private func topology() throws -> Topology {
    switch name {
    case .crossbar: return .crossbar
    case .ring: return .ring
    case .mesh: return .mesh(columns: try need(columns, "columns"), rows: try need(rows, "rows"))
    case .torus: return .torus(columns: try need(columns, "columns"), rows: try need(rows, "rows"))
    case .cmesh:
      return .concentratedMesh(
        columns: try need(columns, "columns"), rows: try need(rows, "rows"),
        endpointsPerRouter: try need(endpointsPerRouter, "endpointsPerRouter"))
    case .butterfly:
      try checkPower()
      return .butterfly(arity: try need(arity, "arity"), levels: try need(levels, "levels"))
    case .fattree:
      try checkPower()
      return .fatTree(arity: try need(arity, "arity"), levels: try need(levels, "levels"))
    }
  }

  private func need(_ value: Int?, _ field: String) throws -> Int {
    guard let value else {
      throw document.error("“\(field)” is missing", remedy: "a \(name.rawValue) needs its size")
    }
    return value
  }

  private func refuseOthers() throws {
    let given = [
      ("columns", columns), ("rows", rows), ("endpointsPerRouter", endpointsPerRouter), ("arity", arity),
      ("levels", levels),
    ]
    for (field, value) in given where value != nil && !name.fields.contains(field) {
      let owners = TopologyName.allCases.filter { $0.fields.contains(field) }.map(\.rawValue)
      throw document.child(field).error(
        "belongs to a \(owners.joined(separator: " or ")), and this is a \(name.rawValue)",
        remedy: "leave it out")
    }
  }

  private func checkPower() throws {
    var nodes = 1
    for _ in 0..<(levels ?? 0) where nodes <= Self.limit { nodes *= arity ?? 1 }
    guard nodes <= Self.limit else {
      throw document.child("levels").error(
        "makes more than \(Self.limit) nodes", remedy: "arity to the power of levels is their number")
    }
  }
}

enum TopologyName: String, CaseIterable {
  case crossbar, ring, mesh, torus, cmesh, butterfly, fattree

  /// The fields that give its size.
  fileprivate var fields: [String] {
    switch self {
    case .crossbar, .ring: []
    case .mesh, .torus: ["columns", "rows"]
    case .cmesh: ["columns", "rows", "endpointsPerRouter"]
    case .butterfly, .fattree: ["arity", "levels"]
    }
  }
}

enum NetworkFields {
  static let topology = Field<TopologyName>.choice(
    "topology", of: TopologyName.self,
    about:
      "A mesh or torus needs columns and rows; a concentrated mesh (cmesh) endpointsPerRouter as well; a "
      + "butterfly or fat tree arity and levels.")
  static let columns = Field<Int>.integer(
    "columns", in: 1...256, about: "Of a mesh, torus or concentrated mesh."
  ).notRequired
  static let rows = Field<Int>.integer("rows", in: 1...256, about: "Of a mesh, torus or concentrated mesh.")
    .notRequired
  static let endpointsPerRouter = Field<Int>.integer(
    "endpointsPerRouter", in: 1...64,
    about: "Of a concentrated mesh: cores and memory ports on each router, as square a block as they make."
  ).notRequired
  static let arity = Field<Int>.integer(
    "arity", in: 2...64, about: "Of a butterfly or fat tree: ports of a router to each side."
  ).notRequired
  static let levels = Field<Int>.integer(
    "levels", in: 1...12,
    about: "Stages of a butterfly, rows of routers of a fat tree: it has arity to the power of levels nodes."
  ).notRequired
  static let clock = Field<Int>.clock(about: "Clock of routers and links.")
  static let linkWidth = Field<Int>.powerOfTwoSize(
    "linkWidth", in: 1...4096, about: "Bytes a link carries per cycle and direction.")
  static let hopLatency = Field<Int>.integer(
    "hopLatencyCycles", in: 0...1000, about: "From a head's leaving one router to its leaving the next.")
  static let header = Field<Int>.quantity(
    "header", .size, in: 0...1024, default: 0,
    about: "Bytes of a packet's head on the link; 0 B when it has wires of its own.")
  static let multicast = Field<Bool>.flag(
    "multicast", default: false,
    about:
      "Whether a packet that several cores need goes to one of them, whose network interface passes it on along a "
      + "tree; else each core gets a packet of its own.")
  static let routerCycles = Field<Int>.integer(
    "routerCycles", in: 1...4,
    about:
      "At flit level, cycles of a head in an empty router: 4 in four stages (route, virtual channel, switch, "
      + "crossing), 3 with look-ahead routing, 2 with speculation, 1 with allocators at twice the rate. "
      + "Default: hopLatencyCycles − 1, 1 to 4. The link takes the rest of the hop, at least a cycle."
  ).notRequired
  static let virtualChannels = Field<Int>.integer(
    "virtualChannels", in: 1...64,
    about: "At flit level, virtual channels of each port; rings and tori need 2. Default: 4."
  ).notRequired
  static let bufferFlits = Field<Int>.integer(
    "bufferFlits", in: 1...1024,
    about:
      "At flit level, flits that a virtual channel's buffer holds. Default: 8, or the cycles of a credit's way there "
      + "and back where those are more."
  ).notRequired

  static let section = Section(
    name: "network", about: "What joins cores and memories.",
    fields: [
      topology.description, columns.description, rows.description, endpointsPerRouter.description,
      arity.description, levels.description, clock.description, linkWidth.description,
      hopLatency.description, header.description, multicast.description, routerCycles.description,
      virtualChannels.description, bufferFlits.description,
    ])
}
