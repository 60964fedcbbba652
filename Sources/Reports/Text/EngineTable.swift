import Machine

/// Where the cycles of every engine went, and what every memory moved.
public struct EngineTable {
  private let record: RunRecord

  public init(_ record: RunRecord) {
    self.record = record
  }

  public var text: String {
    let channels = record.dramChannels
    return engines.text + "\n" + memories.text
      + (channels.isEmpty ? "" : "\n" + DRAMChannelTable(channels).text)
  }

  private var engines: TextTable {
    var table = TextTable(
      [("engine", .left), ("commands", .right), ("busy", .right)]
        + StallCause.allCases.map { ($0.rawValue.replacing("_", with: " "), TextTable.Alignment.right) })
    for engine in record.engines.sorted(by: { $0.engine.order < $1.engine.order }) {
      let shares = ([engine.busyCycles] + engine.stallCycles).map(share)
      table.row([engine.engine.name, HumanNumber.grouped(engine.commandCount)] + shares)
    }
    return table
  }

  private func share(_ cycles: Int) -> String {
    cycles == 0 ? "–" : HumanNumber.percent(Double(cycles) / Double(max(1, record.elapsedCycles)))
  }

  private var memories: TextTable {
    var table = TextTable([
      ("memory", .left), ("read", .right), ("written", .right), ("accesses", .right),
    ])
    for memory in record.memories {
      table.row([
        memory.memory.name, HumanNumber.bytes(memory.readBytes), HumanNumber.bytes(memory.writtenBytes),
        HumanNumber.grouped(memory.accesses),
      ])
    }
    return table
  }
}
