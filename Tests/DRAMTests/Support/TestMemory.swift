import DRAM
import Documents
import Foundation

/// Memories that come with Tilewright, under traces made here.
struct TestMemory {
  var standard: DRAMStandard
  var policy: DRAMPolicy
  var mapText: String

  static let names = [
    "ddr4-2400", "ddr4-3200", "ddr5-4800", "gddr6-14", "hbm2", "hbm2e", "hbm3", "lpddr4-3200", "lpddr5-6400",
  ]

  static func file(_ name: String) -> String {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../../..").standardized
    return root.appending(path: "chips/dram/\(name).json").path
  }

  init(_ name: String = "ddr4-2400") throws {
    let configuration = try DRAMConfiguration.read(Self.file(name))
    standard = configuration.standard
    policy = configuration.policy
    mapText = configuration.addressMapText
  }

  /// The same with more ranks: their bits lie above the row's.
  func with(ranks: Int) -> TestMemory {
    var memory = self
    memory.standard.organisation.ranks = ranks
    memory.standard.timing["tRTRS"] = 2
    memory.mapText = "rank(\(ranks.trailingZeroBitCount)) | " + mapText
    return memory
  }

  var burst: Int { standard.organisation.burstBytes }

  func cycles(_ timing: String) -> Int { standard.timing[timing] ?? 0 }

  struct Run {
    var result: DRAMTraceResult
    /// Of channel 0.
    var commands: [DRAMCommandRecord]

    var meanLatency: Double {
      Double(result.readLatencies.reduce(0, +)) / Double(max(1, result.readLatencies.count))
    }
  }

  func run(_ trace: [DRAMTraceRecord], _ mode: InjectionMode = .saturating) throws -> Run {
    let map = try DRAMAddressMap(mapText, organisation: standard.organisation, at: "test")
    var run = try DRAMTraceRun(
      standard, policy: policy, map: map, trace: trace, mode: mode, logsCommands: true)
    let result = run.run()
    return Run(result: result, commands: run.commandLogs[0])
  }

  func run(_ pattern: DRAMPattern, _ count: Int = 4_000, _ mode: InjectionMode = .saturating) throws -> Run {
    try run(pattern.records(count: count, burst: burst), mode)
  }

  /// Part of the data bus's cycles that carried data.
  func utilisation(_ run: Run) -> Double {
    let columns = run.result.count(of: .read) + run.result.count(of: .write)
    return Double(columns * cycles("BL")) / Double(run.result.cycles * standard.organisation.channels)
  }
}

func read(at address: Int, cycle: Int = 0, stream: Int = 0) -> DRAMTraceRecord {
  DRAMTraceRecord(cycle: cycle, stream: stream, isWrite: false, address: address)
}
