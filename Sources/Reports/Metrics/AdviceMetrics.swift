import Documents
import Studies

/// Columns of `tilewright advise --csv`: a row for every chip and precision, then one for every change that was proposed.
public let adviceMetrics: [Metric<AdviceRow>] = [
  Metric("chip", "Name of the chip on the shelf.") { .text($0.design.name) },
  Metric("precision", "Element type that the model is run in.") { .text($0.design.precision.rawValue) },
  Metric("changes", "What was changed about the chip or the run, in order; empty for the chip as it is.") {
    .text($0.design.changes.map(\.words).joined(separator: "; "))
  },
  Metric(
    "status",
    "fits: it keeps all limits; misses: it does not; ruled out: it cannot, by a factor of more than "
      + "\(Cell.decimal(Advisor.hopelessFactor).plainText), and was not run; refused: the model does not run on the chip."
  ) { .text($0.status) },
  Metric(
    "missed", "Limits that are missed, each with the factor; of a run that was ruled out at least so much."
  ) {
    .text($0.misses.map(\.plainWords).joined(separator: "; "))
  },
  Metric("batch", unit: "samples", "Samples computed at once.") { .integer(ran: $0, \.batch) },
  Metric("core_clock_hz", unit: "Hz", "Clock of the fastest core.") {
    .integer($0.design.point.clockHertz)
  },
  Metric("core_voltage_v", unit: "V", "Supply of the cores.") {
    .decimal(Double($0.design.point.microvolts) / 1e6)
  },
  Metric("elapsed_cycles", unit: "cycles", "Cycles of core_clock_hz.") { .integer(ran: $0, \.cycles) },
  Metric("elapsed_ns", unit: "ns", "Time of the run: the latency of the whole batch.") {
    .decimal(ran: $0) { $0.seconds * 1e9 }
  },
  Metric("average_power_w", unit: "W", "Estimate: mean power of the run, DRAM and host included.") {
    .decimal(ran: $0, \.averageWatts)
  },
  Metric("chip_power_w", unit: "W", "Estimate: average_power_w without DRAM and host.") {
    .decimal(ran: $0, \.chipWatts)
  },
  Metric("sample_energy_pj", unit: "pJ", "Estimated energy of the run ÷ batch, DRAM and host included.") {
    .decimal(ran: $0) { ($0.joulesPerSample * 1e12).rounded() }
  },
  Metric("area_mm2", unit: "mm²", "Area of the chip, estimated where its file does not state it.") {
    .decimal(ran: $0, \.squareMillimetres)
  },
  Metric("accuracy", "Part of the data set's samples that are classified right; empty without a data set.") {
    $0.outcome.figures?.accuracy.map(Cell.decimal) ?? .unknown
  },
  Metric("error", "Why the model does not run on the chip; empty otherwise.") {
    if case .refused(let reason) = $0.outcome { .text(reason) } else { .text("") }
  },
]

extension Cell {
  fileprivate static func integer(ran row: AdviceRow, _ value: (AdviceFigures) -> Int) -> Cell {
    row.outcome.figures.map { .integer(value($0)) } ?? .unknown
  }

  fileprivate static func decimal(ran row: AdviceRow, _ value: (AdviceFigures) -> Double) -> Cell {
    row.outcome.figures.map { .decimal(value($0)) } ?? .unknown
  }
}

extension AdviceRow {
  var status: String {
    switch outcome {
    case .ran: fits ? "fits" : "misses"
    case .ruledOut: "ruled out"
    case .refused: "refused"
    }
  }
}

extension AdviceMiss {
  fileprivate var plainWords: String { "\(limit.rawValue) \(Cell.decimal(factor).plainText)" }
}

extension AdviceChange {
  /// Such as `clock 600 MHz at 644 mV (800 MHz at 800 mV)`: what it is to be, and what it was.
  public var words: String {
    switch self {
    case .clock(let from, let to): "clock \(to.words) (\(from.words))"
    case .cores(let from, let to): "\(to) \(to == 1 ? "core" : "cores") (\(from))"
    case .array(let from, let to): "arrays of \(Self.product(to)) (\(Self.product(from)))"
    case .scratchpad(let from, let to):
      "scratchpads of \(Quantity.size.formatted(to)) (\(Quantity.size.formatted(from)))"
    case .bandwidth(let from, let to):
      "DRAM of \(Quantity.bandwidth.formatted(to)) (\(Quantity.bandwidth.formatted(from)))"
    case .batch(let from, let to): "batch \(to) (\(from))"
    }
  }

  private static func product(_ sides: [Int]) -> String { sides.map { String($0) }.joined(separator: "×") }
}
