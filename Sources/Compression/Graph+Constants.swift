import Graphs
import Tensors

extension Graph {
  /// Whether a value is a weight or constant.
  func holdsConstant(_ value: ValueIndex) -> Bool { values[value].initializer != nil }

  @discardableResult
  mutating func addConstant(_ name: String, _ tensor: Tensor, isLearnable: Bool = false) -> ValueIndex {
    values.append(
      Value(name: name, type: tensor.type, initializer: .dense(tensor), isLearnable: isLearnable))
    return values.count - 1
  }

  mutating func addValue(_ name: String, _ type: TensorType) -> ValueIndex {
    values.append(Value(name: name, type: type))
    return values.count - 1
  }

  /// Where a node stands, for messages.
  func place(of node: Node) -> String { "\(name): node “\(node.name)”" }
}

extension Tensor {
  /// An fp32 tensor.
  init(_ shape: [Int], _ floats: [Float]) {
    self.init(TensorType(.float32, shape), floats: floats)
  }
}

/// Steps over a tensor's elements by their position along one axis.
struct AxisWalk {
  let length: Int
  /// Elements between neighbours along the axis.
  let stride: Int

  init(shape: [Int], axis: Int) {
    length = shape[axis]
    stride = shape[(axis + 1)...].reduce(1, *)
  }

  /// The position along the axis of an element in row-major order.
  func position(of element: Int) -> Int { element / stride % length }
}
