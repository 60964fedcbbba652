import Arrays
import Documents

/// Layers measured on NVDLA's small configuration beside the model of its convolution pipeline.
struct LayerValidation {
  /// Relative errors that hold: of the median, and of a layer that takes longer than `longCycles`.
  static let medianBound = 0.01
  static let layerBound = 0.05
  static let longCycles = 1_000

  let rows: [ValidationRow]

  /// - Throws: `InputError` with the line of a field that is not what it should be.
  init(_ table: CSVTable) throws {
    var rows: [ValidationRow] = []
    var errors: [Double] = []
    for row in table.rows where try Self.isConvolution(row) {
      let result = try Self.row(row)
      rows.append(result)
      if result.failure == nil { errors.append(result.difference) }
    }
    if let median = errors.middle?.upper {
      rows.append(
        ValidationRow("all layers", "median error", ours: median, reference: 0, bound: Self.medianBound))
    }
    self.rows = rows
  }

  private static func isConvolution(_ row: CSVRow) throws -> Bool { row.optional("in_w") != nil }

  private static func row(_ row: CSVRow) throws -> ValidationRow {
    let latency = try row.integer("read_latency")
    let rate = try row.double("bytes_per_cycle")
    let name = row.optional("name") ?? row.optional("trace") ?? row.place
    let subject = "\(name), latency \(latency), \(plainRate(rate)) B/cycle"
    let reference = try row.integer("cycles_enable_to_interrupt")
    let pipeline = ConvolutionPipeline()
    let record: ConvolutionRecord
    do {
      record = try pipeline.run(
        ConvolutionLayer(
          inputWidth: row.integer("in_w"), inputHeight: row.integer("in_h"),
          inputChannels: row.integer("in_c"), kernelWidth: row.integer("k_w"),
          kernelHeight: row.integer("k_h"), outputChannels: row.integer("out_c"),
          outputWidth: row.integer("out_w"), outputHeight: row.integer("out_h"),
          featureBanks: row.optional("data_banks") == nil ? nil : row.integer("data_banks"),
          weightBanks: row.optional("weight_banks") == nil ? nil : row.integer("weight_banks")),
        memory: ConvolutionMemory(readLatency: latency, cyclesPerBeat: Double(pipeline.beatBytes) / rate))
    } catch let error as InputError where error.place == "convolution layer" || error.place == "memory" {
      return ValidationRow(subject, "cycles to the interrupt", failure: error.description)
    }
    // A short layer is mostly start and end: it counts in the median.
    let bound = reference > longCycles ? layerBound : 1
    return ValidationRow(
      subject, "cycles to the interrupt, bound by the \(record.cause.rawValue)",
      ours: Double(record.cycles), reference: Double(reference), scale: Double(reference), bound: bound)
  }

  private static func plainRate(_ rate: Double) -> String {
    rate == rate.rounded() ? "\(Int(rate))" : "\(rate)"
  }
}
