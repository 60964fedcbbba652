import Documents

extension OnnxModel {
  /// Reads a model file; its weights stay where they are.
  /// - Throws: `InputError` with the file, the byte offset and the field that was being read.
  public static func read(_ path: String) throws -> OnnxModel {
    try OnnxSource(path: path).read { (reader: inout WireReader) throws(WireError) in
      try OnnxModel(from: &reader)
    }
  }

  /// Reads a model that is in memory already, where its weights stay.
  /// - Parameter path: the file that the bytes stand for, for messages and for external data beside it.
  public static func decode(_ bytes: [UInt8], path: String) throws -> OnnxModel {
    try OnnxSource(path: path, contents: bytes).read { (reader: inout WireReader) throws(WireError) in
      try OnnxModel(from: &reader)
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    guard !reader.bytes.isEmpty else { throw WireError(at: 0, "the file is empty") }
    var model = OnnxModel(
      irVersion: 0, opsets: [:], graph: OnnxGraph(), path: reader.source.file.path)
    var graph = WireMessage()
    var opsets = OpsetImports()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: model.irVersion = try reader.integer(field, "ir_version")
      case 2: model.producerName = try reader.text(field, "producer_name")
      case 7: graph.append(try reader.delimited(field, "graph"))
      case 8: try opsets.append(field, &reader)
      case 25:
        model.functions.append(
          try reader.element(field, "functions", model.functions.count, OnnxFunction.init(from:)))
      default: try reader.skip(field)
      }
    }
    guard let graph = try reader.message(graph, "graph", OnnxGraph.init(from:)) else {
      throw WireError(at: 0, "the model has no graph", remedy: "is this an ONNX model?")
    }
    model.graph = graph
    model.opsets = opsets.versions
    self = model
  }
}

/// The `opset_import`s of a model or a function.
struct OpsetImports {
  private(set) var versions: [String: Int] = [:]
  private var count = 0

  mutating func append(_ field: WireField, _ reader: inout WireReader) throws(WireError) {
    let name = "opset_import"
    let (domain, version) = try reader.element(field, name, count, OpsetImports.read)
    if let other = versions[domain], other != version {
      throw WireError(
        at: field.byteOffset, "operator set “\(domain)” is imported as version \(other) and as \(version)"
      ).inside(name, count)
    }
    versions[domain] = version
    count += 1
  }

  private static func read(_ reader: inout WireReader) throws(WireError) -> (String, Int) {
    var domain = ""
    var version = 0
    while let field = try reader.nextField() {
      switch field.number {
      case 1: domain = OnnxModel.canonicalDomain(try reader.text(field, "domain"))
      case 2:
        version = try reader.integer(field, "version")
        guard version >= 0 else {
          throw WireError(at: field.byteOffset, "there is no version \(version)").inside("version")
        }
      default: try reader.skip(field)
      }
    }
    return (domain, version)
  }
}

extension OnnxModel {
  /// The standard's own domain has two names.
  static func canonicalDomain(_ domain: String) -> String { domain == "ai.onnx" ? "" : domain }
}
