import Tensors

/// ONNX `MaxRoiPool`: regions of a feature map brought to one size, every bin its largest element. Inputs: X [N, C, H,
/// W], regions [R, 5] as batch item and two corners in pixels.
struct MaxRoiPool: TiledOperator {
  static let name = "MaxRoiPool"
  static let inputCount = 2...2
  static let kind = TiledKind.map
  var pooled: [Int]
  var spatialScale: Float

  init(attributes: inout AttributeReader) throws {
    pooled = try attributes.integers("pooled_shape") ?? []
    spatialScale = try attributes.float("spatial_scale") ?? 1
    guard pooled.count == 2, pooled.allSatisfy({ $0 >= 1 }) else {
      throw GraphError("pooled_shape is \(pooled)", remedy: "a height and a width")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let regions = try inputs.required(1).type
    guard data.shape.count == 4, regions.shape.count == 2, regions.shape[1] == 5 else {
      throw GraphError(
        "data \(data.shape) and regions \(regions.shape) do not fit", remedy: "[N, C, H, W] and [R, 5]")
    }
    _ = try ElementAgreement.real(of: [data, regions], for: Self.name)
    return [
      TensorType(try ElementAgreement.common(of: [data]), [regions.shape[0], data.shape[1]] + pooled)
    ]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    MaxRoiPoolTile(operation: self, data: try inputs.required(0).type.shape)
  }
}

/// Boxes of a region pooling: some regions and channels of the whole feature map.
struct MaxRoiPoolTile: TileableOperator {
  let operation: MaxRoiPool
  let data: [Int]

  var splittableAxes: [Int] { [0, 1] }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    index == 0
      ? Box(shape: data).replacing(1, with: output.range(1))
      : Box(lower: [output.lower(0), 0], extent: [output.extent(0), 5])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let values = try inputs.required(0).floats
    let regions = try inputs.required(1).floats
    var results: [Float] = []
    results.reserveCapacity(output.elementCount)
    for region in 0..<output.extent(0) {
      let numbers = Array(regions[region * 5..<region * 5 + 5])
      guard numbers.allSatisfy({ abs($0) < 1e6 }), 0..<Float(data[0]) ~= numbers[0] else {
        throw GraphError("region \(numbers) does not exist", remedy: "batch item, then corners in pixels")
      }
      let rows = bins(from: numbers[2], to: numbers[4], count: operation.pooled[0], length: data[2])
      let columns = bins(from: numbers[1], to: numbers[3], count: operation.pooled[1], length: data[3])
      for channel in 0..<output.extent(1) {
        let start = (Int(numbers[0]) * output.extent(1) + channel) * data[2] * data[3]
        for row in rows {
          for column in columns {
            let covered = row.flatMap { y in column.map { values[start + y * data[3] + $0] } }
            results.append(covered.max() ?? 0)
          }
        }
      }
    }
    return Tensor(TensorType(.float32, output.shape), floats: results)
  }

  /// The elements of an axis that each bin covers.
  private func bins(from first: Float, to last: Float, count: Int, length: Int) -> [Range<Int>] {
    let start = Int((first * operation.spatialScale).rounded())
    let end = Int((last * operation.spatialScale).rounded())
    let size = Float(max(end - start + 1, 1)) / Float(count)
    return (0..<count).map { bin in
      let low = min(max(start + Int((Float(bin) * size).rounded(.down)), 0), length)
      let high = min(max(start + Int((Float(bin + 1) * size).rounded(.up)), 0), length)
      return low..<max(low, high)
    }
  }

  /// Bins together cover about the region; how large it is only the data says. Counted as one look at each element of the
  /// data for each region.
  func scalarOperations(for output: Box) -> Int {
    output.extent(0) * output.extent(1) * max(data[2] * data[3], operation.pooled[0] * operation.pooled[1])
  }
}
