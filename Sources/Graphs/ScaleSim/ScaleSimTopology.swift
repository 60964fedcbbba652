import Documents
import Foundation

/// A network as SCALE-Sim reads it: a CSV of layers, each a convolution or a matrix product.
///
/// The first line is a header. A row ends with a comma, and what follows its last comma is no part of it. A row of
/// eight fields and more is a convolution (name, input height and width, filter height and width, channels, filters,
/// stride, sparsity `N:M`), one of four or five a product (name, M, N, K, sparsity). Whatever else is found in such
/// files is read as it was meant, or left out, and `warnings` say in which line.
public struct ScaleSimTopology: Sendable {
  public var name: String
  public var file: String
  public var layers: [ScaleSimLayer]
  /// What SCALE-Sim itself would stumble over or drop, with the line.
  public var warnings: [String]

  static let maximumBytes = 64 << 20
  /// A network has fewer layers by far, even with each channel of a depthwise convolution for one.
  static let maximumLayers = 1_000_000
  /// Of one layer, so that no count can overflow.
  static let maximumMultiplyAccumulates = 1 << 46

  /// - Throws: `InputError` `.notFound`, or `.badData` when the file holds no layer at all.
  public static func read(_ file: String) throws -> ScaleSimTopology {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    guard data.count <= maximumBytes else {
      throw InputError(at: file, "is \(data.count) bytes long", remedy: "at most \(maximumBytes) are read")
    }
    return try ScaleSimTopology(parsing: String(decoding: data, as: UTF8.self), file: file)
  }

  public init(parsing text: String, file: String) throws {
    name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    self.file = file
    layers = []
    warnings = []
    var count = 0
    let lines = text.trimmingPrefix("\u{FEFF}").split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      var row = ScaleSimRow(String(line), line: index + 1)
      if index == 0 {
        if row.looksLikeLayer { warn(1, "is skipped as the header, though it looks like a layer") }
        continue
      }
      guard !row.isBlank else { continue }
      do {
        let layer = try row.layer()
        for warning in row.warnings { warn(index + 1, warning) }
        count += layer.copies
        guard count <= Self.maximumLayers else {
          throw InputError(
            at: "\(file), line \(index + 1)", "makes more than \(Self.maximumLayers) layers",
            remedy: "a depthwise row stands for as many layers as it has channels")
        }
        layers.append(layer)
      } catch let error as ScaleSimRow.Unreadable {
        warn(index + 1, "is left out: \(error.reason)")
      }
    }
    guard !layers.isEmpty else {
      throw InputError(
        at: file, "holds no layer" + (warnings.first.map { " (\($0))" } ?? ""),
        remedy: "expected a header, then rows such as “Conv1, 224, 224, 7, 7, 3, 64, 2,” or “Gemm1, M, N, K,”"
      )
    }
  }

  private mutating func warn(_ line: Int, _ text: String) {
    warnings.append("\(file), line \(line): \(text)")
  }
}
