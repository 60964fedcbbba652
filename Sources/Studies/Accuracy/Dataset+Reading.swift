import Documents
import Foundation
import Graphs
import Tensors

extension Dataset {
  /// A data set by its name in `workloads/datasets`, or out of a file: its description (`.json`), a table (`.csv`), or numbers
  /// (`.npy`) with the labels in another file.
  /// - Throws: `InputError` with the place, and the nearest name where there is one.
  public static func read(_ word: String, labels: String? = nil) throws -> Dataset {
    let path = try Shelf.datasets.file(named: word)
    guard path.hasSuffix(".json") else {
      return try read(path, labels: labels, divisor: 1, name: word)
    }
    var object = try Document.read(path).object()
    _ = object.optional("$schema")
    let name = try object.required("name").string()
    for key in ["summary", "source", "licence"] { _ = try object.optional(key)?.string() }
    let samples = try object.required("samples").string()
    let labelFile = try object.optional("labels")?.string()
    let divisor = try object.optional("divisor")?.double() ?? 1
    try object.finish()
    guard divisor > 0, divisor.isFinite else {
      throw InputError(at: "\(path): divisor", "is \(divisor)", remedy: "expected a positive number")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    func beside(_ file: String) -> String { URL(fileURLWithPath: file, relativeTo: folder).path }
    return try read(
      beside(samples), labels: labels ?? labelFile.map(beside), divisor: Float(divisor), name: name)
  }

  private static func read(
    _ path: String, labels: String?, divisor: Float, name: String
  ) throws -> Dataset {
    guard path.hasSuffix(".npy") else {
      return try Dataset(CSVTable.read(path), divisor: divisor, name: name)
    }
    guard let labels else {
      throw InputError(.usage, at: path, "has no labels", remedy: "name their file (.npy or .csv)")
    }
    let tensor = try NumpyFile.read(path)
    guard let count = tensor.shape.first, count > 0, tensor.elementCount > 0 else {
      throw InputError(at: path, "holds no samples", remedy: "expected samples along the first axis")
    }
    let part = Part(
      values: divisor == 1 ? tensor.floats : tensor.floats.map { $0 / divisor },
      labels: try readLabels(labels, count: count))
    return Dataset(name: name, sampleLength: tensor.elementCount / count, test: part, training: part)
  }

  /// Names what a data set holds, for results that were made with it; empty when it cannot be read, which is told where
  /// it is used.
  static func fingerprint(_ word: String) -> String {
    guard let dataset = try? read(word) else { return "" }
    var hash = StableHash()
    for part in [dataset.test, dataset.training] {
      part.values.withUnsafeBytes { hash.combine($0) }
      part.labels.withUnsafeBytes { hash.combine($0) }
    }
    return hash.text
  }

  private static func readLabels(_ path: String, count: Int) throws -> [Int] {
    let labels: [Int]
    if path.hasSuffix(".npy") {
      let tensor = try NumpyFile.read(path)
      guard !tensor.type.element.isFloatingPoint else {
        throw InputError(
          at: path, "holds \(tensor.type.element.rawValue)", remedy: "labels are whole numbers")
      }
      labels = tensor.integers.map { Int($0) }
    } else {
      labels = try CSVTable.read(path).rows.map { try $0.label() }
    }
    guard labels.count == count else {
      throw InputError(at: path, "holds \(labels.count) labels for \(count) samples")
    }
    if let negative = labels.first(where: { $0 < 0 }) {
      throw InputError(at: path, "holds the label \(negative)", remedy: "classes count from 0")
    }
    return labels
  }

  /// A row for each sample: `label`, perhaps `split` (`train` or `test`) and `index`, and its numbers: in columns of their
  /// own, or all in a column `digits`, a base-36 digit for each.
  init(_ table: CSVTable, divisor: Float, name: String) throws {
    let columns = table.columns.filter { !["index", "split", "label", "digits"].contains($0) }
    let isPacked = table.columns.contains("digits")
    var parts: [String: Part] = [:]
    var length = columns.count
    for (position, row) in table.rows.enumerated() {
      let values = try isPacked ? row.packedDigits() : columns.map { Float(try row.double($0)) }
      if position == 0 { length = values.count }
      guard values.count == length, length > 0 else {
        throw InputError(
          at: row.place, "has \(values.count) numbers", remedy: "every sample has as many as the first")
      }
      let split = row.optional("split") ?? "test"
      guard ["train", "test"].contains(split) else {
        throw InputError(at: "\(row.place), split", "is “\(split)”", remedy: "train or test")
      }
      parts[split, default: Part()].labels.append(try row.label())
      parts[split, default: Part()].values += values.map { $0 / divisor }
    }
    guard let test = parts["test"] else {
      throw InputError(at: table.file, "holds no samples to test with")
    }
    self.init(name: name, sampleLength: length, test: test, training: parts["train"] ?? test)
  }
}

extension CSVRow {
  fileprivate func label() throws -> Int {
    let label = try integer("label")
    guard label >= 0 else {
      throw InputError(at: "\(place), label", "is \(label)", remedy: "classes count from 0")
    }
    return label
  }

  fileprivate func packedDigits() throws -> [Float] {
    try text("digits").map { character in
      guard let digit = character.base36Value else {
        throw InputError(
          at: "\(place), digits", "holds “\(character)”", remedy: "one of 0 to 9 and a to z for each number")
      }
      return Float(digit)
    }
  }
}

extension Character {
  /// Its value as a digit of base 36.
  fileprivate var base36Value: Int? { isASCII ? Int(String(self), radix: 36) : nil }
}
