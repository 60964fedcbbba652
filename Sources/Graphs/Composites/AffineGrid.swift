import Tensors

/// ONNX `AffineGrid`: the positions of a regular grid under an affine transformation for each batch item. Inputs:
/// theta [N, rank, rank + 1], the size [N, C, spatial axes…] of what is to be sampled.
struct AffineGrid: CompositeOperator {
  static let name = "AffineGrid"
  static let inputCount = 2...2
  /// The grid before it is moved becomes a constant; larger ones come only from damaged files.
  static let largestGridBytes = 1 << 30
  var alignsCorners: Bool

  init(attributes: inout AttributeReader) throws {
    alignsCorners = try attributes.integer("align_corners") == 1
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let theta = try inputs.required(0)
    let size = try body.value(of: try inputs.required(1)).integers.map { Int($0) }
    let spatial = Array(size.dropFirst(2))
    let rank = spatial.count
    guard (2...3).contains(rank), body.shape(of: theta) == [size[0], rank, rank + 1],
      TensorType(.float32, spatial + [rank + 1]).checkedByteCount() ?? .max <= AffineGrid.largestGridBytes
    else {
      throw GraphError(
        "theta \(body.shape(of: theta)) does not fit size \(size)",
        remedy: "[N, 2, 3] for [N, C, H, W] or [N, 3, 4] for [N, C, D, H, W]")
    }
    let points = spatial.reduce(1, *)
    let grid = Tensor(TensorType(.float32, [points, rank + 1]), floats: homogeneous(spatial))
      .converted(to: TensorType(body.type(of: theta).element, [points, rank + 1]))
    let transposed = try body.add("Transpose", [theta], ["perm": .integers([0, 2, 1])])
    let moved = try body.add("MatMul", [body.constant(grid), transposed])
    return [try body.reshaped(moved, to: [size[0]] + spatial + [rank])]
  }

  /// Every point of the grid, last axis first, and a one behind it.
  private func homogeneous(_ spatial: [Int]) -> [Float] {
    let strides = Axes.strides(of: spatial)
    return (0..<spatial.reduce(1, *)).flatMap { point in
      spatial.indices.reversed().map { coordinate(point / strides[$0] % spatial[$0], of: spatial[$0]) } + [1]
    }
  }

  private func coordinate(_ index: Int, of length: Int) -> Float {
    if alignsCorners { return length == 1 ? 0 : Float(-1 + 2 * Double(index) / Double(length - 1)) }
    return Float(-1 + (2 * Double(index) + 1) / Double(length))
  }
}
