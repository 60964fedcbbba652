import DRAM
import Machine

/// The channels of the DRAM at command level: where the cycles of their buses went, and how long reads took.
public struct DRAMChannelTable {
  private let channels: [DRAMChannelRecord]

  public init(_ channels: [DRAMChannelRecord]) {
    self.channels = channels
  }

  public var text: String {
    var table = TextTable(
      [("channel", .left), ("read", .right), ("written", .right), ("data", .right)]
        + LostCycleCause.allCases.map { ("lost: " + $0.words, TextTable.Alignment.right) }
        + [
          ("row hits", .right), ("refreshes", .right), ("latency", .right), ("p50", .right), ("p99", .right),
          ("max", .right),
        ])
    for channel in channels { table.row(cells(of: channel)) }
    return table.text
  }

  private func cells(of channel: DRAMChannelRecord) -> [String] {
    let statistics = channel.statistics
    func share(_ cycles: Int) -> String {
      cycles == 0 ? "–" : HumanNumber.percent(Double(cycles) / Double(max(1, channel.busCycles)))
    }
    func time(_ cycles: Double?) -> String {
      guard let cycles else { return ResultTable.unknown }
      return HumanNumber.time(seconds: cycles * Double(channel.clockFemtoseconds) * 1e-15)
    }
    let latency = channel.readLatency
    return [
      "\(channel.channel)", HumanNumber.bytes(channel.readBytes), HumanNumber.bytes(channel.writtenBytes),
      share(statistics.busyCycles),
    ] + LostCycleCause.allCases.map { share(statistics.lostCycles(to: $0)) } + [
      HumanNumber.percent(statistics.rowHitRate),
      HumanNumber.grouped(statistics.count(of: .refresh) + statistics.count(of: .refreshBank)),
      time(latency?.meanCycles), time((latency?.medianCycles).map(Double.init)),
      time((latency?.p99Cycles).map(Double.init)), time((latency?.maximumCycles).map(Double.init)),
    ]
  }
}

extension LostCycleCause {
  var words: String { name.replacing("_", with: " ") }
}
