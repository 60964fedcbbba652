import Documents
import Foundation

/// A line of a topology on its way to a layer.
struct ScaleSimRow {
  struct Unreadable: Error {
    var reason: String
  }

  let line: Int
  /// What SCALE-Sim would not have read so.
  private(set) var warnings: [String] = []
  /// Those that end with a comma.
  private var fields: [String]
  private var afterLastComma: String

  init(_ text: String, line: Int) {
    self.line = line
    let separator: Character = text.contains(",") ? "," : "\t"
    if separator == "\t", text.contains("\t") { warnings.append("fields are taken to be separated by tabs") }
    fields = text.split(separator: separator, omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    afterLastComma = fields.popLast() ?? ""
  }

  var isBlank: Bool { fields.isEmpty && afterLastComma.isEmpty }

  var looksLikeLayer: Bool {
    fields.count >= 4 && fields[1...3].allSatisfy { Int($0) != nil }
  }

  /// - Throws: `Unreadable` with the reason.
  mutating func layer() throws -> ScaleSimLayer {
    guard fields.contains(where: { !$0.isEmpty }) || !afterLastComma.isEmpty else {
      throw Unreadable(reason: "every field is empty")
    }
    completeFields()
    let numbers = fields.dropFirst()
    guard numbers.contains(where: { !$0.isEmpty }) else {
      throw Unreadable(reason: "“\(fields.first ?? afterLastComma)” stands alone, a title")
    }
    let work: ScaleSimLayer.Work
    let sparsityPosition: Int
    switch fields.count {
    case 4, 5:
      work = .product(rows: try number(1, "M"), columns: try number(2, "N"), reduction: try number(3, "K"))
      sparsityPosition = 4
    case 8...:
      work = .convolution(try convolution())
      sparsityPosition = 8
    default:
      throw Unreadable(
        reason:
          "has \(fields.count) fields; a convolution has at least 8, a product 4 or 5, each with a comma behind"
      )
    }
    let layer = ScaleSimLayer(
      name: fields[0], line: line, work: work, sparsity: try sparsity(at: sparsityPosition))
    try check(layer)
    return layer
  }

  /// Takes the text behind the last comma for a field where one is missing, and drops empty ones at the end.
  private mutating func completeFields() {
    let isWhole = fields.count == 4 || fields.count == 5 || fields.count >= 8
    let isNumber = Int(afterLastComma) != nil || afterLastComma.contains(":")
    if !isWhole, isNumber {
      fields.append(afterLastComma)
      if !warnings.contains(where: { $0.contains("tabs") }) {
        warnings.append("the comma at the end is missing")
      }
    } else if isNumber {
      warnings.append("“\(afterLastComma)” behind the last comma is dropped")
    }
    let count = fields.count
    while fields.last?.isEmpty == true { fields.removeLast() }
    if fields.count < count, fields.count > 1 { warnings.append("empty fields at the end are dropped") }
  }

  private mutating func convolution() throws -> ScaleSimLayer.Convolution {
    var layer = ScaleSimLayer.Convolution(
      inputHeight: try number(1, "input height"), inputWidth: try number(2, "input width"),
      filterHeight: try number(3, "filter height"), filterWidth: try number(4, "filter width"),
      channels: try number(5, "channels"), filters: try number(6, "filters"), stride: try number(7, "stride"))
    if layer.filterHeight > layer.inputHeight || layer.filterWidth > layer.inputWidth {
      warnings.append(
        "a filter of \(layer.filterHeight)×\(layer.filterWidth) is larger than the input of "
          + "\(layer.inputHeight)×\(layer.inputWidth), which is taken to be padded")
    }
    if fields[0].contains("DP") {
      layer.depthwiseChannels = layer.channels
      layer.channels = 1
    }
    return layer
  }

  private func number(_ position: Int, _ what: String) throws -> Int {
    guard let number = Int(fields[position]), 1...1_000_000_000 ~= number else {
      throw Unreadable(reason: "the \(what) is “\(fields[position])”, expected a whole number above 0")
    }
    return number
  }

  private mutating func sparsity(at position: Int) throws -> ScaleSimLayer.Sparsity? {
    guard fields.count > position else { return nil }
    if fields.count > position + 1 { warnings.append("the fields from the \(position + 2)th on are dropped") }
    let text = fields[position]
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
      Int($0.filter { $0 != " " })
    }
    guard parts.count == 2 else {
      warnings.append("“\(text)” is no sparsity N:M and is dropped")
      return nil
    }
    guard let kept = parts[0], let all = parts[1], kept >= 1, kept <= all, all <= 1_000_000 else {
      throw Unreadable(reason: "the sparsity is “\(text)”, expected N:M with N from 1 to M")
    }
    return kept == all ? nil : ScaleSimLayer.Sparsity(kept: kept, of: all)
  }

  private func check(_ layer: ScaleSimLayer) throws {
    let limit = ScaleSimTopology.maximumMultiplyAccumulates
    var extents: [Int]
    switch layer.work {
    case .product(let rows, let columns, let reduction): extents = [rows, columns, reduction]
    case .convolution(let work):
      let inputs = [work.inputHeight, work.inputWidth, work.channels, layer.copies]
      guard boundedProduct(inputs, limit: limit) != nil else {
        throw Unreadable(reason: "the input is too large")
      }
      extents = [
        work.outputHeight, work.outputWidth, work.filters, work.filterHeight, work.filterWidth, work.channels,
        layer.copies,
      ]
    }
    extents.sort()
    guard boundedProduct(extents, limit: limit) != nil else {
      throw Unreadable(reason: "the layer has more than 2^46 multiply-accumulates")
    }
  }
}

/// nil beyond the limit.
private func boundedProduct(_ factors: [Int], limit: Int) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflows) = product.multipliedReportingOverflow(by: factor)
    guard !overflows, next <= limit else { return nil }
    product = next
  }
  return product
}
