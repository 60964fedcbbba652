import Documents
import Foundation

/// What sweeps are judged by: ResNet-50 on a thousand chips, array × buffer × bandwidth, at the fast levels of fidelity.
public struct SweepBenchmark: Sendable {
  public static let chip = "tpu-v1"
  /// Points of the whole grid.
  public static let mostPoints = 1000

  /// What it took of this machine.
  public struct Row: Sendable {
    public var points: Int
    /// Of them, points that gave an error.
    public var failures: Int
    /// Processor seconds of all threads, from reading the study to the last result.
    public var cpuSeconds: Double
    public var wallSeconds: Double
    public var peakBytes: Int
  }

  private let points: Int
  private let jobs: Int

  /// - Parameter points: how many of the grid, drawn at random when not all.
  public init(points: Int = mostPoints, jobs: Int) {
    (self.points, self.jobs) = (points, jobs)
  }

  /// - Throws: `InputError` when the chip or the model is not there.
  public func measure(metrics: EvaluationMetrics) throws -> Row {
    let start = Date()
    let used = ProcessUsage.cpuSeconds
    let study = try Study(Document(value: document, file: "bench sweep"), metrics: metrics.names)
    let sweep = try Sweep(StudyPlan(study), metrics: metrics)
    try sweep.run(jobs: jobs)
    let rows = sweep.rows
    return Row(
      points: rows.count, failures: rows.count { $0.outcome.status != .ok },
      cpuSeconds: ProcessUsage.cpuSeconds - used, wallSeconds: -start.timeIntervalSinceNow,
      peakBytes: ProcessUsage.peakBytes)
  }

  private var document: JSONValue {
    [
      "name": "bench", "chip": .string(Self.chip), "models": ["resnet50"],
      "options": ["fidelity": "matrix=tile,network=packet,dram=bandwidth"],
      "parameters": [
        "cores[*].matrix.rows": [64, 80, 96, 112, 128, 160, 192, 224, 240, 256],
        "cores[*].matrix.columns": ["follows": "cores[*].matrix.rows"],
        "cores[*].scratchpad.capacity": ["from": "4 MiB", "to": "40 MiB", "step": "4 MiB"],
        "dram.bandwidth": ["from": "16 GB/s", "to": "88 GB/s", "step": "8 GB/s"],
      ],
      "sampling": points < Self.mostPoints
        ? ["method": "random", "count": .integer(points)] : ["method": "grid"],
    ]
  }
}
