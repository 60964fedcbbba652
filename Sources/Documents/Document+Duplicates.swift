import Foundation

extension Document {
  /// The second of two members of one object that have the same name: RFC 8259 leaves open which of them counts, and
  /// `JSONDecoder` drops one without a word.
  ///
  /// Walks over the brackets and strings of a text that is known to be JSON.
  /// - Throws: `InputError` with line, column and path.
  static func checkForDuplicateKeys(_ data: Data, file: String) throws {
    var walk = KeyWalk()
    let found = data.withUnsafeBytes { walk.firstDuplicate(in: $0) }
    guard let (offset, path) = found else { return }
    let before = data.prefix(offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    throw InputError(
      at: "\(file), line \(line): \(path)", "is there twice", remedy: "keep one of them")
  }
}

private struct KeyWalk {
  /// An object or a list that is open.
  private struct Container {
    var isObject: Bool
    var keys: Set<String> = []
    /// The name of the member, or the number of the element, that is being read.
    var key = ""
    var index = 0
    /// Whether the next string names a member.
    var awaitsKey: Bool
  }

  private var open: [Container] = []

  /// Where the name begins, and the path to it; nil when all names differ.
  mutating func firstDuplicate(in bytes: UnsafeRawBufferPointer) -> (offset: Int, path: String)? {
    var offset = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "{"): open.append(Container(isObject: true, awaitsKey: true))
      case UInt8(ascii: "["): open.append(Container(isObject: false, awaitsKey: false))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: ","):
        if let last = open.indices.last {
          open[last].index += 1
          open[last].awaitsKey = open[last].isObject
        }
      case UInt8(ascii: "\""):
        let start = offset
        offset = endOfString(in: bytes, from: start)
        if let last = open.indices.last, open[last].awaitsKey {
          let key = Self.name(bytes[start..<min(offset + 1, bytes.count)])
          open[last].awaitsKey = false
          open[last].key = key
          if !open[last].keys.insert(key).inserted { return (start, path) }
        }
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// The place of the closing quote.
  private func endOfString(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var offset = start + 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    return offset
  }

  /// What stands between quotes.
  private static func name(_ literal: Slice<UnsafeRawBufferPointer>) -> String {
    if literal.contains(UInt8(ascii: "\\")),
      let name = try? JSONDecoder().decode(String.self, from: Data(literal))
    {
      return name
    }
    return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
  }

  private var path: String {
    open.reduce("") { path, container in
      container.isObject
        ? (path.isEmpty ? "" : path + ".") + container.key : "\(path)[\(container.index)]"
    }
  }
}
