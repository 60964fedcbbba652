import Documents

/// A plan as a file: the format of all products, and those of single ones by the name of the node.
///
///     { "standard": "w8a8,per-channel", "products": { "conv1": "w4a8,per-channel" } }
extension PrecisionPlan {
  static func isFile(_ word: String) -> Bool { word.hasSuffix(".json") }

  /// - Throws: `InputError` with the place in the file and the nearest name.
  public static func read(_ file: String) throws -> PrecisionPlan { try load(.read(file)) }

  /// - Throws: `InputError` with the place in the document and the nearest name.
  public static func load(_ document: Document) throws -> PrecisionPlan {
    var object = try document.object()
    let standard = try object.required("standard")
    let products = object.optional("products")
    try object.finish()
    var plan = PrecisionPlan(try format(standard))
    if var products = try products?.object() {
      for name in products.keys { plan.formats[name] = try format(products.required(name)) }
    }
    return plan
  }

  private static func format(_ document: Document) throws -> NumberFormat {
    do {
      return try NumberFormat(document.string())
    } catch let error as InputError where error.kind == .usage {
      throw document.error("\(error.place): \(error.reason)", remedy: error.remedy)
    }
  }

  /// What `read` reads back.
  public var text: String {
    JSONValue.object([
      "standard": .string(standard.name), "products": .object(formats.mapValues { .string($0.name) }),
    ]).text
  }
}
