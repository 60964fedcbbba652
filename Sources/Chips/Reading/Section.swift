import Documents

/// An object of the chip file: its name in the schema and every key it may have.
struct Section: Sendable {
  let name: String
  let about: String
  let fields: [FieldDescription]

  /// Where the schema of another section finds this one.
  var reference: JSONValue { ["$ref": .string("#/$defs/\(name)")] }
}

/// Reads an object by its section's fields, and sees to it that each field is asked for exactly once.
struct SectionReader {
  let document: Document
  private let section: Section
  private var object: DocumentObject
  private var unread: Set<String>

  init(_ document: Document, _ section: Section) throws {
    self.document = document
    self.section = section
    object = try document.object()
    unread = Set(section.fields.map(\.key))
  }

  /// The value, or the default of an absent key.
  /// - Throws: `InputError` when the key is required and absent, or its value is wrong.
  mutating func callAsFunction<Value>(_ field: Field<Value>) throws -> Value {
    if let value = try optional(field) { return value }
    guard let fallback = field.description.fallback else { throw missing(field.description.key) }
    return try field.parse(Document(value: fallback, file: document.file, path: document.path))
  }

  /// A complaint about an absent key, which a key that means nothing here may be a misspelling of.
  func missing(_ key: String) -> InputError {
    let known = Set(section.fields.map(\.key))
    let stranger = nearestName(to: key, among: object.keys.filter { !known.contains($0) })
    return document.error(
      "“\(key)” is missing", remedy: stranger.map { "“\($0)” is there: did you mean “\(key)”?" })
  }

  /// nil when the key is absent.
  mutating func optional<Value>(_ field: Field<Value>) throws -> Value? {
    try member(field).map(field.parse)
  }

  /// The value as it stands, for fields whose meaning hangs on other fields.
  mutating func member<Value>(_ field: Field<Value>) -> Document? {
    let isKnown = unread.remove(field.description.key) != nil
    precondition(isKnown, "\(field.description.key) is no unread field of section \(section.name)")
    return object.optional(field.description.key)
  }

  /// - Throws: `InputError` at a key that no field describes.
  func finish() throws {
    precondition(unread.isEmpty, "section \(section.name) describes keys nobody reads: \(unread)")
    try object.finish()
  }
}
