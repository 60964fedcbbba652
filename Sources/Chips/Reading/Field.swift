import Documents

/// One key of a section of the chip file: what may stand there, what it means, and how it is read. The
/// reader and the JSON Schema are both made from these, so they cannot drift apart.
struct Field<Value: Sendable>: Sendable {
  let description: FieldDescription
  let parse: @Sendable (Document) throws -> Value

  init(
    _ key: String, about: String, schema: JSONValue, default fallback: JSONValue? = nil,
    isRequired: Bool = true,
    parse: @escaping @Sendable (Document) throws -> Value
  ) {
    description = FieldDescription(
      key: key, about: about, schema: schema, fallback: fallback, isRequired: isRequired && fallback == nil)
    self.parse = parse
  }
}

extension Field {
  /// The same field where an absent key is right.
  var notRequired: Field {
    Field(
      description.key, about: description.about, schema: description.schema, isRequired: false, parse: parse)
  }
}

/// What is known of a key without reading a file.
struct FieldDescription: Sendable {
  let key: String
  let about: String
  /// JSON Schema of the value.
  let schema: JSONValue
  /// What an absent key stands for, in the file's own notation.
  let fallback: JSONValue?
  let isRequired: Bool
}

extension Field {
  static func text(_ key: String, about: String) -> Field where Value == String {
    Field(key, about: about, schema: ["type": "string", "minLength": 1]) { document in
      let text = try document.string()
      guard !text.isEmpty else { throw document.error("is empty", remedy: "expected a text") }
      return text
    }
  }

  static func integer(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil, about: String
  ) -> Field where Value == Int {
    Field(
      key, about: about,
      schema: [
        "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
      ],
      default: fallback.map { .integer($0) }
    ) { try $0.integer(in: range) }
  }

  static func number(
    _ key: String, in range: ClosedRange<Double>, about: String
  ) -> Field where Value == Double {
    let schema: JSONValue = [
      "type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
    ]
    return Field(key, about: about, schema: schema) { document in
      let number = try document.double()
      guard range.contains(number) else {
        throw document.error("is \(number)", remedy: "allowed: \(range.lowerBound)…\(range.upperBound)")
      }
      return number
    }
  }

  static func flag(_ key: String, default fallback: Bool, about: String) -> Field where Value == Bool {
    Field(key, about: about, schema: ["type": "boolean"], default: .bool(fallback)) { try $0.bool() }
  }

  static func choice(
    _ key: String, of type: Value.Type, default fallback: Value? = nil, isRequired: Bool = true, about: String
  ) -> Field where Value: RawRepresentable<String> & CaseIterable {
    let names = Value.allCases.map { JSONValue.string($0.rawValue) }
    return Field(
      key, about: about, schema: ["type": "string", "enum": .array(names)],
      default: fallback.map { .string($0.rawValue) }, isRequired: isRequired
    ) { try $0.choice(type) }
  }

  /// A figure with a unit; limits are given in the same notation.
  static func quantity(
    _ key: String, _ quantity: Quantity, in range: ClosedRange<Int>, default fallback: Int? = nil,
    about: String
  ) -> Field where Value == Int {
    let limits = "\(quantity.formatted(range.lowerBound))…\(quantity.formatted(range.upperBound))"
    return Field(
      key, about: "\(about) Allowed: \(limits).", schema: quantity.schema,
      default: fallback.map { .string(quantity.formatted($0)) }
    ) { try $0.quantity(quantity, in: range) }
  }

  /// A size that hardware addresses with whole bits: a power of two.
  static func powerOfTwoSize(
    _ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil, about: String
  ) -> Field where Value == Int {
    let field = quantity(key, .size, in: range, default: fallback, about: "\(about) A power of two.")
    return Field(
      key, about: field.description.about, schema: field.description.schema,
      default: field.description.fallback
    ) { document in
      let bytes = try document.quantity(.size, in: range)
      guard bytes.nonzeroBitCount == 1 else {
        let near = 1 << (Int.bitWidth - 1 - bytes.leadingZeroBitCount)
        throw document.error(
          "is “\(try document.string())”",
          remedy: "must be a power of two, such as “\(Quantity.size.formatted(near))”")
      }
      return bytes
    }
  }

  /// An object described by a section of its own.
  static func section(
    _ key: String, _ section: Section, isRequired: Bool = true, about: String,
    read: @escaping @Sendable (Document) throws -> Value
  ) -> Field {
    Field(key, about: about, schema: section.reference, isRequired: isRequired, parse: read)
  }

  /// A list of objects, at least one.
  static func list<Element>(
    _ key: String, of section: Section, about: String, read: @escaping @Sendable (Document) throws -> Element
  ) -> Field where Value == [Element] {
    Field(
      key, about: about, schema: ["type": "array", "minItems": 1, "items": section.reference]
    ) { document in
      let elements = try document.array()
      guard !elements.isEmpty else { throw document.error("is empty", remedy: "expected at least one") }
      return try elements.map(read)
    }
  }
}
