import Chips
import Documents
import Foundation
import Studies

/// The three reports that SCALE-Sim leaves behind, with its file names, headers, spaces and trailing commas, so that
/// scripts made for them go on working. The one thing added is the layer's name, in the last column.
public struct ScaleSimReports {
  public let compute: String
  public let bandwidth: String
  public let accesses: String

  public init(_ run: ScaleSimCompatibility) {
    let usesSparsity = run.configuration.usesSparsity
    var compute = Report(Self.computeHeader)
    var bandwidth = Report(usesSparsity ? Self.sparseBandwidthHeader : Self.bandwidthHeader)
    var accesses = Report(Self.accessHeader)
    for layer in run.layers {
      let computeItems = Self.computeItems(layer)
      let bandwidthItems = Self.bandwidthItems(layer, usesSparsity: usesSparsity)
      let accessItems = Self.accessItems(layer.accesses, readsAreWhole: layer.count.inputReadsAreWhole)
      for name in layer.layer.copyNames {
        compute.row(computeItems, name)
        bandwidth.row(bandwidthItems, name)
        accesses.row(accessItems, name)
      }
    }
    (self.compute, self.bandwidth, self.accesses) = (compute.text, bandwidth.text, accesses.text)
  }

  /// By the file names of SCALE-Sim.
  public var files: [(name: String, text: String)] {
    [
      ("COMPUTE_REPORT.csv", compute), ("BANDWIDTH_REPORT.csv", bandwidth),
      ("DETAILED_ACCESS_REPORT.csv", accesses),
    ]
  }

  /// Writes the reports into a folder, which is made where there is none.
  /// - Throws: `InputError` when that cannot be.
  public func write(to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(.notFound, at: folder, "cannot be made a folder")
    }
    for (name, text) in files {
      try ReplacementFile.write((folder as NSString).appendingPathComponent(name)) {
        try $0.write(Array(text.utf8))
      }
    }
  }

  private static let computeHeader = [
    "Total Cycles (incl. prefetch)", "Total Cycles", "Stall Cycles", "Overall Util %", "Mapping Efficiency %",
    "Compute Util %",
  ]
  private static let bandwidthHeader = [
    "Avg IFMAP SRAM BW", "Avg FILTER SRAM BW", "Avg OFMAP SRAM BW", "Avg IFMAP DRAM BW", "Avg FILTER DRAM BW",
    "Avg OFMAP DRAM BW",
  ]
  private static let sparseBandwidthHeader =
    Array(bandwidthHeader.prefix(2)) + ["Avg FILTER Metadata SRAM BW"] + bandwidthHeader.dropFirst(2)
  private static let accessHeader = ["SRAM", "DRAM"].flatMap { memory in
    ["IFMAP", "Filter", "OFMAP"].flatMap { operand in
      [
        "\(memory) \(operand) Start Cycle", "\(memory) \(operand) Stop Cycle",
        "\(memory) \(operand) \(operand == "OFMAP" ? "Writes" : "Reads")",
      ]
    }
  }

  private static func computeItems(_ layer: ScaleSimCompatibility.Layer) -> [String] {
    let count = layer.count
    return ["\(layer.accesses.cyclesWithPrefetch)", "\(count.totalCycles)", "0"]
      + [
        count.overallUtilisationPercent, count.mappingEfficiencyPercent, count.computeUtilisationPercent,
      ].map { "\($0)" }
  }

  private static func bandwidthItems(
    _ layer: ScaleSimCompatibility.Layer, usesSparsity: Bool
  ) -> [String] {
    let accesses = layer.accesses
    let cycles = Double(max(1, layer.count.totalCycles))
    var words = [accesses.inputSRAM.words, accesses.filterSRAM.words]
    if usesSparsity { words.append(layer.metadataWords) }
    words.append(accesses.outputSRAM.words)
    return
      (words.map { $0 / cycles }
      + [
        accesses.inputDRAM.wordsPerCycle, accesses.filterDRAM.wordsPerCycle,
        accesses.outputDRAM.wordsPerCycle,
      ]).map { "\($0)" }
  }

  private static func accessItems(_ accesses: ScaleSimAccesses, readsAreWhole: Bool) -> [String] {
    let spans = [
      accesses.inputSRAM, accesses.filterSRAM, accesses.outputSRAM, accesses.inputDRAM, accesses.filterDRAM,
      accesses.outputDRAM,
    ]
    return spans.enumerated().flatMap { index, span in
      let words = index == 0 && !readsAreWhole ? "\(span.words)" : "\(Int(span.words))"
      return ["\(Double(span.start))", "\(Double(span.stop))", words]
    }
  }
}

/// Lines of items with a comma and a space between, a comma at the end.
private struct Report {
  private(set) var text: String
  private var layers = 0

  init(_ header: some Sequence<String>) {
    text = (["LayerID"] + header + ["Layer Name"]).joined(separator: ", ") + ",\n"
  }

  mutating func row(_ items: [String], _ name: String) {
    text += (["\(layers)"] + items + [name]).joined(separator: ", ") + ",\n"
    layers += 1
  }
}
