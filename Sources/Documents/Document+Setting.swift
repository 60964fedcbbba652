extension Document {
  /// A part of this document, there or not, as the place of a message.
  public func child(_ key: String) -> Document {
    var value = JSONValue.null
    if case .object(let members) = self.value { value = members[key] ?? .null }
    return Document(value: value, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// This document with every value at `path` replaced.
  ///
  /// Below `[*]`, elements that lack the path are left alone (a core without a matrix engine has no rows to
  /// set) as long as one element has it.
  /// - Parameter mayAdd: whether the last key may be new to its object, such as a key that has a default.
  /// - Throws: `InputError` at the step of the path that the document does not have, with the nearest key.
  public func setting(
    path: String, to replacement: JSONValue, mayAdd: Bool = false
  ) throws -> Document {
    let steps = try JSONPath(path, at: file).steps
    let edit = Replacement(path: path, value: replacement, mayAdd: mayAdd)
    do {
      return Document(value: try edit.apply(to: self, steps[...]), file: file, path: self.path)
    } catch let missing as MissingStep {
      throw missing.document.error(missing.reason, remedy: missing.remedy)
    }
  }

  /// Sees to it that something in this document is at a path that the document itself names.
  /// - Parameter place: the key under which it names it.
  /// - Throws: `InputError` at `place`.
  public func require(_ path: String, namedAt place: String) throws {
    let steps = try JSONPath(path, at: child(place).place).steps
    do {
      _ = try Replacement(path: path, value: .null, mayAdd: false).apply(to: self, steps[...])
    } catch let missing as MissingStep {
      let holder = missing.document.path.isEmpty ? "the file" : "“\(missing.document.path)”"
      throw child(place).error(
        "names “\(path)”, but \(holder) \(missing.reason)", remedy: missing.remedy)
    }
  }
}

/// A step of a path that the document lacks.
private struct MissingStep: Error {
  var document: Document
  var reason: String
  var remedy: String
}

/// Puts a value wherever a path leads.
private struct Replacement {
  var path: String
  var value: JSONValue
  var mayAdd: Bool

  func apply(to document: Document, _ steps: ArraySlice<JSONPath.Step>) throws -> JSONValue {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key): return .object(try applied(toMember: key, of: document, rest))
    case .element(let index):
      var elements = try list(document)
      guard index < elements.count else {
        throw MissingStep(
          document: document, reason: "has no element [\(index)]",
          remedy: elements.isEmpty ? "it is empty" : "valid: [0]…[\(elements.count - 1)]")
      }
      let changed = try apply(to: elements[index], rest)
      elements[index] = Document(value: changed, file: document.file)
      return .array(elements.map(\.value))
    case .everyElement: return .array(try applied(toEveryElementOf: document, rest))
    }
  }

  private func applied(
    toMember key: String, of document: Document, _ rest: ArraySlice<JSONPath.Step>
  ) throws -> [String: JSONValue] {
    guard case .object(var members) = document.value else {
      throw MissingStep(
        document: document, reason: "is \(document.value.kindName)",
        remedy: "“\(path)” asks for its “\(key)”")
    }
    guard members[key] != nil else {
      guard rest.isEmpty, mayAdd else {
        throw MissingStep(
          document: document, reason: "has no “\(key)”", remedy: suggestion(for: key, among: members.keys))
      }
      members[key] = value
      return members
    }
    members[key] = try apply(to: document.child(key), rest)
    return members
  }

  private func applied(
    toEveryElementOf document: Document, _ rest: ArraySlice<JSONPath.Step>
  ) throws -> [JSONValue] {
    var missing: MissingStep?
    var isChanged = false
    let elements = try list(document).map { element in
      do {
        let changed = try apply(to: element, rest)
        isChanged = true
        return changed
      } catch let step as MissingStep {
        missing = missing ?? step
        return element.value
      }
    }
    if !isChanged, let missing { throw missing }
    return elements
  }

  private func list(_ document: Document) throws -> [Document] {
    guard case .array = document.value else {
      throw MissingStep(
        document: document, reason: "is \(document.value.kindName)", remedy: "“\(path)” asks for a list")
    }
    return try document.array()
  }
}
