enum TypeEncoder {
  static func encode(_ type: OnnxType, to writer: inout WireWriter) {
    switch type {
    case .tensor(let element, let shape): writer.message(1) { encode(element, shape, to: &$0) }
    case .sparseTensor(let element, let shape): writer.message(8) { encode(element, shape, to: &$0) }
    case .sequence(let element): writer.message(4) { $0.message(1) { encode(element, to: &$0) } }
    case .optional(let element): writer.message(9) { $0.message(1) { encode(element, to: &$0) } }
    case .map(let key, let value):
      writer.message(5) {
        $0.integer(1, key.rawValue)
        $0.message(2) { encode(value, to: &$0) }
      }
    }
  }

  private static func encode(
    _ element: OnnxElement, _ shape: [OnnxDimension]?, to writer: inout WireWriter
  ) {
    writer.integer(1, element.rawValue)
    guard let shape else { return }
    writer.message(2) { message in
      for dimension in shape {
        message.message(1) {
          switch dimension {
          case .length(let length): $0.integer(1, length)
          case .symbol(let name): $0.text(2, name)
          case .unknown: break
          }
        }
      }
    }
  }
}
