import Documents
import Foundation
import Tensors

/// Makes weights and constants out of what a workload says of them.
struct WeightMaker: Sendable {
  /// Mixed into the seed of every weight.
  let seed: UInt32
  /// Weights are uniform within `±sqrt(gain / fanIn)`: their variance is `gain / (3 * fanIn)`. 6 keeps the mean
  /// square of activations through layers that end in a rectifier (He et al. 2015), 3 through linear ones.
  let gain: Double
  /// Where files are looked for.
  let directory: URL

  init(_ document: Document?, besides file: String) throws {
    directory = URL(fileURLWithPath: file).deletingLastPathComponent()
    guard var object = try document?.object() else {
      seed = 0
      gain = 6
      return
    }
    seed = UInt32(try object.optional("seed")?.integer(in: 0...Int(UInt32.max)) ?? 0)
    gain = try object.optional("gain")?.double() ?? 6
    try object.finish()
    guard gain > 0, gain.isFinite else {
      throw document!.error("gain is \(gain)", remedy: "expected a positive number")
    }
  }

  /// A weight from the fill formula.
  func filled(_ name: String, _ type: TensorType, scale: Double, offset: Double = 0) -> Value {
    Value(
      name: name, type: type,
      initializer: .fill(seed: fillSeed(of: name, root: seed), scale: Float(scale), offset: Float(offset)))
  }

  /// Half the width of the distribution of weights that are summed over `fanIn` inputs.
  func scale(fanIn: Int, gain: Double? = nil) -> Double {
    ((gain ?? self.gain) / Double(max(1, fanIn))).squareRoot()
  }

  /// A tensor as a workload gives it: a number, a list, or an object that says `values`, `file` or how to fill it,
  /// and perhaps `"learned": false`.
  /// - Parameters:
  ///   - implied: what the operator expects, for objects that do not say it.
  ///   - isList: whether a lone number stands for a list of one.
  func tensor(
    named name: String, _ document: Document, defaultElement: ElementType, isList: Bool, implied: Value? = nil
  ) throws -> Value {
    guard case .object = document.value else {
      return try literal(name, document, element: defaultElement, isList: isList)
    }
    var object = try document.object()
    let element = try object.optional("element")?.choice(ElementType.self) ?? defaultElement
    let shape = try object.optional("shape").map(WorkloadReader.shape) ?? implied?.type.shape
    let isLearned = try object.optional("learned")?.bool() ?? true
    var value: Value
    if let values = object.optional("values") {
      value = try shaped(try literal(name, values, element: element, isList: isList), shape, at: values)
    } else if let file = object.optional("file") {
      let offset = try object.optional("offset")?.integer(in: 0...Int.max)
      let path = URL(fileURLWithPath: try file.string(), relativeTo: directory).path
      value = try WeightFile(path: path, offset: offset, at: file).value(
        named: name, element: element, shape: shape)
    } else {
      guard let shape else {
        throw document.error("has no shape", remedy: "give “shape”, “values” or “file”")
      }
      let initializer = try fill(name, &object, implied: implied)
      value = Value(name: name, type: TensorType(element, shape), initializer: initializer)
    }
    try object.finish()
    value.isLearnable = isLearned
    return value
  }

  private func fill(
    _ name: String, _ object: inout DocumentObject, implied: Value?
  ) throws -> Initializer {
    var (scale, offset): (Float, Float) = (1, 0)
    if case .fill(_, let usual, let middle)? = implied?.initializer { (scale, offset) = (usual, middle) }
    let seed = try object.optional("seed").map { UInt32(try $0.integer(in: 0...Int(UInt32.max))) }
    scale = try object.optional("scale").map { Float(try $0.double()) } ?? scale
    offset = try object.optional("offset").map { Float(try $0.double()) } ?? offset
    return .fill(seed: seed ?? fillSeed(of: name, root: self.seed), scale: scale, offset: offset)
  }

  private func shaped(_ value: Value, _ shape: [Int]?, at document: Document) throws -> Value {
    guard let shape, case .dense(let tensor)? = value.initializer else { return value }
    let type = TensorType(value.type.element, shape)
    try checkSize(of: type, at: document.place)
    guard tensor.elementCount == type.elementCount else {
      throw document.error(
        "holds \(tensor.elementCount) values", remedy: "shape \(shape) takes \(type.elementCount)")
    }
    return Value(name: value.name, type: type, initializer: .dense(tensor.reshaped(to: shape)))
  }
}
