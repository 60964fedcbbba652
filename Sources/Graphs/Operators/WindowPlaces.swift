/// For each position of a window the elements of a channel that it covers, in index order.
struct WindowPlaces {
  private var starts: [Int] = [0]
  private var places: [Int] = []

  init(_ geometry: WindowGeometry) {
    let strides = Axes.strides(of: geometry.input)
    var windows: [[Int]] = [[]]
    windows[0] = [0]
    for axis in 0..<geometry.rank {
      let reached = (0..<geometry.output[axis]).map { position in
        (0..<geometry.kernel[axis]).map {
          position * geometry.strides[axis] - geometry.padsBefore[axis] + $0 * geometry.dilations[axis]
        }.filter { 0..<geometry.input[axis] ~= $0 }.map { $0 * strides[axis] }
      }
      windows = windows.flatMap { window in
        reached.map { line in window.flatMap { place in line.map { place + $0 } } }
      }
    }
    for window in windows {
      places += window
      starts.append(places.count)
    }
  }

  var count: Int { starts.count - 1 }

  subscript(window: Int) -> ArraySlice<Int> { places[starts[window]..<starts[window + 1]] }
}
