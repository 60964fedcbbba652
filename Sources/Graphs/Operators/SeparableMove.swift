import Tensors

/// A move whose input index along each axis depends only on the output index along that axis: slices, padding,
/// repetition, nearest-neighbour resizing, gathering by fixed indices.
struct SeparableMove: TileableOperator {
  /// The input's shape, with leading axes of length 1 where the output has more axes.
  let inputShape: [Int]
  /// Leading axes that the stored input lacks.
  let missingAxes: Int
  /// For each output axis and position the input position, or −1 for the filler.
  let places: [[Int]]
  /// Which input holds the filler.
  let fillerInput: Int?
  /// The filler where no input holds it; zero bits when it is nil. A scalar of computing type.
  let filler: Tensor?

  init(input: [Int], places: [[Int]], fillerInput: Int? = nil, filler: Tensor? = nil) {
    missingAxes = places.count - input.count
    inputShape = [Int](repeating: 1, count: missingAxes) + input
    self.places = places
    self.fillerInput = fillerInput
    self.filler = filler
  }

  var splittableAxes: [Int] { Array(places.indices) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    if index == fillerInput { return Box(shape: []) }
    guard index == 0, let ranges = sourceRanges(for: output) else { return nil }
    let stored = ranges.dropFirst(missingAxes)
    return Box(lower: stored.map(\.lowerBound), extent: stored.map(\.count))
  }

  /// The input positions that a box reads along each axis; nil when it reads only the filler.
  private func sourceRanges(for output: Box) -> [Range<Int>]? {
    var ranges: [Range<Int>] = []
    for axis in places.indices {
      var low = Int.max
      var high = -1
      for place in places[axis][output.range(axis)] where place >= 0 {
        low = min(low, place)
        high = max(high, place)
      }
      if high < 0 { return nil }
      ranges.append(low..<high + 1)
    }
    return ranges
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let filler = fillerInput.flatMap { inputs.optional($0) } ?? self.filler
    guard let ranges = sourceRanges(for: output), let input = inputs.optional(0) else {
      return try filled(with: filler, like: inputs, output.shape)
    }
    let strides = Axes.strides(of: ranges.map(\.count))
    let offsets = places.indices.map { axis in
      places[axis][output.range(axis)].map { $0 < 0 ? -1 : ($0 - ranges[axis].lowerBound) * strides[axis] }
    }
    return try RawElements.moving(input, to: output.shape) { source, target, width in
      let empty = filler?.bytes ?? [UInt8](repeating: 0, count: 8)
      empty.withUnsafeBytes { empty in
        var walk = MoveWalk(
          offsets: offsets, source: source, target: target, filler: empty.baseAddress!, width: width)
        walk.run(axis: 0, offset: 0)
      }
    }
  }

  /// A box that lies entirely in the padding: the filler alone, whose type is that of the output.
  private func filled(with filler: Tensor?, like inputs: [Tensor?], _ shape: [Int]) throws -> Tensor {
    guard let filler else {
      return Tensor(zeros: TensorType(inputs.optional(0)?.type.element ?? .float32, shape))
    }
    let count = shape.reduce(1, *)
    return try RawElements.moving(filler, to: shape) { source, target, width in
      for index in 0..<count {
        (target + index * width).copyMemory(from: source, byteCount: width)
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}

/// The nested loops of a separable move, axis by axis.
private struct MoveWalk {
  let offsets: [[Int]]
  let source: UnsafeRawPointer
  var target: UnsafeMutableRawPointer
  let filler: UnsafeRawPointer
  let width: Int
  let lastIsRun: Bool

  init(
    offsets: [[Int]], source: UnsafeRawPointer, target: UnsafeMutableRawPointer, filler: UnsafeRawPointer,
    width: Int
  ) {
    self.offsets = offsets
    self.source = source
    self.target = target
    self.filler = filler
    self.width = width
    let last = offsets.last ?? [0]
    lastIsRun = last.indices.allSatisfy { last[$0] >= 0 && last[$0] == last[0] + $0 }
  }

  /// - Parameter offset: elements into the source, or −1 inside the padding.
  mutating func run(axis: Int, offset: Int) {
    if axis < offsets.count - 1 {
      for step in offsets[axis] { run(axis: axis + 1, offset: offset < 0 || step < 0 ? -1 : offset + step) }
      return
    }
    let row = offsets.last ?? [0]
    if row.isEmpty { return }
    if offset < 0 {
      for index in row.indices { (target + index * width).copyMemory(from: filler, byteCount: width) }
    } else if lastIsRun {
      target.copyMemory(from: source + (offset + row[0]) * width, byteCount: row.count * width)
    } else {
      row.withUnsafeBufferPointer {
        RawElements.copyGathered(
          from: source + offset * width, places: $0.baseAddress!, filler: filler, to: target,
          count: row.count, width: width)
      }
    }
    target += row.count * width
  }
}
