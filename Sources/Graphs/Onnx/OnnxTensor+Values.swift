import Onnx
import Tensors

extension OnnxTensor {
  /// The tensor's type, checked for size.
  /// - Throws: `GraphError` for a type that nothing here computes with, and for absurd sizes.
  func tensorType() throws -> TensorType {
    let type = TensorType(try element.computable(), shape)
    if let error = sizeError(of: type, allowsEmpty: true) { throw error }
    return type
  }

  /// Where the bytes are: in the file, in memory, or in the formula that the documentation names in place of data.
  func initializer() throws -> (type: TensorType, source: Initializer) {
    let type = try tensorType()
    if !hasElements, let fill = try seededFill() {
      return (type, .fill(seed: fill.seed, scale: fill.scale, offset: fill.offset))
    }
    guard byteCount == type.byteCount else {
      throw GraphError(
        "holds \(byteCount) bytes of data",
        remedy: "\(type.element.rawValue) \(shape) takes \(type.byteCount)")
    }
    switch storage {
    case .mapped(let bytes): return (type, .mapped(bytes))
    case .bytes(let bytes): return (type, .dense(Tensor(type: type, bytes: bytes)))
    case .generated:
      var made: [UInt8] = []
      try storage.write { made.append(contentsOf: $0) }
      return (type, .dense(Tensor(type: type, bytes: made)))
    case .strings: throw GraphError("holds strings")
    }
  }

  /// The elements in memory.
  func tensor() throws -> Tensor {
    let (type, source) = try initializer()
    return try source.tensor(of: type, box: Box(shape: type.shape))
  }

  func strings() throws -> StringTensor {
    guard case .strings(let texts) = storage else { throw GraphError("holds no strings") }
    guard let count = elementCount, count == texts.count else {
      throw GraphError("holds \(texts.count) strings", remedy: "shape \(shape) takes another number")
    }
    return StringTensor(shape: shape, elements: texts.map { String(decoding: $0, as: UTF8.self) })
  }

  private var byteCount: Int { storage.byteCount }

  /// nil when the shape is absurd.
  private var elementCount: Int? {
    shape.reduce(1) { product, length in
      product.flatMap { length < 0 ? nil : $0.multipliedReportingOverflow(by: length) }
        .flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }

  /// `fmix SEED SCALE OFFSET`: the tensor follows from the fill formula (see `SeededFill`).
  private func seededFill() throws -> SeededFill? {
    let words = documentation.split(separator: " ")
    guard words.first == "fmix" else { return nil }
    guard words.count == 4, let seed = UInt32(words[1]), let scale = Float(words[2]),
      let offset = Float(words[3])
    else { throw GraphError("“\(documentation)” is no fill formula", remedy: "write fmix SEED SCALE OFFSET") }
    return SeededFill(seed: seed, scale: scale, offset: offset)
  }
}

extension OnnxSparseTensor {
  /// The tensor with its zeros.
  func tensor() throws -> Tensor {
    let type = TensorType(try values.element.computable(), shape)
    if let error = sizeError(of: type, allowsEmpty: true) { throw error }
    let given = try values.tensor()
    let places = try indices.tensor()
    guard given.shape.count == 1, !places.type.element.isFloatingPoint else {
      throw GraphError("a sparse tensor has values of shape \(given.shape)", remedy: "values are a list")
    }
    let flat = try positions(places, count: given.elementCount)
    let width = type.element.bitWidth / 8
    guard width > 0 else { throw GraphError("a sparse tensor of \(type.element.rawValue) is not supported") }
    var bytes = [UInt8](repeating: 0, count: type.byteCount)
    for (index, position) in flat.enumerated() {
      guard 0..<type.elementCount ~= position else {
        throw GraphError("a sparse tensor has an element at \(position)", remedy: "its shape is \(shape)")
      }
      for byte in 0..<width { bytes[position * width + byte] = given.bytes[index * width + byte] }
    }
    return Tensor(type: type, bytes: bytes)
  }

  /// Flat positions, from either layout of the indices.
  private func positions(_ places: Tensor, count: Int) throws -> [Int] {
    let numbers = places.integers.map { Int($0) }
    if places.shape == [count] { return numbers }
    guard places.shape == [count, shape.count] else {
      throw GraphError(
        "a sparse tensor with \(count) values has indices of shape \(places.shape)",
        remedy: "expected [\(count)] or [\(count), \(shape.count)]")
    }
    return try (0..<count).map { row in
      try shape.indices.reduce(0) { flat, axis in
        let index = numbers[row * shape.count + axis]
        guard 0..<shape[axis] ~= index else {
          throw GraphError(
            "a sparse tensor has index \(index) on axis \(axis)", remedy: "its shape is \(shape)")
        }
        return flat * shape[axis] + index
      }
    }
  }
}
