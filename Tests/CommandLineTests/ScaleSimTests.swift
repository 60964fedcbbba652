import Foundation
import Testing
import Tilewright
import TilewrightCLI

@Suite struct ScaleSimTests {
  private static let configuration = """
    [general]
    run_name = small
    [architecture_presets]
    ArrayHeight: 4
    ArrayWidth: 4
    IfmapSramSzkB: 16
    FilterSramSzkB: 16
    OfmapSramSzkB: 16
    Dataflow: os
    Bandwidth: 10
    [run_presets]
    InterfaceBandwidth: USER
    """
  private static let topology = """
    name, M, N, K,
    Net,
    first, 8, 8, 8,
    second, 5, 6, 7
    """

  /// A configuration and a topology with a title line and a missing comma.
  private func withFiles(_ body: (_ folder: String, _ chip: String, _ model: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (chip, model) = (folder + "/small.cfg", folder + "/net.csv")
    try Self.configuration.write(toFile: chip, atomically: true, encoding: .utf8)
    try Self.topology.write(toFile: model, atomically: true, encoding: .utf8)
    try body(folder, chip, model)
  }

  private func warnings(_ model: String) -> String {
    "warning: \(model), line 2: is left out: “Net” stands alone, a title\n"
      + "warning: \(model), line 4: the comma at the end is missing\n"
  }

  @Test func itsFilesRunAsChipAndModelWithANoteOfItsCount() throws {
    try withFiles { (_, chip, model) throws in
      let result = tilewright("run", chip, model)
      #expect(result.code == .done && result.error == warnings(model))
      #expect(result.output.hasPrefix("net on small · int8"))
      #expect(result.output.contains("Verified: 2 outputs, 94 elements"))
      // 4 folds of 4 + 4 + 8 − 2 cycles, 4 of 4 + 4 + 7 − 2, and the index of the last cycle of each layer.
      #expect(result.output.contains("\nSCALE-Sim counts 106 compute cycles"))
    }
  }

  @Test func analyzeTakesItsNetworks() throws {
    try withFiles { (_, _, model) throws in
      let result = tilewright("analyze", model)
      #expect(result.code == .done && result.error == warnings(model))
      #expect(result.output.contains("2 operators"))
    }
  }

  @Test func compatibilityWritesItsThreeReports() throws {
    try withFiles { (folder, chip, model) throws in
      let result = tilewright("run", chip, model, "--compat", "scalesim", "--out", folder + "/reports")
      #expect(result.code == .done && result.error == warnings(model))
      #expect(result.output.contains("Stalls of its USER mode are not reproduced"))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/reports").sorted()
      #expect(files == ["BANDWIDTH_REPORT.csv", "COMPUTE_REPORT.csv", "DETAILED_ACCESS_REPORT.csv"])
      let report = try String(contentsOfFile: folder + "/reports/COMPUTE_REPORT.csv", encoding: .utf8)
      #expect(report.split(separator: "\n")[1].hasSuffix("first,"))
    }
  }

  @Test func compatibilityNeedsItsOwnFiles() throws {
    try withFiles { (_, chip, model) throws in
      for words in [["teaching-4x4", model], [chip, "matmul-4x4"]] {
        #expect(tilewright(["run"] + words + ["--compat", "scalesim"]).code == .usage)
      }
      #expect(tilewright("run", chip, model, "--compat", "scalesim", "--timing-only").code == .usage)
      #expect(tilewright("run", chip, model, "--out", "reports").code == .usage)
      #expect(tilewright("run", chip, model, "--compat", "timeloop").code == .usage)
      #expect(tilewright("run", chip, model, "--batch", "2").code == .usage)
    }
  }

  @Test func validateHoldsItsTableAgainstOurs() throws {
    try withFiles { (folder, _, _) throws in
      let columns =
        "net,layer,M,N,K,array_rows,array_cols,dataflow,row_folds,col_folds,cycles_per_fold,total_cycles,"
        + "overall_util_pct,mapping_eff_pct,compute_util_pct,sram_ifmap_reads,sram_filter_reads,sram_ofmap_writes"
      let row = "n,l,10,7,13,4,4,ws,4,2,20,159,35.770440,71.093750,30.910326,260,91,280"
      let file = folder + "/cycles.csv"
      try "\(columns)\n\(row)\n".write(toFile: file, atomically: true, encoding: .utf8)
      let right = tilewright("validate", "scalesim", file)
      #expect(right.code == .done && right.output.hasSuffix("all 10 figures within their bounds\n"))
      try "\(columns)\n\(row.replacing(",159,", with: ",160,"))\n".write(
        toFile: file, atomically: true, encoding: .utf8)
      let wrong = tilewright("validate", "scalesim", file)
      #expect(wrong.code == .failed && wrong.output.hasSuffix("1 of 10 figures out of bounds\n"))
    }
  }
}
