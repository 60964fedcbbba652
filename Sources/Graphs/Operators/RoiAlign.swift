import Tensors

/// ONNX `RoiAlign`: regions of a feature map brought to one size, every bin the mean (or the largest) of bilinear samples.
/// Inputs: X [N, C, H, W], regions [R, 4], the batch item of each region [R].
struct RoiAlign: TiledOperator {
  static let name = "RoiAlign"
  static let inputCount = 3...3
  static let kind = TiledKind.map

  var height: Int
  var width: Int
  var samplingRatio: Int
  var spatialScale: Float
  var takesLargest: Bool
  /// Whether coordinates are shifted by half a pixel.
  var isHalfPixel: Bool

  init(attributes: inout AttributeReader) throws {
    height = try attributes.integer("output_height") ?? 1
    width = try attributes.integer("output_width") ?? 1
    samplingRatio = try attributes.integer("sampling_ratio") ?? 0
    spatialScale = try attributes.float("spatial_scale") ?? 1
    let mode = try attributes.string("mode") ?? "avg"
    let usual = attributes.opset < 16 ? "output_half_pixel" : "half_pixel"
    let coordinates = try attributes.string("coordinate_transformation_mode") ?? usual
    guard ["avg", "max"].contains(mode), ["half_pixel", "output_half_pixel"].contains(coordinates) else {
      throw GraphError(
        "mode “\(mode)” with “\(coordinates)” is unknown",
        remedy: "avg or max; half_pixel or output_half_pixel")
    }
    guard height >= 1, width >= 1, samplingRatio >= 0 else {
      throw GraphError(
        "output \(height) × \(width) with sampling_ratio \(samplingRatio)", remedy: "at least 1")
    }
    takesLargest = mode == "max"
    isHalfPixel = coordinates == "half_pixel"
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let regions = try inputs.required(1).type
    let items = try inputs.required(2).type
    guard data.shape.count == 4, regions.shape.count == 2, regions.shape[1] == 4,
      items.shape == [regions.shape[0]]
    else {
      throw GraphError(
        "data \(data.shape), regions \(regions.shape) and batch indices \(items.shape) do not fit",
        remedy: "[N, C, H, W], [R, 4] and [R]")
    }
    try ElementAgreement.requireIntegers(items, "batch indices")
    _ = try ElementAgreement.real(of: [data, regions], for: Self.name)
    let element = try ElementAgreement.common(of: [data])
    return [TensorType(element, [regions.shape[0], data.shape[1], height, width])]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    RoiAlignTile(operation: self, data: try inputs.required(0).type.shape)
  }
}

/// Boxes of a region alignment: some regions and channels of the whole feature map.
struct RoiAlignTile: TileableOperator {
  let operation: RoiAlign
  let data: [Int]

  var splittableAxes: [Int] { [0, 1] }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    switch index {
    case 0: Box(shape: data).replacing(1, with: output.range(1))
    case 1: Box(lower: [output.lower(0), 0], extent: [output.extent(0), 4])
    default: Box(lower: [output.lower(0)], extent: [output.extent(0)])
    }
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let values = try inputs.required(0).floats
    let regions = try inputs.required(1).floats
    let items = try inputs.required(2).integers
    let size = data[2] * data[3]
    let bins = operation.height * operation.width
    var results: [Float] = []
    results.reserveCapacity(output.elementCount)
    for region in 0..<output.extent(0) {
      guard 0..<Int64(data[0]) ~= items[region] else {
        throw GraphError("batch index \(items[region]) does not exist", remedy: "0 to \(data[0] - 1)")
      }
      let samples = try (0..<bins).map {
        try self.samples(bin: $0, region: Array(regions[region * 4..<region * 4 + 4]))
      }
      for channel in 0..<output.extent(1) {
        let start = (Int(items[region]) * output.extent(1) + channel) * size
        for bin in samples { results.append(pooled(bin, values, start)) }
      }
    }
    return Tensor(TensorType(.float32, output.shape), floats: results)
  }

  /// The four neighbours of a sample and their weights.
  typealias Sample = [(place: Int, weight: Float)]

  private func pooled(_ samples: [Sample], _ values: [Float], _ start: Int) -> Float {
    if operation.takesLargest {
      // The largest of the weighted neighbours, as the standard's tests have it, not of the interpolated samples.
      return samples.joined().map { values[start + $0.place] * $0.weight }.max() ?? 0
    }
    let sum = samples.reduce(Float(0)) { sum, sample in
      sample.reduce(sum) { $0 + values[start + $1.place] * $1.weight }
    }
    return sum / Float(max(1, samples.count))
  }

  private func samples(bin: Int, region: [Float]) throws -> [Sample] {
    let offset: Float = operation.isHalfPixel ? 0.5 : 0
    let corners = region.map { $0 * operation.spatialScale - offset }
    let counts = [operation.width, operation.height]
    let place = [bin % operation.width, bin / operation.width]
    let coordinates = try (0..<2).map { axis -> [Float] in
      var length = corners[axis + 2] - corners[axis]
      if !operation.isHalfPixel { length = max(length, 1) }
      let size = length / Float(counts[axis])
      let wanted = operation.samplingRatio > 0 ? Float(operation.samplingRatio) : size.rounded(.up)
      guard wanted <= 256 else {
        throw GraphError("region \(region) takes \(wanted) samples a bin", remedy: "set sampling_ratio")
      }
      return (0..<max(0, Int(wanted))).map {
        corners[axis] + Float(place[axis]) * size + (Float($0) + 0.5) * size / wanted
      }
    }
    return coordinates[1].flatMap { y in coordinates[0].map { x in neighbours(x: x, y: y) } }
  }

  private func neighbours(x: Float, y: Float) -> Sample {
    guard y >= -1, y <= Float(data[2]), x >= -1, x <= Float(data[3]) else { return [(0, 0)] }
    let rows = pair(y, length: data[2])
    let columns = pair(x, length: data[3])
    return rows.flatMap { row in
      columns.map { (row.index * data[3] + $0.index, row.weight * $0.weight) }
    }
  }

  private func pair(_ coordinate: Float, length: Int) -> [(index: Int, weight: Float)] {
    let inside = max(coordinate, 0)
    let low = Int(inside)
    guard low < length - 1 else { return [(length - 1, 1), (length - 1, 0)] }
    let rest = inside - Float(low)
    return [(low, 1 - rest), (low + 1, rest)]
  }

  func scalarOperations(for output: Box) -> Int {
    let side = max(1, operation.samplingRatio == 0 ? 2 : operation.samplingRatio)
    return output.elementCount * side * side * 8
  }
}
