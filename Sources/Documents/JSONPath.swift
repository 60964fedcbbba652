/// A path into a document: `cores[*].matrix.rows`, `dram.channels`, `cores[0].clock`. `[*]` means every element.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  enum Step: Hashable, Sendable {
    case key(String)
    case element(Int)
    case everyElement
  }

  public let description: String
  let steps: [Step]

  /// - Throws: `InputError` at `place` for anything that is not a path.
  public init(_ text: String, at place: String = "") throws {
    description = text
    steps = try text.split(separator: ".", omittingEmptySubsequences: false).flatMap { part in
      guard let steps = Self.steps(of: part) else {
        throw InputError(
          at: place, "“\(text)” is not a path",
          remedy: "write keys and list positions such as “cores[*].matrix.rows” or “cores[0].clock”")
      }
      return steps
    }
  }

  /// The steps of `key[0][*]`; nil when it is malformed.
  private static func steps(of part: Substring) -> [Step]? {
    let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
    guard !pieces[0].isEmpty, !pieces[0].contains("]") else { return nil }
    var steps: [Step] = [.key(String(pieces[0]))]
    for piece in pieces.dropFirst() {
      guard piece.hasSuffix("]") else { return nil }
      if piece == "*]" {
        steps.append(.everyElement)
      } else if let index = Int(piece.dropLast()), index >= 0 {
        steps.append(.element(index))
      } else {
        return nil
      }
    }
    return steps
  }
}

extension Document {
  /// This document with every value at `path` replaced.
  ///
  /// Below `[*]`, elements that lack the path are left alone (a core without a matrix engine has no rows to set)
  /// as long as one element has it.
  /// - Parameter mayAdd: whether the last key may be new to its object, such as a key that has a default.
  /// - Throws: `InputError` at the step of the path that the document does not have, with the nearest key.
  public func setting(_ path: JSONPath, to replacement: JSONValue, mayAdd: Bool = false) throws -> Document {
    let changed = try Self.replacing(
      in: self, path.steps[...], PathEdit(path: path, replacement: replacement, mayAdd: mayAdd))
    return Document(value: changed, file: file, path: self.path)
  }

  /// - Throws: `InputError` as above.
  public func setting(path: String, to replacement: JSONValue, mayAdd: Bool = false) throws -> Document {
    try setting(JSONPath(path, at: file), to: replacement, mayAdd: mayAdd)
  }

  private struct PathEdit {
    var path: JSONPath
    var replacement: JSONValue
    var mayAdd: Bool
  }

  private static func replacing(
    in document: Document, _ steps: ArraySlice<JSONPath.Step>, _ edit: PathEdit
  ) throws -> JSONValue {
    guard let step = steps.first else { return edit.replacement }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      return .object(try replacingMember(key, in: document, rest, edit))
    case .element(let index):
      var elements = try document.array()
      guard index < elements.count else {
        throw document.error(
          "has \(elements.count) elements", remedy: "“\(edit.path)” asks for number \(index), counted from 0")
      }
      elements[index] = Document(
        value: try replacing(in: elements[index], rest, edit), file: document.file, path: "")
      return .array(elements.map(\.value))
    case .everyElement:
      return .array(try replacingEveryElement(of: document, rest, edit))
    }
  }

  private static func replacingMember(
    _ key: String, in document: Document, _ rest: ArraySlice<JSONPath.Step>, _ edit: PathEdit
  ) throws -> [String: JSONValue] {
    guard case .object(var members) = document.value else {
      throw document.error("is \(document.value.kindName)", remedy: "“\(edit.path)” asks for its “\(key)”")
    }
    guard let member = members[key] else {
      if rest.isEmpty, edit.mayAdd {
        members[key] = edit.replacement
        return members
      }
      throw document.error("has no “\(key)”", remedy: suggestion(for: key, among: members.keys))
    }
    let child = Document(
      value: member, file: document.file, path: document.path.isEmpty ? key : "\(document.path).\(key)")
    members[key] = try replacing(in: child, rest, edit)
    return members
  }

  private static func replacingEveryElement(
    of document: Document, _ rest: ArraySlice<JSONPath.Step>, _ edit: PathEdit
  ) throws -> [JSONValue] {
    var firstFailure: (any Error)?
    var isChanged = false
    let elements = try document.array().map { element in
      do {
        let changed = try replacing(in: element, rest, edit)
        isChanged = true
        return changed
      } catch {
        firstFailure = firstFailure ?? error
        return element.value
      }
    }
    if !isChanged, let firstFailure { throw firstFailure }
    return elements
  }
}

extension Document {
  /// A part of this document that need not exist, as the place of a message.
  public func child(_ key: String) -> Document {
    Document(value: .null, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// - Throws: `InputError` when nothing in this document is at `path`.
  public func requirePath(_ path: String, namedAt place: String) throws {
    let named = "\(child(place).place): “\(path)”"
    do {
      _ = try setting(JSONPath(path, at: child(place).place), to: .null)
    } catch let error as InputError where error.place != child(place).place {
      let where_ = error.place == file ? "" : "“\(error.place.dropFirst(file.count + 2))” "
      throw InputError(at: named, "names nothing: \(where_)\(error.reason)", remedy: error.remedy)
    }
  }
}
