import Tensors

/// Numpy broadcasting: shapes are aligned at their last axes, and axes of length 1 stretch.
enum Broadcasting {
  /// - Throws: `GraphError` naming both shapes when an axis differs and neither length is 1.
  static func shape(_ left: [Int], _ right: [Int]) throws -> [Int] {
    let rank = max(left.count, right.count)
    return try (0..<rank).map { axis in
      let a = length(left, axis, rank: rank)
      let b = length(right, axis, rank: rank)
      guard a == b || a == 1 || b == 1 else {
        throw GraphError(
          "shapes \(left) and \(right) cannot be broadcast together",
          remedy: "aligned at the last axis, lengths must be equal or one of them 1")
      }
      return a == 1 ? b : a
    }
  }

  static func shape(_ shapes: [[Int]]) throws -> [Int] {
    try shapes.dropFirst().reduce(shapes.first ?? []) { try shape($0, $1) }
  }

  /// The part of an input of shape `shape` that a box of the broadcast output reads.
  static func inputBox(of shape: [Int], for output: Box) -> Box {
    let missing = output.rank - shape.count
    return Box(
      lower: shape.indices.map { shape[$0] == 1 ? 0 : output.lower($0 + missing) },
      extent: shape.indices.map { shape[$0] == 1 ? 1 : output.extent($0 + missing) })
  }

  private static func length(_ shape: [Int], _ axis: Int, rank: Int) -> Int {
    let missing = rank - shape.count
    return axis < missing ? 1 : shape[axis - missing]
  }
}

/// How two dense tensors are walked to fill a dense broadcast output: as few nested loops as the shapes allow.
struct BroadcastWalk {
  /// Loops from the outermost inwards; stride 0 where an operand is stretched.
  private(set) var extents: [Int] = []
  private(set) var leftStrides: [Int] = []
  private(set) var rightStrides: [Int] = []

  init(left: [Int], right: [Int], output: [Int]) {
    self.init(
      BroadcastWalk.strides(of: left, in: output), BroadcastWalk.strides(of: right, in: output), output)
  }

  /// A walk over one operand with strides of its own.
  init(leftStrides: [Int], output: [Int]) {
    self.init(leftStrides, output.map { _ in 0 }, output)
  }

  private init(_ a: [Int], _ b: [Int], _ output: [Int]) {
    for axis in output.indices where output[axis] != 1 {
      if let last = extents.indices.last, leftStrides[last] == a[axis] * output[axis],
        rightStrides[last] == b[axis] * output[axis]
      {
        extents[last] *= output[axis]
        leftStrides[last] = a[axis]
        rightStrides[last] = b[axis]
      } else {
        extents.append(output[axis])
        leftStrides.append(a[axis])
        rightStrides.append(b[axis])
      }
    }
    if extents.isEmpty {
      extents = [1]
      leftStrides = [0]
      rightStrides = [0]
    }
  }

  /// Element strides of a dense tensor seen through the output's axes.
  static func strides(of shape: [Int], in output: [Int]) -> [Int] {
    let missing = output.count - shape.count
    let dense = Axes.strides(of: shape)
    return output.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : dense[axis - missing]
    }
  }

  /// Calls `body(left offset, right offset, output offset)` once for each innermost loop.
  @inline(__always)
  func forEachRow(_ body: (Int, Int, Int) -> Void) {
    if extents.contains(0) { return }
    let outer = extents.count - 1
    let row = extents[outer]
    var index = [Int](repeating: 0, count: outer)
    var left = 0
    var right = 0
    var output = 0
    while true {
      body(left, right, output)
      output += row
      var axis = outer - 1
      while axis >= 0 {
        index[axis] += 1
        left += leftStrides[axis]
        right += rightStrides[axis]
        if index[axis] < extents[axis] { break }
        left -= leftStrides[axis] * extents[axis]
        right -= rightStrides[axis] * extents[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
