import Foundation
import Tensors

/// ONNX `GridSample`: the input sampled at positions from −1 to 1, by the nearest element, linearly or cubically. X is
/// [N, C, spatial…], the grid [N, spatial of the output…, rank], its positions last axis first.
struct GridSample: TiledOperator {
  static let name = "GridSample"
  static let inputCount = 2...2
  static let kind = TiledKind.map

  enum Mode: Sendable { case nearest, linear, cubic }
  enum Padding: String, CaseIterable, Sendable { case zeros, border, reflection }

  var mode: Mode
  var padding: Padding
  var alignsCorners: Bool

  init(attributes: inout AttributeReader) throws {
    let text = try attributes.string("mode") ?? "linear"
    switch text {
    case "nearest": mode = .nearest
    case "linear", "bilinear": mode = .linear
    case "cubic", "bicubic": mode = .cubic
    default: throw GraphError("mode “\(text)” is unknown", remedy: "nearest, linear or cubic")
    }
    let name = try attributes.string("padding_mode") ?? "zeros"
    guard let padding = Padding(rawValue: name) else {
      throw GraphError("padding_mode “\(name)” is unknown", remedy: "zeros, border or reflection")
    }
    self.padding = padding
    alignsCorners = try attributes.integer("align_corners") == 1
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let grid = try inputs.required(1).type
    let rank = input.shape.count - 2
    guard (1...3).contains(rank), grid.shape.count == rank + 2, grid.shape.last == rank,
      grid.shape[0] == input.shape[0]
    else {
      throw GraphError(
        "grid \(grid.shape) does not sample data \(input.shape)",
        remedy: "[N, spatial axes…, rank] for data [N, C, spatial axes…] of rank 1 to 3")
    }
    _ = try ElementAgreement.real(of: [input, grid], for: Self.name)
    let element = try ElementAgreement.common(of: [input])
    return [TensorType(element, input.shape.prefix(2) + grid.shape.dropFirst().dropLast())]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    GridSampleTile(operation: self, spatial: Array(try inputs.required(0).type.shape.dropFirst(2)))
  }
}

/// Boxes of a sampling: all positions of the data that belongs to their batch items and channels.
struct GridSampleTile: TileableOperator {
  let operation: GridSample
  /// Spatial lengths of the data.
  let spatial: [Int]

  var splittableAxes: [Int] { Array(0..<spatial.count + 2) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    let lower = output.lowerBounds
    let extent = output.shape
    if index == 0 {
      return Box(lower: lower.prefix(2) + spatial.map { _ in 0 }, extent: extent.prefix(2) + spatial)
    }
    return Box(
      lower: [lower[0]] + lower.dropFirst(2) + [0],
      extent: [extent[0]] + extent.dropFirst(2) + [spatial.count])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let data = try inputs.required(0).floats
    let grid = try inputs.required(1).floats
    let rank = spatial.count
    let strides = Axes.strides(of: spatial)
    let positions = output.shape.dropFirst(2).reduce(1, *)
    let size = spatial.reduce(1, *)
    var results = [Float](repeating: 0, count: output.elementCount)
    for item in 0..<output.extent(0) {
      for position in 0..<positions {
        let point = (item * positions + position) * rank
        var taps = [(place: 0, weight: Float(1))]
        for axis in 0..<rank {
          let line = taps1D(grid[point + rank - 1 - axis], length: spatial[axis])
          taps = taps.flatMap { tap in
            line.map { (tap.place + $0.index * strides[axis], tap.weight * $0.weight) }
          }
        }
        for channel in 0..<output.extent(1) {
          let row = item * output.extent(1) + channel
          var sum: Float = 0
          for tap in taps { sum += data[row * size + tap.place] * tap.weight }
          results[row * positions + position] = sum
        }
      }
    }
    return Tensor(TensorType(.float32, output.shape), floats: results)
  }

  /// The elements of one axis that a coordinate touches, with their weights; none where there are only zeros.
  private func taps1D(_ coordinate: Float, length: Int) -> [(index: Int, weight: Float)] {
    let scale = Float(length)
    var place =
      operation.alignsCorners ? (coordinate + 1) / 2 * (scale - 1) : ((coordinate + 1) * scale - 1) / 2
    if operation.mode == .nearest { place = place.rounded(.toNearestOrEven) }
    place = padded(place, length)
    guard abs(place) < Float(Int32.max) else { return [] }
    let low = Int(place.rounded(.down))
    let rest = place - Float(low)
    let weights: [Float]
    switch operation.mode {
    case .nearest: weights = [1]
    case .linear: weights = [1 - rest, rest]
    case .cubic: weights = GridSampleTile.cubicWeights(rest)
    }
    let first = operation.mode == .cubic ? low - 1 : low
    return weights.enumerated().compactMap { offset, weight in
      var index = first + offset
      if operation.padding != .zeros { index = Int(padded(Float(index), length)) }
      return 0..<length ~= index ? (index, weight) : nil
    }
  }

  /// A place brought back into the data as the padding says.
  private func padded(_ place: Float, _ length: Int) -> Float {
    let low: Float = operation.alignsCorners ? 0 : -0.5
    let high = Float(length) - (operation.alignsCorners ? 1 : 0.5)
    guard !(low...max(low, high) ~= place) else { return place }
    switch operation.padding {
    case .zeros: return place
    case .border: return min(max(place, 0), Float(length - 1))
    case .reflection:
      let span = high - low
      guard span > 0, place.isFinite else { return 0 }
      let beyond = place < low ? low - place : place - high
      let turns = (beyond / span).rounded(.down)
      let rest = beyond - turns * span
      let isEven = turns.truncatingRemainder(dividingBy: 2) == 0
      return (place < low) == isEven ? low + rest : high - rest
    }
  }

  /// Cubic convolution with a = −0.75.
  private static func cubicWeights(_ rest: Float) -> [Float] {
    let a: Float = -0.75
    func outer(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
    func inner(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
    return [outer(rest + 1), inner(rest), inner(1 - rest), outer(2 - rest)]
  }

  func scalarOperations(for output: Box) -> Int {
    let perAxis = operation.mode == .nearest ? 1 : operation.mode == .linear ? 2 : 4
    let taps = spatial.reduce(1) { count, _ in count * perAxis }
    return output.elementCount * (2 * taps + 4 * spatial.count)
  }
}
