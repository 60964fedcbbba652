import Network
import Studies

/// What `tilewright network` prints of one load.
public struct NetworkTable {
  private let row: NetworkStudy.Row

  public init(_ row: NetworkStudy.Row) {
    self.row = row
  }

  public var text: String { TextTable(networkMetrics, of: row).text + notes }

  private var notes: String {
    var notes = ""
    if !row.point.isStable {
      notes += "\nThe network does not keep up with this load: latencies grow as long as it lasts.\n"
    }
    if row.point.overloadedLinks > 0 {
      let share = HumanNumber.percent(PacketLevelNetwork.greatestGoodLoad)
      notes +=
        "\nwarning: \(counted(row.point.overloadedLinks, "link")) busy more than \(share) of the time, "
        + "beyond what packet level is good for; its latencies are too low there: use flit level\n"
    }
    return notes
  }
}

/// What `tilewright network --sweep` prints: the curve, and where it saturates.
public struct NetworkCurveTable {
  private let sweep: NetworkStudy.Sweep

  public init(_ sweep: NetworkStudy.Sweep) {
    self.sweep = sweep
  }

  public var text: String {
    var table = TextTable([
      ("offered", .right), ("accepted", .right), ("latency mean", .right), ("p50", .right), ("p99", .right),
      ("routers", .right), ("", .left),
    ])
    for row in sweep.rows {
      let point = row.point
      table.row([
        HumanNumber.fixed(point.offered, decimals: 4), HumanNumber.fixed(point.accepted, decimals: 4),
        point.latency.statistics.mean.map { HumanNumber.fixed($0, decimals: 1) } ?? "–",
        point.latency.percentile(50).map { "\($0)" } ?? "–",
        point.latency.percentile(99).map { "\($0)" } ?? "–",
        point.routers.mean.map { HumanNumber.fixed($0, decimals: 2) } ?? "–",
        point.isStable ? "" : "does not keep up",
      ])
    }
    return table.text + "\n" + saturation
  }

  private var saturation: String {
    let found = sweep.saturation
    if found.isUnsaturated {
      return "no saturation up to \(plainDecimal(found.upperBound)) flits/node/cycle\n"
    }
    return "saturates at \(HumanNumber.fixed(found.load, decimals: 4)) flits/node/cycle "
      + "(between \(HumanNumber.fixed(found.lowerBound, decimals: 4)) and "
      + "\(HumanNumber.fixed(found.upperBound, decimals: 4))): mean latency three times the "
      + "\(HumanNumber.fixed(found.emptyLatency, decimals: 1)) cycles of the nearly empty network\n"
  }
}
