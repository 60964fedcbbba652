import Tensors

extension OnnxTensor {
  init(from reader: inout WireReader) throws(WireError) {
    let start = reader.position
    var element: OnnxElement?
    var dims: [Int] = []
    var name = ""
    var documentation = ""
    var data = TensorData()
    var external = ExternalData()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: try reader.integers(field, "dims", into: &dims)
      case 2: element = try OnnxElement.read(field, &reader, "data_type")
      case 3: throw WireError(at: field.byteOffset, "tensors in segments are not supported").inside("segment")
      case 8: name = try reader.text(field, "name")
      case 12: documentation = try reader.text(field, "doc_string")
      case 13: try external.append(field, &reader)
      case 14: external.isUsed = try reader.shortInteger(field, "data_location") == 1
      default: try data.read(field, &reader)
      }
    }
    guard let element else {
      throw WireError(at: start, "the tensor has no element type", remedy: "set data_type").inside(
        "data_type")
    }
    let count = try OnnxTensor.elementCount(dims, at: start)
    let extent = try TensorExtent(element, count: count, at: start)
    let storage: Storage
    if external.isUsed {
      storage = .mapped(try external.locate(extent, reader.source, at: start))
    } else {
      storage = try data.storage(of: extent, reader, at: start)
    }
    self.init(
      name: name, element: element, shape: dims, storage: storage, documentation: documentation)
  }

  /// The product of the lengths. Even beside a length of zero the others may not overflow: strides would.
  static func elementCount(_ shape: [Int], at byteOffset: Int) throws(WireError) -> Int {
    var nonZero = 1
    for (axis, length) in shape.enumerated() {
      guard length >= 0 else {
        throw WireError(at: byteOffset, "the length \(length) is negative").inside("dims", axis)
      }
      let (product, overflow) = nonZero.multipliedReportingOverflow(by: max(length, 1))
      guard !overflow else {
        throw WireError(at: byteOffset, "the shape \(shape) has too many elements").inside("dims")
      }
      nonZero = product
    }
    return shape.contains(0) ? 0 : nonZero
  }
}

/// How much data a tensor's type and shape ask for.
struct TensorExtent {
  let element: OnnxElement
  let count: Int
  /// Of the packed elements; 0 for strings.
  let byteCount: Int

  init(_ element: OnnxElement, count: Int, at byteOffset: Int) throws(WireError) {
    self.element = element
    self.count = count
    let (bits, overflow) = count.multipliedReportingOverflow(by: element.bitWidth ?? 0)
    guard !overflow, bits <= Int.max - 7 else {
      throw WireError(at: byteOffset, "\(count) elements of \(element) are too many").inside("dims")
    }
    byteCount = (bits + 7) / 8
  }
}

extension OnnxSparseTensor {
  init(from reader: inout WireReader) throws(WireError) {
    let start = reader.position
    var values = WireMessage()
    var indices = WireMessage()
    var dims: [Int] = []
    while let field = try reader.nextField() {
      switch field.number {
      case 1: values.append(try reader.delimited(field, "values"))
      case 2: indices.append(try reader.delimited(field, "indices"))
      case 3: try reader.integers(field, "dims", into: &dims)
      default: try reader.skip(field)
      }
    }
    _ = try OnnxTensor.elementCount(dims, at: start)
    guard let values = try reader.message(values, "values", OnnxTensor.init(from:)),
      let indices = try reader.message(indices, "indices", OnnxTensor.init(from:))
    else { throw WireError(at: start, "the sparse tensor lacks its values or its indices") }
    self.init(values: values, indices: indices, shape: dims)
    if let reason = inconsistency { throw WireError(at: start, reason) }
  }

  /// What keeps values, indices and shape from fitting together; nil when they do.
  private var inconsistency: String? {
    guard values.shape.count == 1 else { return "the values of a sparse tensor have one axis" }
    guard indices.element == .int64 else { return "the indices of a sparse tensor are int64" }
    let count = values.shape[0]
    guard indices.shape == [count] || indices.shape == [count, shape.count] else {
      return "indices of shape \(indices.shape) do not fit \(count) values in \(shape.count) dimensions"
    }
    return nil
  }
}
