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
  /// - Parameter layouts: of values that do not lie row-major in DRAM.
  init(graph: Graph, chip: Chip, plan: Plan, layouts: [ValueIndex: HomeLayout] = [:]) {
    self.graph = graph
    self.plan = plan
    var arena = Arena(capacity: chip.sharedBuffer?.capacityBytes ?? 0)
    let leaving = Set(graph.outputs.map { plan.root[$0] })
    for value in graph.values.indices where plan.root[value] == value {
      let producer = plan.producer[value]
      guard producer == nil || plan.needsHome.contains(value) else { continue }
      let type = graph.values[value].type
      let bytes = AddressSpace.aligned(type.byteCount)
      if let producer, !leaving.contains(value),
        let range = arena.place(
          bytes, during: plan.lifetime(of: value, producer: producer), below: arena.capacity)
      {
        homes[value] = Home(memory: .sharedBuffer, address: range.lower, layout: HomeLayout(type))
        sharedRanges[value] = range
      } else {
        let layout = layouts[value] ?? HomeLayout(type)
        homes[value] = Home(memory: .dram, address: dramBytes, layout: layout)
        dramBytes += ceilDivide(layout.byteCount, Self.alignmentBytes) * Self.alignmentBytes
      }
    }
  }

  /// By value, aliases included.
  var allHomes: [Home?] { graph.values.indices.map { home(of: $0) } }

  private func home(of value: ValueIndex) -> Home? {
    guard var home = homes[plan.root[value]] else { return nil }
    // The same bytes under another shape.
    if plan.root[value] != value { home.layout = HomeLayout(graph.values[value].type) }
    return home
  }

  func isInDRAM(_ value: ValueIndex) -> Bool { homes[plan.root[value]]?.memory == .dram }

  /// A box of a value in its home, block by block.
  func views(of value: ValueIndex, _ box: Box) -> [View] { home(of: value)!.views(of: value, box) }

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
