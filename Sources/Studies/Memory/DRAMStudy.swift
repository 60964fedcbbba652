import DRAM
import Documents
import Foundation

/// A memory under a trace: what `tilewright dram` runs.
public struct DRAMStudy: Sendable {
  public let configuration: DRAMConfiguration
  private let trace: [DRAMTraceRecord]
  private let traceName: String
  private let mode: InjectionMode
  private let modeText: String

  /// Requests of a pattern unless somebody says otherwise.
  public static let patternRequests = 50_000

  /// - Parameters:
  ///   - memory: path of a memory file or a name in `chips/dram`, or a chip likewise.
  ///   - trace: path of a trace; nil for `pattern`.
  /// - Throws: `InputError` with the place in the file.
  public init(
    memory: String, trace: String?, pattern: DRAMPattern = .sequentialReads, requests: Int = patternRequests,
    mode: String = "sat"
  ) throws {
    configuration = try DRAMConfiguration.named(memory)
    self.mode = try InjectionMode(mode)
    modeText = mode
    if let trace {
      self.trace = try DRAMTrace.read(trace)
      traceName = ((trace as NSString).lastPathComponent as NSString).deletingPathExtension
    } else {
      self.trace = pattern.records(count: requests, burst: configuration.standard.organisation.burstBytes)
      traceName = pattern.rawValue
    }
  }

  /// - Parameter logsCommands: whether every command is kept.
  public func run(logsCommands: Bool = false) throws -> (report: DRAMReport, commands: [[DRAMCommandRecord]])
  {
    var run = try DRAMTraceRun(
      configuration.standard, policy: configuration.policy, map: configuration.addressMap, trace: trace,
      mode: mode, logsCommands: logsCommands)
    let result = run.run()
    let report = DRAMReport(
      configuration: configuration, trace: traceName, mode: modeText, result: result)
    return (report, run.commandLogs)
  }
}
