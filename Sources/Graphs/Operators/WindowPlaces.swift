/// For each position of a window the elements of a channel that it covers, in index order.
struct WindowPlaces {
  private let output: [Int]
  /// For each axis and output position the offsets of the elements that the window reaches along it.
  private let reached: [[[Int]]]

  init(_ geometry: WindowGeometry) {
    let strides = Axes.strides(of: geometry.input)
    output = geometry.output
    reached = (0..<geometry.rank).map { axis in
      (0..<geometry.output[axis]).map { position in
        (0..<geometry.kernel[axis]).map {
          position * geometry.strides[axis] - geometry.padsBefore[axis] + $0 * geometry.dilations[axis]
        }.filter { 0..<geometry.input[axis] ~= $0 }.map { $0 * strides[axis] }
      }
    }
  }

  var count: Int { output.reduce(1, *) }

  subscript(window: Int) -> [Int] {
    let strides = Axes.strides(of: output)
    return output.indices.reduce([0]) { places, axis in
      let line = reached[axis][window / strides[axis] % output[axis]]
      return places.flatMap { place in line.map { place + $0 } }
    }
  }
}
