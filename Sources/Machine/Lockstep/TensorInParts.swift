import Tensors

/// A tensor that arrives box by box, and which of its elements have arrived.
struct TensorInParts {
  private(set) var tensor: Tensor
  private(set) var missing: Int
  /// Elements that came twice with different bytes.
  private(set) var contradictions = 0
  private var present: Tensor

  init(_ type: TensorType) {
    tensor = Tensor(zeros: type)
    missing = type.elementCount
    present = Tensor(zeros: TensorType(.bool, type.shape))
  }

  init(complete tensor: Tensor) {
    self.tensor = tensor
    missing = 0
    present = Tensor(zeros: TensorType(.bool, [0]))
  }

  mutating func write(_ part: Tensor, at box: Box) {
    let before = present[box]
    let known = before.bytes.reduce(0) { $0 + Int($1) }
    if known > 0 {
      let old = tensor[box]
      if old.bytes != part.bytes {
        let width = max(1, part.type.element.bitWidth / 8)
        contradictions += before.bytes.indices.count { index in
          guard before.bytes[index] != 0 else { return false }
          let range = index * width..<(index + 1) * width
          return range.upperBound > part.bytes.count || old.bytes[range] != part.bytes[range]
        }
      }
    }
    missing -= part.elementCount - known
    present.write(
      Tensor(type: before.type, bytes: [UInt8](repeating: 1, count: before.elementCount)), at: box)
    tensor.write(part, at: box)
  }
}
