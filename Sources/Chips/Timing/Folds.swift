/// A dimension of a product cut to the array: full tiles and perhaps one at the edge.
struct Folds {
  let size: Int
  let full: Int
  /// Elements in the edge tile; 0 when the last tile is full.
  let edge: Int

  init(_ extent: Int, by size: Int) {
    self.size = size
    full = extent / size
    edge = extent % size
  }

  var count: Int { full + (edge > 0 ? 1 : 0) }
  var last: Int { count - 1 }

  /// Elements in a tile.
  func elements(_ tile: Int) -> Int { tile < full ? size : edge }

  /// The last tile of each kind there is: the last full one, the edge.
  var lastOfEachKind: ClosedRange<Int> { max(0, full - 1)...last }
}
