import Foundation
import Onnx
import RandomOnnx

/// The models that mutations begin with.
enum Corpus {
  /// - Parameters:
  ///   - path: where a model with external data is put, so that mutations of it find the data.
  ///   - files: further models.
  static func models(around path: String, files: [String]) throws -> [[UInt8]] {
    let weights = OnnxTensor(
      name: "w", element: .uint8, shape: [64, 64], storage: .bytes([UInt8](repeating: 7, count: 64 * 64)))
    try OnnxModel(graph: OnnxGraph(initializers: [weights]), path: path).write(to: path, weights: .beside)
    let random = try (UInt64(0)..<64).map { seed in
      var random = RandomModels(seed: seed)
      return try random.model().encoded()
    }
    let small = try SmallModels.all.map { try $0.encoded() }
    let given = try ([path] + files).map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
    // Models that mean something come as often as those that do not.
    return random + (0..<4).flatMap { _ in small } + given
  }
}
