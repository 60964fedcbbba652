import Documents
import Foundation
import Tensors

/// A tensor in a file beside the model: NumPy's `.npy` (version 1 to 3, C order, little endian) or bare row-major
/// little-endian numbers.
struct WeightFile {
  let path: String
  /// Where a bare file's numbers begin. When it is given, others may follow them; without it they are the file.
  let offset: Int?
  /// Where the model names the file, for messages.
  let place: Document

  init(path: String, offset: Int?, at place: Document) {
    self.path = path
    self.offset = offset
    self.place = place
  }

  /// - Parameters:
  ///   - element: the type the value is to have; an `.npy` of another type is converted.
  ///   - shape: nil when the file is to say it.
  /// - Throws: `InputError` when there is no such file, it holds too much or too little, or its
  ///   shape is another one.
  func value(named name: String, element: ElementType, shape: [Int]?) throws -> Value {
    guard let file = try? MappedFile(path: path) else {
      throw InputError(.notFound, at: place.place, "no such file “\(path)”")
    }
    guard path.hasSuffix(".npy") else {
      guard let shape else { throw place.error("a bare file has no shape", remedy: "give “shape”") }
      let type = TensorType(element, shape)
      try checkSize(of: type, at: place.place)
      let held = max(0, file.count - (offset ?? 0))
      guard held == type.byteCount || offset != nil && held > type.byteCount else {
        let hint = held > type.byteCount ? "; give “offset” to read a part of it" : ""
        throw place.error(
          "the file holds \(held) bytes",
          remedy: "\(element.rawValue) \(shape) takes \(type.byteCount)\(hint)")
      }
      let start = offset ?? 0
      return Value(
        name: name, type: type,
        initializer: .mapped(MappedBytes(file: file, range: start..<start + type.byteCount)))
    }
    guard offset == nil else {
      throw place.error("an .npy file says itself where its numbers begin", remedy: "leave out “offset”")
    }
    let header = try NumpyHeader(file, at: place)
    if let shape, shape != header.type.shape {
      throw place.error("the file holds shape \(header.type.shape)", remedy: "expected \(shape)")
    }
    let stored = Initializer.mapped(MappedBytes(file: file, range: header.dataOffset..<file.count))
    let type = TensorType(element, header.type.shape)
    return Value(
      name: name, type: type,
      initializer: type == header.type ? stored : .converted(stored, from: header.type))
  }
}

/// The head of a `.npy` file (NumPy Enhancement Proposal 1).
struct NumpyHeader {
  let type: TensorType
  let dataOffset: Int

  private static let elements: [String: ElementType] = [
    "<f8": .float64, "<f4": .float32, "<f2": .float16, "<i8": .int64, "<i4": .int32, "<i2": .int16,
    "|i1": .int8, "<u8": .uint64, "<u4": .uint32, "<u2": .uint16, "|u1": .uint8, "|b1": .bool,
  ]

  init(_ file: MappedFile, at place: Document) throws {
    let head = file.withBytes { [UInt8]($0.prefix(12)) }
    guard head.count >= 10, head[0] == 0x93, head[1..<6].elementsEqual("NUMPY".utf8) else {
      throw place.error("the file is not in NumPy's .npy format")
    }
    let long = head[6] > 1 && head.count == 12
    let start = long ? 12 : 10
    let lengthBytes = head[8..<start]
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard file.count >= start + length,
      let text = String(
        bytes: file.withBytes { [UInt8]($0[start..<start + length]) }, encoding: .utf8)
    else { throw place.error("the .npy file is cut short") }
    let code = NumpyHeader.quoted(after: "'descr':", in: text) ?? ""
    guard let element = NumpyHeader.elements[code] else {
      throw place.error(
        "the .npy file holds elements of type “\(code)”",
        remedy: suggestion(for: code, among: NumpyHeader.elements.keys))
    }
    guard !text.contains("'fortran_order': True") else {
      throw place.error("the .npy file is in Fortran order", remedy: "save it in C order")
    }
    guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"), open < close else {
      throw place.error("the .npy file has no shape")
    }
    let lengths = text[text.index(after: open)..<close].split(separator: ",")
      .map { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard !lengths.contains(nil) else { throw place.error("the .npy file has no shape") }
    type = TensorType(element, lengths.compactMap { $0 })
    dataOffset = start + length
    try checkSize(of: type, at: place.place)
    let held = file.count - dataOffset
    guard held >= type.byteCount else { throw place.error("the .npy file is cut short") }
    guard held == type.byteCount else {
      throw place.error(
        "the .npy file holds \(held) bytes of numbers",
        remedy: "\(element.rawValue) \(type.shape) takes \(type.byteCount)")
    }
  }

  private static func quoted(after key: String, in text: String) -> String? {
    guard let range = text.range(of: key) else { return nil }
    let parts = text[range.upperBound...].split(
      separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : nil
  }
}
