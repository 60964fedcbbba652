import Graphs
import Tensors

extension Emission {
  /// Where a core writes a box of a value it computes.
  struct Destination {
    var view: View
    var waitFor: CommandSet
    /// A buffer of its own, given back once the box is in its home; nil when it is the value's piece.
    var staging: AddressSpace.Range?
  }

  mutating func destination(
    for value: ValueIndex, _ box: Box, core: Int, node: NodeIndex
  ) throws -> Destination {
    let element = graph.values[value].type.element
    if let piece = pieces[value]?[core] {
      let view = View(
        value: Int32(value), memory: .scratchpad(core: core), address: piece.range.lower,
        layout: piece.layout,
        box: box, element: element)
      return Destination(view: view, waitFor: piece.claim, staging: nil)
    }
    let space = try allocateTile(element.byteCount(of: box.elementCount), core: core, node: node)
    let view = View(
      value: Int32(value), memory: .scratchpad(core: core), address: space.range.lower, layout: box, box: box,
      element: element)
    return Destination(view: view, waitFor: space.waitFor, staging: space.range)
  }

  /// Sends a computed box on: to the pieces of other cores that need it, and to its home if anybody reads it there.
  mutating func deliver(
    _ destination: Destination, of value: ValueIndex, writtenBy command: Int32, on engine: EngineIdentifier,
    core: Int, node: NodeIndex, tile: Int
  ) {
    let box = destination.view.box
    var written = CommandSet()
    written.insert(command, on: engine)
    var readers = CommandSet()
    pieces[value]?[core]?.writers.append(Writer(box: box, command: command, engine: engine))
    let pusher = EngineIdentifier.copy(core: core)
    for (part, others) in receivers(of: box, value, besides: core) {
      var source = destination.view
      source.box = part
      var waitFor = written
      let targets = others.map { other in
        let piece = pieces[value]![other]!
        waitFor.formUnion(piece.claim)
        return View(
          value: Int32(value), memory: .scratchpad(core: other), address: piece.range.lower,
          layout: piece.layout, box: part, element: destination.view.element)
      }
      let push = builder.emit(
        targets.count == 1
          ? .transfer(from: source, to: targets[0]) : .multicast(from: source, to: targets),
        on: pusher, node: node, tile: tile, waitFor: waitFor)
      for other in others {
        pieces[value]![other]!.writers.append(Writer(box: part, command: push, engine: pusher))
      }
      readers.insert(push, on: pusher)
    }
    if plan.needsHome.contains(value) {
      let storer = EngineIdentifier.store(core: core)
      var waitFor = written
      waitFor.formUnion(homes.claim(of: value))
      for target in homes.views(of: value, box) {
        var source = destination.view
        source.box = target.box
        let store = builder.emit(
          .transfer(from: source, to: target), on: storer, node: node, tile: tile, waitFor: waitFor)
        homes.noteWriter(of: value, Writer(box: target.box, command: store, engine: storer))
        readers.insert(store, on: storer)
      }
    }
    if let staging = destination.staging {
      cores[core].scratchpad.free(staging, lastUsers: readers.isEmpty ? written : readers)
    } else {
      pieces[value]![core]!.users.formUnion(readers)
    }
  }

  /// What other cores' pieces hold of a box, and which cores those are: one by one, or, where the network multicasts, all
  /// that hold the same part together.
  private func receivers(
    of box: Box, _ value: ValueIndex, besides core: Int
  ) -> [(part: Box, cores: [Int])] {
    var result: [(part: Box, cores: [Int])] = []
    for (other, piece) in (pieces[value] ?? [:]).sorted(by: { $0.key < $1.key }) where other != core {
      guard let part = piece.layout.intersection(box) else { continue }
      if chip.network.multicast, let same = result.firstIndex(where: { $0.part == part }) {
        result[same].cores.append(other)
      } else {
        result.append((part, [other]))
      }
    }
    return result
  }
}
