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
    guard topology.wraps, virtualChannels == 1 else { return }
    throw document.child("virtualChannels").error(
      "is 1, and packets would wait for each other round the ring",
      remedy: "a ring or torus needs at least 2: one for each side of the date line")
  }
}

extension Topology {
  fileprivate init(_ name: TopologyName, _ read: inout SectionReader) throws {
    let columns = try read.optional(NetworkFields.columns)
    let rows = try read.optional(NetworkFields.rows)
    switch name {
    case .crossbar, .ring:
      guard columns == nil, rows == nil else {
        throw read.document.child(columns == nil ? "rows" : "columns").error(
          "belongs to a mesh or torus, and this is a \(name.rawValue)", remedy: "leave it out")
      }
      self = name == .ring ? .ring : .crossbar
    case .mesh, .torus:
      guard let columns, let rows else {
        throw read.document.error(
          "“\(columns == nil ? "columns" : "rows")” is missing", remedy: "a \(name.rawValue) needs its size")
      }
      self = name == .mesh ? .mesh(columns: columns, rows: rows) : .torus(columns: columns, rows: rows)
    }
  }
}

enum TopologyName: String, CaseIterable {
  case crossbar, ring, mesh, torus
}

enum NetworkFields {
  static let topology = Field<TopologyName>.choice(
    "topology", of: TopologyName.self, about: "A mesh or torus needs columns and rows.")
  static let columns = Field<Int>.integer("columns", in: 1...256, about: "Of a mesh or torus.").notRequired
  static let rows = Field<Int>.integer("rows", in: 1...256, about: "Of a mesh or torus.").notRequired
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
      topology.description, columns.description, rows.description, clock.description, linkWidth.description,
      hopLatency.description, header.description, multicast.description, routerCycles.description,
      virtualChannels.description, bufferFlits.description,
    ])
}
