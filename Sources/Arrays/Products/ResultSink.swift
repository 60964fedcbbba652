import Chips

/// In which order the results of a tile come out of a column.
enum ResultOrder: Sendable {
  /// The array's rows hold results; the uppermost comes first.
  case upperRowFirst
  /// The array's rows hold results; the lowest comes first.
  case lowerRowFirst
  /// Each streamed vector makes a result; in their order.
  case streamed
}

/// The memory behind the array's outputs: one port for each column, each with counters that say where the next
/// word belongs. Words for the same place are added: the tiles of a reduction.
final class ResultSink<Arithmetic: ArrayArithmetic> {
  /// A port's counters: its tile, the place of the next word, how many more of the tile come, and whether none has
  /// come yet.
  private struct Port {
    var tile = -1
    var place = 0
    var remaining = 0
    var isFresh = true
  }

  private let words: UnsafeMutablePointer<Arithmetic.Sum>
  private let count: Int
  private let ports: UnsafeMutablePointer<Port>
  /// First and last cycle of each tile's words.
  private let spans: UnsafeMutablePointer<(first: Int, last: Int)>
  private let arrived: UnsafeMutablePointer<Int>
  private let layout: MatrixLayout
  private let walk: TileWalk
  private let order: ResultOrder
  private let streamed: Int
  private let expectedWords: Int
  private let placeStep: Int

  /// - Parameter layout: where results lie by array column and, downwards, array row or streamed vector.
  init(
    walk: TileWalk, order: ResultOrder, streamed: Int, columns: Int, layout: MatrixLayout,
    shape: MatrixProductShape
  ) {
    self.walk = walk
    self.order = order
    self.streamed = streamed
    self.layout = layout
    placeStep = order == .lowerRowFirst ? -layout.rowStride : layout.rowStride
    count = shape.groups * shape.rows * shape.columns
    words = .allocate(capacity: count)
    words.initialize(repeating: Arithmetic.zeroSum, count: count)
    ports = .allocate(capacity: columns)
    ports.initialize(repeating: Port(), count: columns)
    spans = .allocate(capacity: walk.count)
    spans.initialize(repeating: (.max, -1), count: walk.count)
    arrived = .allocate(capacity: 1)
    arrived.initialize(to: 0)
    expectedWords = (0..<walk.count).reduce(0) { sum, index in
      let tile = walk[index]
      return sum + tile.width * (order == .streamed ? streamed : tile.height)
    }
    for column in 0..<columns { advance(column) }
  }

  deinit {
    words.deallocate()
    ports.deallocate()
    spans.deallocate()
    arrived.deallocate()
  }

  var isComplete: Bool { arrived.pointee == expectedWords }
  var wordCount: Int { arrived.pointee }
  var results: [Arithmetic.Sum] { Array(UnsafeBufferPointer(start: words, count: count)) }

  /// First and last cycle in which a tile's results came.
  func outputs(_ tile: Int) -> ClosedRange<Int> { spans[tile].first...spans[tile].last }

  /// To the next tile that reaches this column.
  private func advance(_ column: Int) {
    var index = ports[column].tile
    repeat { index += 1 } while index < walk.count && walk[index].width <= column
    ports[column].tile = index
    guard index < walk.count else { return }
    let tile = walk[index]
    let length = order == .streamed ? streamed : tile.height
    let first =
      switch order {
      case .upperRowFirst: tile.firstRow
      case .lowerRowFirst: tile.firstRow + length - 1
      case .streamed: 0
      }
    ports[column].place = layout.index(group: tile.group, row: first, column: tile.firstColumn + column)
    ports[column].remaining = length
    ports[column].isFresh = true
  }

  @inline(__always)
  func accept(_ word: Arithmetic.Sum, column: Int, cycle: Int) {
    let port = ports + column
    precondition(port.pointee.remaining > 0, "a result that no tile makes")
    let place = port.pointee.place
    words[place] = order == .streamed ? Arithmetic.add(words[place], word) : word
    arrived.pointee &+= 1
    if port.pointee.isFresh {
      port.pointee.isFresh = false
      let tile = spans + port.pointee.tile
      tile.pointee.first = min(tile.pointee.first, cycle)
    }
    port.pointee.place = place &+ placeStep
    port.pointee.remaining &-= 1
    if port.pointee.remaining == 0 {
      let tile = spans + port.pointee.tile
      tile.pointee.last = max(tile.pointee.last, cycle)
      advance(column)
    }
  }
}
