import Chips
import DRAM
import Machine

/// How closely the parts were simulated, and what only those levels know.
public struct LevelText {
  private let record: RunRecord
  private let hasDRAMCommands: Bool

  public init(_ record: RunRecord, on chip: Chip) {
    self.record = record
    hasDRAMCommands = chip.dram.preset != nil
  }

  public var text: String { ([levels] + [dram, network].compactMap(\.self)).joined(separator: "\n") }

  private var levels: String {
    let levels = record.levels
    return
      "Simulated with matrix=\(levels.matrix.rawValue), dram=\(levels.dram.rawValue), "
      + "network=\(levels.network.rawValue)."
      + (hasDRAMCommands ? "" : " The chip names no DRAM preset to play commands of.")
  }

  private var dram: String? {
    let channels = record.dramChannels
    guard !channels.isEmpty else { return nil }
    let all = channels.map(\.statistics).reduce(DRAMStatistics(), +)
    let cycles = max(1, channels.reduce(0) { $0 + $1.busCycles })
    func share(_ part: Int) -> String { HumanNumber.percent(Double(part) / Double(cycles)) }
    let lost = LostCycleCause.allCases.filter { all.lostCycles(to: $0) > 0 }
      .sorted { all.lostCycles(to: $0) > all.lostCycles(to: $1) }
      .map { "\($0.words) \(share(all.lostCycles(to: $0)))" }
    let commands = DRAMCommand.allCases.filter { all.count(of: $0) > 0 }
      .map { "\(HumanNumber.grouped(all.count(of: $0))) \($0.name)" }
    return
      "DRAM buses: \(bandwidth)data \(share(all.busyCycles)), lost to \(lost.joined(separator: ", ")); "
      + "row hits \(HumanNumber.percent(all.rowHitRate))\(latency).\n"
      + "DRAM commands: \(commands.joined(separator: ", "))."
  }

  /// Over the whole run, in whole bursts.
  private var bandwidth: String {
    let bytes = record.dramChannels.reduce(0) { $0 + $1.readBytes + $1.writtenBytes }
    guard record.elapsedFemtoseconds > 0 else { return "" }
    let gigabytes = Double(bytes) / record.seconds / 1e9
    return "\(HumanNumber.fixed(gigabytes, decimals: 1)) GB/s; "
  }

  /// The mean of all reads, and the slowest channel's median and tail.
  private var latency: String {
    let channels = record.dramChannels.filter { $0.readLatency != nil }
    let count = channels.reduce(0) { $0 + $1.readLatency!.count }
    guard count > 0 else { return "" }
    let clock = Double(channels[0].clockFemtoseconds)
    let sum = channels.reduce(0) { $0 + $1.readLatency!.meanCycles * Double($1.readLatency!.count) }
    func time(_ cycles: Double) -> String { HumanNumber.time(seconds: cycles * clock * 1e-15) }
    func longest(_ latency: (LatencyRecord) -> Int) -> String {
      time(Double(channels.map { latency($0.readLatency!) }.max()!))
    }
    return "; reads took \(time(sum / Double(count))) in the mean, half at most \(longest(\.medianCycles)), "
      + "99 % at most \(longest(\.p99Cycles)), the slowest \(longest(\.maximumCycles))"
  }

  private var network: String? {
    guard let latency = record.network.latency else { return nil }
    return
      "Network: \(HumanNumber.grouped(latency.count)) packets took "
      + "\(HumanNumber.fixed(latency.meanCycles, decimals: 1)) cycles in the mean, half at most "
      + "\(latency.medianCycles), 99 % at most \(latency.p99Cycles), the slowest \(latency.maximumCycles)."
  }
}
