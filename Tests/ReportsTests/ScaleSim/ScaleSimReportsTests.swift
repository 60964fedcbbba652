import Testing
import Tilewright

/// The three reports beside those that SCALE-Sim 3.0.0 (PyPI) wrote for the same files, without stalls.
@Suite struct ScaleSimReportsTests {
  private static let layers = """
    Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides, Sparsity,
    Conv2, 6, 6, 1, 1, 8, 16, 1,
    Conv3, 8, 8, 3, 2, 4, 5, 1,
    """

  private func reports(_ dataflow: String, _ topology: String = layers, sparsity: String = "false") throws
    -> ScaleSimReports
  {
    let configuration = """
      [general]
      run_name = four
      [architecture_presets]
      ArrayHeight: 4
      ArrayWidth: 4
      IfmapSramSzkB: 64
      FilterSramSzkB: 64
      OfmapSramSzkB: 64
      Dataflow: \(dataflow)
      Bandwidth: 10
      [sparsity]
      SparsitySupport: \(sparsity)
      SparseRep: ellpack_block
      [run_presets]
      InterfaceBandwidth: CALC
      """
    return ScaleSimReports(
      ScaleSimCompatibility(
        try ScaleSimTopology(parsing: topology, file: "net.csv"),
        on: try ScaleSimConfiguration(parsing: configuration, file: "four.cfg")))
  }

  /// Reports differ in the last digits of fractions only.
  private func expect(_ report: String, _ theirs: String, _ names: [String]) throws {
    let lines = report.split(separator: "\n")
    let expected = theirs.split(separator: "\n")
    #expect(lines.count == expected.count && lines[0] == expected[0] + " Layer Name,")
    for (index, name) in names.enumerated() {
      let items = lines[index + 1].split(separator: ", ")
      let theirItems = expected[index + 1].dropLast().split(separator: ", ")
      #expect(items.last == "\(name)," && items.count == theirItems.count + 1)
      for (item, their) in zip(items, theirItems) {
        let (number, theirNumber) = (try #require(Double(item)), try #require(Double(their)))
        #expect(abs(number - theirNumber) <= 1e-12 * abs(theirNumber))
        #expect(item.contains(".") == their.contains("."))
      }
    }
  }

  @Test func computeReport() throws {
    try expect(
      reports("ws").compute,
      """
      LayerID, Total Cycles (incl. prefetch), Total Cycles, Stall Cycles, Overall Util %, Mapping Efficiency %, Compute Util %,
      0, 720, 367, 0, 78.47411444141689, 100.0, 73.46938775510205,
      1, 1003, 623, 0, 50.561797752808985, 62.5, 47.72727272727275,
      """, ["Conv2", "Conv3"])
  }

  @Test func bandwidthReport() throws {
    try expect(
      reports("ws").bandwidth,
      """
      LayerID, Avg IFMAP SRAM BW, Avg FILTER SRAM BW, Avg OFMAP SRAM BW, Avg IFMAP DRAM BW, Avg FILTER DRAM BW, Avg OFMAP DRAM BW,
      0, 3.138964577656676, 0.34877384196185285, 3.138964577656676, 4.363636363636363, 1.9393939393939394, 4.0,
      1, 3.235955056179775, 0.1926163723916533, 2.0224719101123596, 3.878787878787879, 1.8181818181818181, 4.0,
      """, ["Conv2", "Conv3"])
  }

  @Test func detailedAccessReport() throws {
    try expect(
      reports("ws").accesses,
      """
      LayerID, SRAM IFMAP Start Cycle, SRAM IFMAP Stop Cycle, SRAM IFMAP Reads, SRAM Filter Start Cycle, SRAM Filter Stop Cycle, SRAM Filter Reads, SRAM OFMAP Start Cycle, SRAM OFMAP Stop Cycle, SRAM OFMAP Writes, DRAM IFMAP Start Cycle, DRAM IFMAP Stop Cycle, DRAM IFMAP Reads, DRAM Filter Start Cycle, DRAM Filter Stop Cycle, DRAM Filter Reads, DRAM OFMAP Start Cycle, DRAM OFMAP Stop Cycle, DRAM OFMAP Writes,
      0, 5.0, 365.0, 1152, 1.0, 326.0, 128, 7.0, 367.0, 1152, -66.0, -1.0, 288, -66.0, -1.0, 128, 367.0, 654.0, 1152,
      1, 5.0, 621.0, 2016, 1.0, 576.0, 120, 7.0, 620.0, 1260, -66.0, -1.0, 256, -66.0, -1.0, 120, 623.0, 937.0, 1260,
      """, ["Conv2", "Conv3"])
  }

  /// Items of a report's first two rows, without number and name.
  private func items(_ report: String) -> [[Double]] {
    report.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ", ").dropFirst().dropLast().compactMap { Double($0) }
    }
  }

  @Test func outputStationaryAccesses() throws {
    let rows = try items(reports("os").accesses)
    #expect(rows[0] == [1, 501, 1152, 1, 501, 1152, 7, 503, 864, -66, -1, 288, -66, -1, 128, 503, 646, 576])
    #expect(rows[1] == [1, 655, 2016, 1, 654, 1320, 23, 656, 386, -66, -1, 256, -66, -1, 120, 659, 711, 210])
  }

  @Test func inputStationaryAccesses() throws {
    let rows = try items(reports("is").accesses)
    #expect(rows[0] == [1, 446, 288, 5, 465, 1152, 7, 467, 1152, -66, -1, 288, -66, -1, 128, 467, 754, 1152])
    #expect(
      rows[1] == [1, 979, 1008, 5, 987, 1320, 7, 987, 1260, -66, -1, 256, -66, -1, 120, 989, 1303, 1260])
  }

  @Test func sparseWeightsLeaveFewerTermsAndAddTheirPlaces() throws {
    let topology = "header\nC1, 5, 5, 3, 3, 2, 6, 1, 2:4,\n"
    let report = try reports("ws", topology, sparsity: "true")
    #expect(report.bandwidth.contains("Avg FILTER SRAM BW, Avg FILTER Metadata SRAM BW, Avg OFMAP SRAM BW"))
    #expect(items(report.compute)[0].prefix(3) == [219, 113, 0])
    #expect(
      items(report.accesses)[0]
        == [5, 109, 360, 1, 99, 60, 7, 111, 162, -66, -1, 50, -66, -1, 60, 113, 153, 162])
    #expect(
      items(report.bandwidth)[0].prefix(4)
        == [3.185840707964602, 0.5309734513274337, 0.033185840707964605, 1.4336283185840708])
    let dense = try reports("ws", topology)
    #expect(items(dense.compute)[0].prefix(3) == [322, 189, 0])
  }
}
