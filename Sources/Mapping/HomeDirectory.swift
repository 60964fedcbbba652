import Chips
import Graphs
import Tensors

/// Where values live outside the scratchpads, and who wrote them there.
struct HomeDirectory {
  static let alignmentBytes = 4096

  private let graph: Graph
  private let plan: Plan
  /// By root value.
  private(set) var homes: [ValueIndex: Home] = [:]
  private(set) var dramBytes = 0
  private var writers: [ValueIndex: [Emission.Writer]] = [:]
  private var readers: [ValueIndex: CommandSet] = [:]
  private var claims: [ValueIndex: CommandSet] = [:]
  private var sharedBuffer = AddressSpace()
  private var sharedRanges: [ValueIndex: AddressSpace.Range] = [:]

  /// Places graph inputs, weights, and every value that somebody reads from its home: intermediates in the shared
  /// buffer while they live, if the chip has one and they fit; everything else in DRAM.
  init(graph: Graph, chip: Chip, plan: Plan) {
    self.graph = graph
    self.plan = plan
    var arena = Arena(capacity: chip.sharedBuffer?.capacityBytes ?? 0)
    let leaving = Set(graph.outputs.map { plan.root[$0] })
    for value in graph.values.indices where plan.root[value] == value {
      let producer = plan.producer[value]
      guard producer == nil || plan.needsHome.contains(value) else { continue }
      let bytes = AddressSpace.aligned(graph.values[value].type.byteCount)
      if let producer, !leaving.contains(value),
        let range = arena.place(
          bytes, during: plan.lifetime(of: value, producer: producer), below: arena.capacity)
      {
        homes[value] = Home(memory: .sharedBuffer, address: range.lower)
        sharedRanges[value] = range
      } else {
        homes[value] = Home(memory: .dram, address: dramBytes)
        let step = HomeDirectory.alignmentBytes
        dramBytes += (bytes + step - 1) / step * step
      }
    }
  }

  /// By value, aliases included.
  var allHomes: [Home?] { graph.values.indices.map { homes[plan.root[$0]] } }

  func isInDRAM(_ value: ValueIndex) -> Bool { homes[plan.root[value]]?.memory == .dram }

  func view(of value: ValueIndex, _ box: Box) -> View {
    let type = graph.values[value].type
    let home = homes[plan.root[value]]!
    return View(
      value: Int32(value), memory: home.memory, address: home.address, layout: Box(shape: type.shape),
      box: box,
      element: type.element)
  }

  /// Commands that write a box of a value to its home.
  func writers(of value: ValueIndex, _ box: Box) -> CommandSet {
    let source = plan.root[value]
    let sourceBox = box.reshaped(
      from: graph.values[value].type.shape, to: graph.values[source].type.shape)
    var result = CommandSet()
    for writer in writers[source] ?? []
    where sourceBox.map({ $0.intersection(writer.box) != nil }) ?? true {
      result.insert(writer.command, on: writer.engine)
    }
    return result
  }

  /// Whom the first writers of a value's home wait for.
  func claim(of value: ValueIndex) -> CommandSet { claims[plan.root[value]] ?? CommandSet() }

  mutating func noteWriter(of value: ValueIndex, _ writer: Emission.Writer) {
    writers[plan.root[value], default: []].append(writer)
  }

  mutating func noteReader(of value: ValueIndex, _ command: Int32, on engine: EngineIdentifier) {
    let source = plan.root[value]
    if sharedRanges[source] != nil { readers[source, default: CommandSet()].insert(command, on: engine) }
  }

  /// Takes the shared-buffer range of a value that starts to live.
  mutating func claimSharedRange(of value: ValueIndex) {
    guard let range = sharedRanges[value] else { return }
    claims[value] = sharedBuffer.claim(range)
  }

  /// Gives back the shared-buffer ranges of values that nobody reads after a node.
  mutating func releaseSharedRanges(_ values: [ValueIndex]) {
    for value in values {
      guard let range = sharedRanges[value] else { continue }
      var users = readers[value] ?? CommandSet()
      for writer in writers[value] ?? [] { users.insert(writer.command, on: writer.engine) }
      sharedBuffer.free(range, lastUsers: users)
    }
  }
}
