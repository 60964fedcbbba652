import Tensors

/// Where a tensor's elements lie when they are in a file of their own.
struct ExternalData {
  var isUsed = false
  private var location: (text: String, byteOffset: Int)?
  private var offset = 0
  private var length: Int?
  private var count = 0

  /// Reads one key with its value. Checksums and the like are not looked at: that would read the weights.
  mutating func append(_ field: WireField, _ reader: inout WireReader) throws(WireError) {
    let (key, value) = try reader.element(field, "external_data", count, ExternalData.readEntry)
    switch key {
    case "location": location = (value, field.byteOffset)
    case "offset": offset = try number(value, key, field)
    case "length": length = try number(value, key, field)
    default: break
    }
    count += 1
  }

  private func number(_ text: String, _ key: String, _ field: WireField) throws(WireError) -> Int {
    guard let number = Int(text), number >= 0 else {
      throw WireError(at: field.byteOffset, "the \(key) “\(text)” is not a number of bytes")
        .inside("external_data", count)
    }
    return number
  }

  private static func readEntry(_ reader: inout WireReader) throws(WireError) -> (String, String) {
    var key = ""
    var value = ""
    while let field = try reader.nextField() {
      switch field.number {
      case 1: key = try reader.text(field, "key")
      case 2: value = try reader.text(field, "value")
      default: try reader.skip(field)
      }
    }
    return (key, value)
  }

  /// The elements in their file.
  /// - Parameter start: where the tensor stands, for messages.
  func locate(
    _ extent: TensorExtent, _ source: OnnxSource, at start: Int
  ) throws(WireError) -> MappedBytes {
    do throws(WireError) {
      guard let location else { throw WireError(at: start, "external data without a location") }
      guard extent.element != .string else {
        throw WireError(at: location.byteOffset, "strings cannot be external data")
      }
      let file = try source.externalFile(location.text, at: location.byteOffset)
      guard length ?? extent.byteCount == extent.byteCount else {
        throw WireError(
          at: location.byteOffset,
          "the shape asks for \(extent.byteCount) bytes, but the external data has \(length ?? 0)")
      }
      guard offset <= file.count, extent.byteCount <= file.count - offset else {
        throw WireError(
          at: location.byteOffset,
          "bytes \(offset) and \(extent.byteCount) more do not lie in “\(location.text)”, which has \(file.count)"
        )
      }
      return MappedBytes(file: file, range: offset..<offset + extent.byteCount)
    } catch { throw error.inside("external_data") }
  }
}
