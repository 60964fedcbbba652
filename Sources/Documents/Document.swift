import Foundation

/// A value in a JSON file, with the path that leads to it, so that every complaint names its place.
public struct Document: Sendable {
  /// Files larger than this are refused; chips, workloads and studies are written by people.
  public static let maximumBytes = 64 << 20

  public let value: JSONValue
  public let file: String
  /// JSON path from the root: `cores[0].matrix.rows`; empty at the root.
  public let path: String

  public init(value: JSONValue, file: String, path: String = "") {
    self.value = value
    self.file = file
    self.path = path
  }

  /// - Throws: `InputError` `.notFound` when the file cannot be read, `.badData` when it is not JSON, with
  ///   line and column.
  public static func read(_ file: String) throws -> Document {
    guard let data = FileManager.default.contents(atPath: file) else {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
      let reason = isFolder.boolValue ? "is a folder" : exists ? "cannot be read" : "no such file"
      throw InputError(.notFound, at: file, reason)
    }
    return try parse(data, file: file)
  }

  public static func parse(_ data: Data, file: String) throws -> Document {
    guard data.count <= maximumBytes else {
      throw InputError(
        at: file, "is \(data.count) bytes long", remedy: "at most \(maximumBytes) are read")
    }
    do {
      let value = try JSONDecoder().decode(JSONValue.self, from: data)
      try checkForDuplicateKeys(data, file: file)
      return Document(value: value, file: file)
    } catch DecodingError.dataCorrupted(let context) {
      throw malformed(data, file: file, otherwise: context.debugDescription)
    } catch DecodingError.typeMismatch(_, let context) {
      // Of all that is JSON only such numbers have no value here.
      let path = context.codingPath.reduce("") { path, key in
        key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? "" : path + ".") + key.stringValue
      }
      throw InputError(
        at: path.isEmpty ? file : "\(file): \(path)", "is a number that is too large",
        remedy: "numbers lie between -1.7e308 and 1.7e308")
    }
  }

  /// File and path, for messages.
  public var place: String { path.isEmpty ? file : "\(file): \(path)" }

  public func error(_ reason: String, remedy: String? = nil) -> InputError {
    InputError(at: place, reason, remedy: remedy)
  }

  private func mismatch(_ wanted: String) -> InputError {
    error("is \(value.kindName)", remedy: "expected \(wanted)")
  }

  public func string() throws -> String {
    guard case .string(let text) = value else { throw mismatch("a string") }
    return text
  }

  public func integer() throws -> Int {
    guard case .integer(let number) = value else { throw mismatch("a whole number") }
    return number
  }

  /// A whole number within `range`.
  public func integer(in range: ClosedRange<Int>) throws -> Int {
    let number = try integer()
    guard range.contains(number) else {
      throw error("is \(number)", remedy: "allowed: \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  public func double() throws -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw mismatch("a number")
    }
  }

  public func bool() throws -> Bool {
    guard case .bool(let flag) = value else { throw mismatch("true or false") }
    return flag
  }

  public func array() throws -> [Document] {
    guard case .array(let elements) = value else { throw mismatch("a list") }
    return elements.enumerated().map { Document(value: $1, file: file, path: "\(path)[\($0)]") }
  }

  public func object() throws -> DocumentObject {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return DocumentObject(document: self, members: members)
  }

  /// One of the names of an enumeration.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    let name = try string()
    guard let choice = Choice(rawValue: name) else {
      let names = Choice.allCases.map(\.rawValue)
      throw error("unknown value “\(name)”", remedy: suggestion(for: name, among: names))
    }
    return choice
  }
}

/// The members of a JSON object; remembers which were asked for, so that what nobody asked for is an error.
public struct DocumentObject {
  public let document: Document
  private let members: [String: JSONValue]
  private var known: Set<String> = []

  init(document: Document, members: [String: JSONValue]) {
    self.document = document
    self.members = members
  }

  public var keys: [String] { members.keys.sorted() }

  /// The member, or nil when it is absent. Marks the key as known.
  public mutating func optional(_ key: String) -> Document? {
    known.insert(key)
    return members[key].map { child(key, $0) }
  }

  /// - Throws: `InputError` when the member is absent.
  public mutating func required(_ key: String) throws -> Document {
    guard let member = optional(key) else {
      let near = nearestName(to: key, among: members.keys.filter { !known.contains($0) })
      throw document.error(
        "“\(key)” is missing", remedy: near.map { "“\($0)” is there: did you mean “\(key)”?" })
    }
    return member
  }

  /// Call when every known key has been asked for.
  /// - Throws: `InputError` at the first key nobody asked for, with the nearest one that is known.
  public func finish() throws {
    if let stranger = members.keys.filter({ !known.contains($0) }).sorted().first {
      throw child(stranger, members[stranger]!).error(
        "unknown key", remedy: suggestion(for: stranger, among: known))
    }
  }

  private func child(_ key: String, _ value: JSONValue) -> Document {
    let path = document.path.isEmpty ? key : "\(document.path).\(key)"
    return Document(value: value, file: document.file, path: path)
  }
}
