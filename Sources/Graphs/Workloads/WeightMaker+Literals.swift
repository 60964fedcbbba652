import Documents
import Tensors

extension WeightMaker {
  /// Numbers written in the file: one, a list, or lists of lists of equal length.
  func literal(_ name: String, _ document: Document, element: ElementType, isList: Bool) throws -> Value {
    var shape: [Int] = []
    var probe = document
    while case .array(let elements) = probe.value {
      guard !elements.isEmpty else { throw probe.error("is empty", remedy: "expected at least one number") }
      shape.append(elements.count)
      probe = try probe.array()[0]
    }
    if shape.isEmpty, isList { shape = [1] }
    let type = TensorType(element, shape)
    let tensor: Tensor
    if element.isFloatingPoint {
      var numbers: [Float] = []
      try collect(document, depth: 0, shape) { numbers.append(Float(try $0.double())) }
      tensor = Tensor(type, floats: numbers)
    } else {
      var numbers: [Int64] = []
      try collect(document, depth: 0, shape) { leaf in
        if case .bool(let flag) = leaf.value {
          numbers.append(flag ? 1 : 0)
        } else {
          numbers.append(Int64(try leaf.integer(in: element.literalRange)))
        }
      }
      tensor = Tensor(type, integers: numbers)
    }
    return Value(name: name, type: type, initializer: .dense(tensor))
  }

  private func collect(
    _ document: Document, depth: Int, _ shape: [Int], _ take: (Document) throws -> Void
  ) throws {
    guard case .array = document.value else {
      guard depth >= shape.count || document.path.isEmpty == false && shape == [1] && depth == 0 else {
        throw document.error("is \(document.value.kindName)", remedy: "expected a list of \(shape[depth])")
      }
      return try take(document)
    }
    let elements = try document.array()
    guard depth < shape.count, elements.count == shape[depth] else {
      throw document.error(
        "holds \(elements.count) elements",
        remedy: depth < shape.count ? "the first list holds \(shape[depth])" : "expected a number")
    }
    for element in elements { try collect(element, depth: depth + 1, shape, take) }
  }
}

extension ElementType {
  fileprivate var literalRange: ClosedRange<Int> {
    integerRange.map { Int($0.lowerBound)...Int($0.upperBound) } ?? Int.min...Int.max
  }
}
