import Documents
import Foundation

extension OnnxModel {
  /// Where `write` puts the elements of large tensors.
  public enum WeightPlacement: Sendable {
    /// In the model's file.
    case inside
    /// In a file beside it, of the same name with `.data` behind it.
    case beside
    /// Beside the model when it would otherwise be too large for protobuf.
    case besideWhenLarge
  }

  /// Protobuf's readers take no more than this.
  static let largestFile = Int(Int32.max)

  /// The model as the bytes of a file: fields in the order of their numbers, as protobuf's own writers have them.
  /// - Throws: `InputError` when protobuf does not allow as much.
  public func encoded() throws -> [UInt8] {
    let writer = encoded(to: nil).model
    try OnnxModel.check(writer.count, path)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(writer.count)
    try writer.write { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Writes the model; nothing but its graph is held in memory.
  /// - Throws: `InputError` when a file cannot be written, or would be larger than protobuf allows.
  public func write(to path: String, weights: WeightPlacement = .besideWhenLarge) throws {
    var external: ExternalDataLayout?
    var writer = encoded(to: nil).model
    if weights == .beside || weights == .besideWhenLarge && writer.count > OnnxModel.largestFile {
      let location = (path as NSString).lastPathComponent + ".data"
      (writer, external) = encoded(to: ExternalDataLayout(location: location))
    }
    try OnnxModel.check(writer.count, path)
    try ReplacementFile.write(path) { file in
      if let external, !external.tensors.isEmpty {
        try ReplacementFile.write(path + ".data") { data in try external.write { try data.write($0) } }
      }
      try writer.write { try file.write($0) }
    }
  }

  private static func check(_ byteCount: Int, _ path: String) throws {
    guard byteCount <= largestFile else {
      throw InputError(
        at: path, "a model of \(byteCount) bytes is more than protobuf allows (2 GiB)",
        remedy: "put the weights in a file beside it")
    }
  }

  private func encoded(to layout: ExternalDataLayout?) -> (model: WireWriter, external: ExternalDataLayout?) {
    var encoder = ModelEncoder(external: layout)
    var writer = WireWriter()
    encoder.encode(self, to: &writer)
    return (writer, encoder.external)
  }
}

/// Messages on their way into bytes, by the field numbers of onnx.proto.
struct ModelEncoder {
  /// nil when all elements stay in the model.
  var external: ExternalDataLayout?

  mutating func encode(_ model: OnnxModel, to writer: inout WireWriter) {
    writer.integer(1, model.irVersion)
    writer.textIfAny(2, model.producerName)
    writer.message(7) { encode(model.graph, to: &$0) }
    encode(model.opsets, 8, to: &writer)
    for function in model.functions { writer.message(25) { encode(function, to: &$0) } }
  }

  private func encode(_ opsets: [String: Int], _ field: Int, to writer: inout WireWriter) {
    for (domain, version) in opsets.sorted(by: { $0.key < $1.key }) {
      writer.message(field) {
        $0.textIfAny(1, domain)
        $0.integer(2, version)
      }
    }
  }

  private mutating func encode(_ function: OnnxFunction, to writer: inout WireWriter) {
    writer.text(1, function.name)
    for input in function.inputs { writer.text(4, input) }
    for output in function.outputs { writer.text(5, output) }
    for attribute in function.attributes { writer.text(6, attribute) }
    for node in function.nodes { writer.message(7) { encode(node, to: &$0) } }
    encode(function.opsets, 9, to: &writer)
    writer.textIfAny(10, function.domain)
    for attribute in function.defaults { writer.message(11) { encode(attribute, to: &$0) } }
    writer.textIfAny(13, function.overload)
  }

  mutating func encode(_ graph: OnnxGraph, to writer: inout WireWriter) {
    for node in graph.nodes { writer.message(1) { encode(node, to: &$0) } }
    writer.textIfAny(2, graph.name)
    for tensor in graph.initializers { writer.message(5) { encode(tensor, to: &$0) } }
    for input in graph.inputs { writer.message(11) { encode(input, to: &$0) } }
    for output in graph.outputs { writer.message(12) { encode(output, to: &$0) } }
    for value in graph.valueInfos { writer.message(13) { encode(value, to: &$0) } }
    for tensor in graph.sparseInitializers { writer.message(15) { encode(tensor, to: &$0) } }
  }

  private mutating func encode(_ node: OnnxNode, to writer: inout WireWriter) {
    for input in node.inputs { writer.text(1, input) }
    for output in node.outputs { writer.text(2, output) }
    writer.textIfAny(3, node.name)
    writer.text(4, node.operation)
    for attribute in node.attributes { writer.message(5) { encode(attribute, to: &$0) } }
    writer.textIfAny(7, node.domain)
    writer.textIfAny(8, node.overload)
  }

  private func encode(_ info: OnnxValueInfo, to writer: inout WireWriter) {
    writer.text(1, info.name)
    if let type = info.type { writer.message(2) { TypeEncoder.encode(type, to: &$0) } }
  }
}
