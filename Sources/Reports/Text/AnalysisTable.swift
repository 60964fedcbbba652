import Graphs

/// What `tilewright analyze` prints: a line per operator, the model's totals, and the memory it needs.
public struct AnalysisTable {
  private let analysis: GraphAnalysis

  public init(_ analysis: GraphAnalysis) {
    self.analysis = analysis
  }

  public var text: String { table.text + "\n" + summary }

  private var table: TextTable {
    var table = TextTable([
      ("operator", .left), ("operation", .left), ("output", .left), ("MACs", .right),
      ("other operations", .right), ("parameters", .right), ("weights", .right), ("activations", .right),
      ("operations/byte", .right),
    ])
    for entry in analysis.entries { table.row(cells(of: entry)) }
    table.footer([
      "total", counted(analysis.entries.count, "operator"), "",
      HumanNumber.grouped(analysis.multiplyAccumulates),
      HumanNumber.grouped(analysis.scalarOperations), HumanNumber.grouped(analysis.parameters),
      HumanNumber.bytes(analysis.weightBytes), HumanNumber.bytes(analysis.activationBytes), "",
    ])
    return table
  }

  private func cells(of entry: GraphAnalysis.Entry) -> [String] {
    let shape = entry.outputShape.map(String.init).joined(separator: "×")
    let hasBytes = entry.weightBytes + entry.activationBytes > 0
    return [
      shortened(entry.name, to: 36), entry.operation, "\(shape) \(entry.element.rawValue)",
      HumanNumber.grouped(entry.work.multiplyAccumulates), HumanNumber.grouped(entry.work.scalarOperations),
      HumanNumber.grouped(entry.parameters), HumanNumber.bytes(entry.weightBytes),
      HumanNumber.bytes(entry.activationBytes),
      hasBytes ? HumanNumber.fixed(entry.arithmeticIntensity, decimals: 1) : "–",
    ]
  }

  private var summary: String {
    let bytes = analysis.weightBytes + analysis.activationBytes
    let operations = 2 * analysis.multiplyAccumulates + analysis.scalarOperations
    let intensity = HumanNumber.fixed(Double(operations) / Double(max(1, bytes)), decimals: 1)
    return "\(HumanNumber.count(analysis.multiplyAccumulates)) MACs, "
      + "\(HumanNumber.count(analysis.parameters)) parameters, \(intensity) operations/byte; "
      + "\(HumanNumber.bytes(analysis.peakActivationBytes)) of activations are needed at once.\n"
  }
}
