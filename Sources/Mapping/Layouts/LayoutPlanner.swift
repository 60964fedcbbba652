import Chips
import Graphs
import Tensors

/// Chooses which values lie in blocks in DRAM, so that what is moved at a time lies in few long runs.
///
/// DRAM moves whole requests: a tile that takes 32 bytes of every row moves a request for each of them. What a program
/// moves of each value is known once it is laid out; of every value that only tiles touch (weights, which may be laid out
/// before the run, and intermediates that go through DRAM), all blocks made of the extents of its tiles are weighed: bytes
/// of whole requests at DRAM's rate, and the transfers more that boxes across several blocks take to set up.
struct LayoutPlanner {
  /// Blocks are weighed of at most so many extents along an axis, the whole one among them, and of so many shapes in all.
  static let mostExtents = 4
  static let mostShapes = 256
  /// Values of which row-major moves at most this part too much stay as they are.
  static let leastWaste = 0.02

  let program: Program
  let chip: Chip
  let cost: CostModel

  /// What pays, by estimate, in order of the values, as far as DRAM has room for it.
  func choices() -> [LayoutChoice] {
    var room = chip.dram.capacityBytes - program.dramBytes
    return movable().sorted { $0.key < $1.key }.compactMap { value, movement in
      guard let choice = best(for: value, movement) else { return nil }
      // Homes begin at boundaries.
      let more =
        choice.layout.byteCount - choice.layout.type.byteCount + HomeDirectory.alignmentBytes
      guard more <= room else { return nil }
      room -= more
      return choice
    }
  }

  /// What is moved of a value.
  private struct Movement {
    /// How often each box is.
    var boxes: [Box: Int] = [:]
    var engines: Set<EngineIdentifier> = []
  }

  /// What is moved of each value that only transfers touch, and only under its own shape.
  private func movable() -> [ValueIndex: Movement] {
    let graph = program.graph
    var fixed = Set(graph.inputs + graph.outputs)
    var moved: [ValueIndex: Movement] = [:]
    var places: [Int: ValueIndex] = [:]
    for (value, home) in program.homes.enumerated() {
      guard let home, home.memory == .dram else { continue }
      // Values under another shape share their home.
      if let other = places.updateValue(value, forKey: home.address) { fixed.formUnion([value, other]) }
      if home.layout.type.element.bitWidth < 8 { fixed.insert(value) }
    }
    func note(_ view: View, _ engine: EngineIdentifier) {
      guard view.memory == .dram else { return }
      moved[Int(view.value), default: Movement()].boxes[view.box, default: 0] += 1
      moved[Int(view.value), default: Movement()].engines.insert(engine)
    }
    for command in program.commands {
      switch command.action {
      case .transfer(let source, let target):
        note(source, command.engine)
        note(target, command.engine)
      case .multicast(let source, _): note(source, command.engine)
      case .host(let inputs, let outputs):
        fixed.formUnion((inputs.compactMap { $0 } + outputs).map { Int($0.value) })
      case .contract, .finish, .compute: continue
      }
    }
    return moved.filter { !fixed.contains($0.key) }
  }

  private func best(for value: ValueIndex, _ movement: Movement) -> LayoutChoice? {
    let type = program.graph.values[value].type
    let boxes = movement.boxes
    let rowMajor = traffic(of: boxes, HomeLayout(type))
    let useful = boxes.reduce(0) { $0 + $1.value * type.element.byteCount(of: $1.key.elementCount) }
    guard Double(rowMajor.bytes) > Double(useful) * (1 + Self.leastWaste) else { return nil }
    var best = (layout: HomeLayout(type), traffic: rowMajor, cycles: cycles(rowMajor, movement))
    for shape in blockShapes(of: type, boxes) {
      let layout = HomeLayout(type, blockShape: shape, alignment: chip.dram.requestBytes)
      guard layout.blockBytes <= 2 * type.element.byteCount(of: shape.reduce(1, *)) else { continue }
      // No layout moves less than what is asked for, in a transfer for every block that a box touches.
      let least = Traffic(
        bytes: useful,
        transfers: boxes.reduce(0) { $0 + $1.value * layout.blockCount(touching: $1.key) })
      guard cycles(least, movement) < best.cycles else { continue }
      let traffic = traffic(of: boxes, layout)
      let cycles = cycles(traffic, movement)
      if cycles < best.cycles { best = (layout, traffic, cycles) }
    }
    guard !best.layout.isRowMajor else { return nil }
    return LayoutChoice(
      value: value, layout: best.layout, rowMajorBytes: rowMajor.bytes, bytes: best.traffic.bytes,
      rowMajorTransfers: rowMajor.transfers, transfers: best.traffic.transfers,
      savedCycles: cycles(rowMajor, movement) - best.cycles)
  }

  private struct Traffic {
    /// Of whole requests.
    var bytes = 0
    var transfers = 0
  }

  /// Engines set up their transfers at the same time, each in a cycle at least.
  private func cycles(_ traffic: Traffic, _ movement: Movement) -> Double {
    let setup = chip.cores.map(\.dma.setupCycles).reduce(1, max)
    return Double(traffic.bytes) / cost.dramBytesPerCycle
      + Double(traffic.transfers * setup) / Double(max(1, movement.engines.count))
  }

  private func traffic(of boxes: [Box: Int], _ layout: HomeLayout) -> Traffic {
    var result = Traffic()
    for (box, count) in boxes {
      for (block, blocks) in layout.representatives(ofBlocksTouching: box) {
        let part = block.intersection(box)!
        result.bytes += count * blocks * cost.requestBytes(for: part, in: block, layout.type.element)
        result.transfers += count * blocks
      }
    }
    return result
  }

  /// Combinations of extents that boxes have along the axes: the most usual ones where there are very many.
  private func blockShapes(of type: TensorType, _ boxes: [Box: Int]) -> [[Int]] {
    var choices = type.shape.enumerated().map { axis, extent in
      var uses: [Int: Int] = [:]
      for (box, count) in boxes where box.extent(axis) < extent {
        uses[box.extent(axis), default: 0] += count
      }
      let usual = uses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      return [extent] + usual.prefix(Self.mostExtents - 1)
    }
    while choices.reduce(1, { $0 * $1.count }) > Self.mostShapes {
      let axis = choices.indices.max { choices[$0].count < choices[$1].count }!
      choices[axis].removeLast()
    }
    return choices.reduce([[]]) { shapes, extents in shapes.flatMap { shape in extents.map { shape + [$0] } }
    }
    .filter { $0 != type.shape }
  }
}
