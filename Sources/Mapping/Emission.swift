import Chips
import Graphs
import Tensors

/// Turns a plan into commands: fetches operands, computes tiles, delivers results, and derives every dependency from
/// who last wrote or read the bytes concerned.
struct Emission {
  /// A written part of a value and the command that writes it.
  struct Writer {
    var box: Box
    var command: Int32
    var engine: EngineIdentifier
  }

  /// A value's bytes in one scratchpad.
  struct Piece {
    var layout: Box
    var range: AddressSpace.Range
    /// Whom every writer waits for: the last users of what lay there before.
    var claim: CommandSet
    var writers: [Writer] = []
    var users = CommandSet()
  }

  struct CoreState {
    var scratchpad = AddressSpace()
    var accumulator = AddressSpace()
    var tiles = TileCache()
    /// Where the commands of the output tile in the making begin, and those of the one before it.
    var tileStart: Int32 = 0
    var previousTileStart: Int32 = 0
  }

  /// An operand as a command may read it.
  struct Operand {
    var view: View
    var waitFor: CommandSet
    var origin: Origin

    enum Origin {
      case piece(value: ValueIndex, core: Int)
      case tile(TileCache.Key, core: Int)
    }
  }

  let graph: Graph
  let chip: Chip
  let plan: Plan
  let cost: CostModel
  var builder = ProgramBuilder()
  var cores: [CoreState]
  var pieces: [ValueIndex: [Int: Piece]] = [:]
  /// Slices of values that stay between the operators of a group.
  var flowing: [StreamKey: Piece] = [:]
  var homes: HomeDirectory
  /// By node: where the area for tiles starts in each scratchpad.
  var workingStart: [[Int]]

  init(
    graph: Graph, chip: Chip, plan: Plan, workingStart: [[Int]], layouts: [ValueIndex: HomeLayout]
  ) {
    self.graph = graph
    self.chip = chip
    self.plan = plan
    self.workingStart = workingStart
    cost = CostModel(chip: chip)
    cores = chip.cores.map { _ in CoreState() }
    homes = HomeDirectory(graph: graph, chip: chip, plan: plan, layouts: layouts)
  }

  func workingArea(_ core: Int, _ node: NodeIndex) -> AddressSpace.Range {
    AddressSpace.Range(lower: workingStart[core][node], upper: chip.cores[core].scratchpad.capacityBytes)
  }

  /// A core's next output tile begins.
  mutating func beginTile(on core: Int) {
    cores[core].previousTileStart = cores[core].tileStart
    cores[core].tileStart = builder.nextIndex
  }

  /// Space for a tile, evicting tiles that were not used for longest.
  ///
  /// Space that neither this output tile nor the one before it has touched comes first, also where an old tile must go
  /// for it: whoever takes a buffer whose contents are still being stored waits for the store, and everything behind it.
  mutating func allocateTile(
    _ bytes: Int, core: Int, node: NodeIndex
  ) throws -> (range: AddressSpace.Range, waitFor: CommandSet) {
    let area = workingArea(core, node)
    let start = cores[core].previousTileStart
    while true {
      if let found = cores[core].scratchpad.allocate(bytes, within: area, quietSince: start) { return found }
      guard let evicted = cores[core].tiles.evictOldest(quietSince: start) else { break }
      cores[core].scratchpad.free(evicted.range, lastUsers: evicted.lastUsers)
    }
    while true {
      if let found = cores[core].scratchpad.allocate(bytes, within: area) { return found }
      guard let evicted = cores[core].tiles.evictOldest() else {
        throw MappingError.doesNotFit(
          memory: .scratchpad(core: core), neededBytes: bytes, availableBytes: area.count)
      }
      cores[core].scratchpad.free(evicted.range, lastUsers: evicted.lastUsers)
    }
  }

  /// Makes room for the pieces of a value that starts to live.
  mutating func claimPieces(of value: ValueIndex) {
    guard let resident = plan.residents[value] else { return }
    for (core, piece) in resident.pieces.sorted(by: { $0.key < $1.key }) {
      for entry in cores[core].tiles.evict(overlapping: piece.range) {
        cores[core].scratchpad.free(entry.range, lastUsers: entry.lastUsers)
      }
      let claim = cores[core].scratchpad.claim(piece.range)
      pieces[value, default: [:]][core] = Piece(layout: piece.layout, range: piece.range, claim: claim)
    }
  }

  mutating func releasePieces(after node: NodeIndex) {
    for value in plan.residentsEnding[node] {
      for (core, piece) in pieces.removeValue(forKey: value) ?? [:] {
        var users = piece.users
        for writer in piece.writers { users.insert(writer.command, on: writer.engine) }
        cores[core].scratchpad.free(piece.range, lastUsers: users)
      }
    }
  }

  /// Gives back the tiles of values that no later node reads, so that loads for the nodes to come find space that has
  /// long been quiet.
  mutating func releaseTiles(after node: NodeIndex) {
    for core in cores.indices {
      let dead = cores[core].tiles.evict { plan.lastUses[plan.root[$0], default: -1] <= node }
      for entry in dead { cores[core].scratchpad.free(entry.range, lastUsers: entry.lastUsers) }
    }
  }

  /// A box of a value where a core can read it: in its piece, among its tiles, or loaded now.
  ///
  /// - Parameter wider: load this box instead when the value is not there yet (small constants, once for all tiles).
  mutating func fetch(
    _ value: ValueIndex, _ box: Box, wider: Box? = nil, core: Int, node: NodeIndex, tile: Int
  ) throws -> Operand {
    if let operand = readPiece(value, box, core: core) { return operand }
    let type = graph.values[value].type
    let stored = wider ?? box
    let key = TileCache.Key(value: value, box: stored)
    let entry =
      try cores[core].tiles.use(key) ?? load(key, type, core: core, node: node, tile: tile)
    let view = View(
      value: Int32(value), memory: .scratchpad(core: core), address: entry.range.lower, layout: stored,
      box: box, element: type.element)
    return Operand(view: view, waitFor: entry.loader, origin: .tile(key, core: core))
  }

  /// Brings a tile from its value's home.
  private mutating func load(
    _ key: TileCache.Key, _ type: TensorType, core: Int, node: NodeIndex, tile: Int
  ) throws -> TileCache.Entry {
    let bytes = type.element.byteCount(of: key.box.elementCount)
    let space = try allocateTile(bytes, core: core, node: node)
    let engine = EngineIdentifier.load(core: core)
    var loader = CommandSet()
    for source in homes.views(of: key.value, key.box) {
      let target = View(
        value: Int32(key.value), memory: .scratchpad(core: core), address: space.range.lower,
        layout: key.box, box: source.box, element: type.element)
      var waitFor = space.waitFor
      waitFor.formUnion(homes.writers(of: key.value, source.box))
      let command = builder.emit(
        .transfer(from: source, to: target), on: engine, node: node, tile: tile, waitFor: waitFor)
      homes.noteReader(of: key.value, command, on: engine)
      loader.insert(command, on: engine)
    }
    return cores[core].tiles.insert(key, range: space.range, loader: loader)
  }

  private func readPiece(_ value: ValueIndex, _ box: Box, core: Int) -> Operand? {
    let source = plan.root[value]
    guard let piece = pieces[source]?[core] else { return nil }
    let type = graph.values[value].type
    let sourceShape = graph.values[source].type.shape
    guard let layout = piece.layout.reshaped(from: sourceShape, to: type.shape), layout.contains(box)
    else { return nil }
    let sourceBox = box.reshaped(from: type.shape, to: sourceShape)
    var waitFor = CommandSet()
    for writer in piece.writers where sourceBox.map({ $0.intersection(writer.box) != nil }) ?? true {
      waitFor.insert(writer.command, on: writer.engine)
    }
    let view = View(
      value: Int32(value), memory: .scratchpad(core: core), address: piece.range.lower, layout: layout,
      box: box, element: type.element)
    return Operand(view: view, waitFor: waitFor, origin: .piece(value: source, core: core))
  }

  /// Whether a core will find a box in its piece.
  func isResident(_ value: ValueIndex, _ box: Box, core: Int) -> Bool {
    readPiece(value, box, core: core) != nil
  }

  mutating func noteUse(_ operand: Operand, by command: Int32, on engine: EngineIdentifier) {
    switch operand.origin {
    case .piece(let value, let core): pieces[value]?[core]?.users.insert(command, on: engine)
    case .tile(let key, let core): cores[core].tiles.noteReader(key, command, on: engine)
    }
  }

  mutating func unpinTiles(of core: Int) { cores[core].tiles.unpinAll() }
}
