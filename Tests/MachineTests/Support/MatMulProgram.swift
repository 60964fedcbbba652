import Graphs
import Mapping
import Tensors

/// `y = x0 · x1` (16×32 by 32×16), by hand: two tiles of columns, each in two steps of the reduction, with two sets
/// of buffers, so that one tile's loads run under the other's product.
struct MatMulProgram {
  var made: HandMadeProgram
  /// Commands by what they do, a row per tile.
  var loads: [[Int]] = []
  var contracts: [[Int]] = []
  var finishes: [Int] = []
  var stores: [Int] = []

  static let rows = 16
  static let depth = 32
  static let columns = 16

  init(_ element: ElementType = .float32, scale: Float? = nil, tiles: Int = 2, buffers: Int = 2) throws {
    let quantization = scale.map { Quantization(scale: $0) }
    let graph = try oneNodeGraph(
      "MatMul",
      inputs: [
        TensorType(element, [Self.rows, Self.depth], quantization: quantization),
        TensorType(element, [Self.depth, Self.columns], quantization: quantization),
      ], output: TensorType(element, [Self.rows, Self.columns], quantization: quantization))
    made = HandMadeProgram(graph, homes: [0: 0, 1: 4096, 2: 8192])
    let width = Self.columns / tiles
    for tile in 0..<tiles {
      let columns = tile * width..<(tile + 1) * width
      // What used this tile's buffers before.
      let before = tile >= buffers ? tile - buffers : nil
      addTile(tile, buffer: tile % buffers, columns: columns, before: before)
    }
  }

  private mutating func addTile(_ tile: Int, buffer: Int, columns: Range<Int>, before: Int?) {
    let output = Box(lower: [0, columns.lowerBound], extent: [Self.rows, columns.count])
    let sums = made.view(
      2, in: .accumulator(core: 0), at: buffer * 1024, box: output,
      element: made.program.graph.values[0].type.element == .int8 ? .int32 : .float32)
    var loaded: [Int] = []
    var added: [Int] = []
    for half in 0..<2 {
      let units = half * Self.depth / 2..<(half + 1) * Self.depth / 2
      let boxes = [
        Box(lower: [0, units.lowerBound], extent: [Self.rows, units.count]),
        Box(lower: [units.lowerBound, columns.lowerBound], extent: [units.count, columns.count]),
      ]
      let views = (0..<2).map {
        made.view(
          $0, in: .scratchpad(core: 0), at: buffer * 16384 + half * 8192 + $0 * 4096, box: boxes[$0])
      }
      let free = before.map { [contracts[$0][half]] } ?? []
      let pair = (0..<2).map { operand in
        made.add(
          .load(core: 0),
          .transfer(from: made.atHome(operand, box: boxes[operand]), to: views[operand]), after: free,
          tile: tile)
      }
      loaded += pair
      added.append(
        made.add(
          .matrix(core: 0),
          .contract(
            a: views[0], b: views[1], accumulator: sums,
            reduction: Int32(units.lowerBound)..<Int32(units.upperBound), clears: half == 0),
          after: pair + (half == 0 ? before.map { [finishes[$0]] } ?? [] : []), tile: tile))
    }
    loads.append(loaded)
    contracts.append(added)
    let result = made.view(2, in: .scratchpad(core: 0), at: 65536 + buffer * 2048, box: output)
    finishes.append(
      made.add(
        .vector(core: 0), .finish(accumulator: sums, operands: [], output: result),
        after: added + (before.map { [stores[$0]] } ?? []), tile: tile))
    stores.append(
      made.add(
        .store(core: 0), .transfer(from: result, to: made.atHome(2, box: output)), after: [finishes[tile]],
        tile: tile))
  }

  /// The same without one dependency.
  mutating func drop(_ dependency: Int, of command: Int) {
    let range = made.program.commands[command].dependencies
    let kept = made.program.dependencies[Int(range.lowerBound)..<Int(range.upperBound)]
      .filter { Int($0) != dependency }
    let first = Int32(made.program.dependencies.count)
    made.program.dependencies += kept
    made.program.commands[command].dependencies = first..<first + Int32(kept.count)
  }
}
