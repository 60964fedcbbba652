/// The trees of a program by which packets go on from core to core.
///
/// Network interfaces pass packets on (McKinley, Xu, Esfahanian, Ni, "Unicast-based multicast communication in
/// wormhole-routed networks", IEEE TPDS 1994): a core that has received a packet sends it to its children. The tree grows
/// from the first core; each other core is hung where it is the fewest links away (Prim), on a tie below the core that
/// serves the fewest, so that links of a mesh carry a packet once and a crossbar's cores make a chain.
struct MulticastTable {
  private let layout: NetworkLayout
  private var known: [[Int]: Int32] = [:]
  /// By tree and core: its children.
  private(set) var children: [[[Int]]] = []

  init(_ layout: NetworkLayout) { self.layout = layout }

  /// - Parameter cores: the first one is the root.
  mutating func tree(of cores: [Int]) -> Int32 {
    if let index = known[cores] { return index }
    var served = [[Int]](repeating: [], count: layout.coreCount)
    var reached = [cores[0]]
    var waiting = Array(cores.dropFirst())
    while !waiting.isEmpty {
      let pairs = reached.flatMap { from in waiting.map { (from: from, to: $0) } }
      let next = pairs.min {
        (links(from: $0.from, to: $0.to), served[$0.from].count, $0.to)
          < (links(from: $1.from, to: $1.to), served[$1.from].count, $1.to)
      }!
      served[next.from].append(next.to)
      reached.append(next.to)
      waiting.removeAll { $0 == next.to }
    }
    let index = Int32(children.count)
    children.append(served)
    known[cores] = index
    return index
  }

  /// Between the router where packets of a core enter and the one where they leave to another.
  private func links(from core: Int, to other: Int) -> Int {
    var router = Int(layout.entryRouter[core])
    let target = Int(layout.exitRouter[other])
    var links = 0
    while router != target {
      let link = Int(layout.nextLink[router * layout.routerCount + target])
      router = Int(layout.linkTarget[link - layout.firstRouterLink])
      links += 1
    }
    return links
  }
}

/// The same for the run loop.
struct LoadedMulticasts: ~Copyable {
  private let coreCount: Int
  /// Where the children of a core begin, by tree and core; one more at the end.
  private let first: FlatArray<Int32>
  private let children: FlatArray<Int32>
  let isEmpty: Bool

  init(_ table: MulticastTable) {
    let lists = table.children.flatMap(\.self)
    coreCount = table.children.first?.count ?? 0
    isEmpty = lists.isEmpty
    var bounds: [Int32] = [0]
    for list in lists { bounds.append(bounds.last! + Int32(list.count)) }
    first = FlatArray(bounds)
    children = FlatArray(lists.flatMap(\.self).map { Int32($0) })
  }

  @inline(__always) func childRange(of core: Int32, in tree: Int32) -> Range<Int32> {
    let place = Int(tree) &* coreCount &+ Int(core)
    return first[place]..<first[place &+ 1]
  }

  @inline(__always) func child(_ index: Int32) -> Int32 { children[index] }
}
