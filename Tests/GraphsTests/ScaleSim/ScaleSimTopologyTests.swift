import Documents
import Testing

@testable import Graphs

@Suite struct ScaleSimTopologyTests {
  private static let header =
    "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n"

  private func topology(_ rows: String) throws -> ScaleSimTopology {
    try ScaleSimTopology(parsing: Self.header + rows, file: "net.csv")
  }

  private func products(_ topology: ScaleSimTopology) -> [[Int]] {
    topology.layers.map { [$0.product.rows, $0.product.columns, $0.product.reduction] }
  }

  @Test func aRowOfEightFieldsIsAConvolution() throws {
    let net = try topology("Conv1, 224, 224, 7, 7, 3, 64, 2,\n")
    #expect(net.name == "net" && net.warnings.isEmpty)
    #expect(net.layers[0].name == "Conv1" && net.layers[0].line == 2)
    // 110 = ⌈(224 − 7 + 2) / 2⌉ windows, the last beyond the edge.
    #expect(products(net) == [[110 * 110, 64, 7 * 7 * 3]])
  }

  @Test func aRowOfFourOrFiveFieldsIsAProduct() throws {
    let net = try topology("a, 10, 20, 30,\nb, 1, 2, 8, 2:4,\n")
    #expect(products(net) == [[10, 20, 30], [1, 2, 8]])
    #expect(net.layers[1].sparsity == ScaleSimLayer.Sparsity(kept: 2, of: 4))
    #expect(net.warnings.isEmpty)
  }

  @Test(arguments: [(8, 4), (10, 6), (9, 5), (3, 2), (1, 1)])
  func sparsityLeavesSoManyTerms(_ reduction: Int, _ left: Int) throws {
    let net = try topology("a, 1, 1, \(reduction), 2:4,\n")
    #expect(net.layers[0].sparseReduction == left)
  }

  @Test func spacesTabsCommentsAndBlankLinesAreNothingStrange() throws {
    let net = try topology("\n\tConv1 , 8, 8,3 ,3, 1, 4, 1,#dw\n  \n")
    #expect(products(net) == [[36, 4, 9]])
    #expect(net.warnings.isEmpty)
  }

  @Test func byteOrderMarkAndForeignLineEndsAreSkipped() throws {
    let net = try ScaleSimTopology(
      parsing: "\u{FEFF}name, M, N, K,\r\na, 1, 2, 3,\r\n", file: "net.csv")
    #expect(products(net) == [[1, 2, 3]] && net.layers[0].line == 2)
  }

  @Test func depthwiseRowsStandForALayerPerChannel() throws {
    let net = try topology("DPconv, 8, 8, 3, 3, 3, 1, 1,\n")
    #expect(products(net) == [[36, 1, 9]])
    #expect(net.layers[0].copyNames == ["DPconvChannel_0", "DPconvChannel_1", "DPconvChannel_2"])
  }

  /// Lines that SCALE-Sim's own parser stumbles over, in the wild.
  @Test(arguments: [
    ("Conv11,28,28,1,1,256,256,1", "the comma at the end is missing"),
    ("L1, 10, 20, 30", "the comma at the end is missing"),
    ("L1, 10, 20, 30, 1,", "“1” is no sparsity N:M and is dropped"),
    ("Conv1, 8, 8, 3, 3, 1, 4, 1, 1,", "“1” is no sparsity N:M and is dropped"),
    ("Conv1, 8, 8, 3, 3, 1, 4, 1, 2:4, 7,", "the fields from the 10th on are dropped"),
    ("Conv1, 8, 8, 3, 3, 1, 4, 1,,,", "empty fields at the end are dropped"),
    ("Conv1\t8\t8\t3\t3\t1\t4\t1\t", "fields are taken to be separated by tabs"),
    (
      "Conv1, 2, 2, 3, 3, 1, 4, 1,",
      "a filter of 3×3 is larger than the input of 2×2, which is taken to be padded"
    ),
  ]) func strangeRowsAreReadAsTheyWereMeant(_ row: String, _ warning: String) throws {
    let net = try topology(row + "\n")
    #expect(net.layers.count == 1)
    #expect(net.warnings == ["net.csv, line 2: \(warning)"])
  }

  @Test(arguments: [
    (",,,,,,,,", "every field is empty"), ("AlexNet,", "“AlexNet” stands alone, a title"),
    ("FC, 1, 1, 1, ,1 2, 2, 1,", "the filter width is “”, expected a whole number above 0"),
    ("LSTM, 1, B, 1, 1, H, H, 1,", "the input width is “B”, expected a whole number above 0"),
    ("Conv, 8, 8, 3, 3, 0, 4, 1,", "the channels is “0”, expected a whole number above 0"),
    ("a, 1, 2, 3, 3:2,", "the sparsity is “3:2”, expected N:M with N from 1 to M"),
    ("a, 1000000, 1000000, 1000000,", "the layer has more than 2^46 multiply-accumulates"),
  ]) func rowsThatMeanNothingAreLeftOutWithAWarning(_ row: String, _ reason: String) throws {
    let net = try topology(row + "\nlast, 1, 2, 3,\n")
    #expect(net.layers.map(\.name) == ["last"])
    #expect(net.warnings == ["net.csv, line 2: is left out: \(reason)"])
  }

  @Test func aHeaderThatLooksLikeALayerIsNamed() throws {
    let net = try ScaleSimTopology(parsing: "a, 1, 2, 3,\nb, 1, 2, 3,\n", file: "net.csv")
    #expect(net.layers.map(\.name) == ["b"])
    #expect(net.warnings == ["net.csv, line 1: is skipped as the header, though it looks like a layer"])
  }

  @Test(arguments: ["", "\n\n", "LSTM, 1, B, 1, 1, H, H, 1,\n"])
  func aFileWithoutLayersIsRefused(_ rows: String) {
    #expect(throws: InputError.self) { try topology(rows) }
  }

  @Test func noTextMakesTheReaderCrash() throws {
    let pieces = [
      ",", "\n", "1", "conv", ":", "-", "9999999999999999999", "\t", " ", "2:4", "DP", "é", "0", "8",
    ]
    var state: UInt64 = 1
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1
        text += pieces[Int(state >> 33) % pieces.count]
      }
      if let net = try? ScaleSimTopology(parsing: text, file: "net.csv") {
        #expect(net.layers.allSatisfy { $0.product.rows > 0 && $0.copies > 0 })
      }
    }
  }
}
