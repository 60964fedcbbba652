import Chips

/// Lanes of multipliers, each with an adder tree and registers between its levels (NVDLA: atomic-C products in
/// each of atomic-K lanes).
///
/// A vector of the left operand is broadcast to all lanes; each lane holds its part of a column of the right
/// operand, the next part waiting in a second set of registers. The sums of a tile of the reduction are added
/// to those of the others behind the trees.
public final class DotProductArray<Arithmetic: ArrayArithmetic>: SteppedArray {
  /// Products of a lane, and lanes.
  public let rows: Int
  public let columns: Int
  public private(set) var cycle = 0

  private let product: ArrayProduct<Arithmetic>
  private let tree: AdderTree
  /// The broadcast vector, and what the lanes hold: lane by lane.
  private var left: [Arithmetic.Word]
  private var right: [Arithmetic.Word]
  private var height = 0
  private var width = 0
  /// Sums between the levels of the trees, lane by lane; the first stage is that behind the multipliers.
  private var stages: [[Arithmetic.Sum]?]
  /// Where the sums in each stage belong.
  private var targets: [Target?]

  private let reductionTiles: Int
  private let columnTiles: Int
  private let tiles: Int
  private var tile = 0
  private var vector = 0
  private var arrived = 0
  private var counts = MultiplierCounts()
  private var traffic = OperandTraffic(leftWords: 0, rightWords: 0, resultWords: 0)
  private var tileRecords: [TileRecord] = []
  public private(set) var results: [Arithmetic.Sum]

  private struct Target {
    var tile: Int
    var row: Int
    var firstColumn: Int
    var width: Int
  }

  /// - Parameter pipelineDepthCycles: from a vector's products to their sums behind the tree.
  public init(rows: Int, columns: Int, pipelineDepthCycles: Int, product: ArrayProduct<Arithmetic>) {
    self.rows = rows
    self.columns = columns
    self.product = product
    let shape = product.shape
    tree = AdderTree(leaves: rows, stages: pipelineDepthCycles)
    left = Array(repeating: Arithmetic.zeroWord, count: rows)
    right = Array(repeating: Arithmetic.zeroWord, count: rows * columns)
    stages = Array(repeating: nil, count: pipelineDepthCycles + 1)
    targets = Array(repeating: nil, count: pipelineDepthCycles + 1)
    reductionTiles = (shape.reduction + rows - 1) / rows
    columnTiles = (shape.columns + columns - 1) / columns
    tiles = shape.groups * reductionTiles * columnTiles
    results = Array(repeating: Arithmetic.zeroSum, count: shape.groups * shape.rows * shape.columns)
  }

  public var isFinished: Bool { arrived == tiles * product.shape.rows }

  public func step() {
    guard !isFinished else { return }
    enter()
    collect()
    clock()
    cycle += 1
  }

  /// The next vector meets the lanes: products, and the levels of the tree before the first register.
  private func enter() {
    guard tile < tiles else { return }
    if vector == 0 { takeTile() }
    let shape = product.shape
    let place = place(of: tile)
    let source = (place.group * shape.rows + vector) * shape.reduction + place.inner * rows
    for row in 0..<rows { left[row] = row < height ? product.left[source + row] : Arithmetic.zeroWord }
    var sums = Array(repeating: Arithmetic.zeroSum, count: rows * width)
    for lane in 0..<width {
      for row in 0..<height {
        let (first, second) = (left[row], right[lane * rows + row])
        sums[lane * rows + row] = Arithmetic.multiply(first, second)
        if first == Arithmetic.zeroWord || second == Arithmetic.zeroWord { counts.zeroGated += 1 }
      }
    }
    counts.occupied += height * width
    traffic.leftWords += height
    stages[0] = tree.add(sums, lanes: width, through: 0, Arithmetic.self)
    targets[0] = Target(tile: tile, row: vector, firstColumn: place.outer * columns, width: width)
    vector += 1
    if vector == shape.rows {
      vector = 0
      tile += 1
    }
  }

  private func place(of tile: Int) -> (group: Int, outer: Int, inner: Int) {
    let (group, rest) = tile.quotientAndRemainder(dividingBy: columnTiles * reductionTiles)
    let (outer, inner) = rest.quotientAndRemainder(dividingBy: reductionTiles)
    return (group, outer, inner)
  }

  /// The lanes take over the words that wait for this tile.
  private func takeTile() {
    let shape = product.shape
    let place = place(of: tile)
    height = min(rows, shape.reduction - place.inner * rows)
    width = min(columns, shape.columns - place.outer * columns)
    for lane in 0..<columns {
      for row in 0..<rows {
        let source =
          (place.group * shape.reduction + place.inner * rows + row) * shape.columns + place.outer * columns
          + lane
        right[lane * rows + row] =
          row < height && lane < width ? product.right[source] : Arithmetic.zeroWord
      }
    }
    traffic.rightWords += height * width
    tileRecords.append(
      TileRecord(
        group: place.group, outer: place.outer, inner: place.inner, stationaryWords: nil,
        inputs: cycle...cycle + shape.rows - 1, outputs: cycle...cycle))
  }

  /// Sums behind the trees go to the accumulators.
  private func collect() {
    guard let target = targets[stages.count - 1], let sums = stages[stages.count - 1] else { return }
    let shape = product.shape
    let group = place(of: target.tile).group
    for lane in 0..<target.width {
      let index = (group * shape.rows + target.row) * shape.columns + target.firstColumn + lane
      results[index] = Arithmetic.add(results[index], sums[lane])
    }
    traffic.resultWords += target.width
    let first = target.row == 0 ? cycle : tileRecords[target.tile].outputs.lowerBound
    tileRecords[target.tile].outputs = first...cycle
    arrived += 1
  }

  /// The clock edge: every stage takes what the one before has added up.
  private func clock() {
    for stage in stride(from: stages.count - 1, to: 0, by: -1) {
      targets[stage] = targets[stage - 1]
      stages[stage] = stages[stage - 1].map {
        tree.add($0, lanes: targets[stage - 1]!.width, through: stage, Arithmetic.self)
      }
    }
    targets[0] = nil
    stages[0] = nil
  }

  public var activity: ArrayActivity {
    ArrayActivity(tiles: tileRecords.count, traffic: traffic, multipliers: counts)
  }

  public var record: ArrayRecord {
    ArrayRecord(
      firstOutput: tileRecords[0].outputs.lowerBound, lastOutput: cycle - 1, traffic: traffic,
      multipliers: counts, processingElementCycles: rows * columns * cycle, tiles: tileRecords)
  }

  public func processingElement(row: Int, column: Int) -> ProcessingElementState {
    let (first, second) = (left[row], right[column * rows + row])
    return ProcessingElementState(
      left: "\(first)", right: "\(second)", sum: "\(Arithmetic.multiply(first, second))",
      isBusy: targets.first.flatMap { $0 } != nil && row < height && column < width)
  }
}
