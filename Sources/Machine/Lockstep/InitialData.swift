import Graphs
import Mapping
import Tensors

/// What lies in DRAM before the run: weights and the graph's inputs, each at its home.
struct InitialData {
  struct Region {
    var address: Int
    var byteCount: Int
    var value: ValueIndex
    /// Weights are made when they are first read.
    var isPresent: Bool
  }
  /// By address.
  private(set) var regions: [Region] = []

  init(_ program: Program) {
    let given = Set(program.graph.inputs)
    for (value, home) in program.homes.enumerated() {
      guard let home, home.memory == .dram else { continue }
      guard given.contains(value) || program.graph.values[value].initializer != nil else { continue }
      let size = program.graph.values[value].type.byteCount
      regions.append(Region(address: home.address, byteCount: size, value: value, isPresent: false))
    }
    regions.sort { ($0.address, $0.value) < ($1.address, $1.value) }
  }

  /// Calls `body` once for every region that begins to be needed by a read of these bytes.
  mutating func require(_ bytes: Range<Int>, _ body: (ValueIndex, Int) throws -> Void) rethrows {
    var low = 0
    var high = regions.count
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].address + regions[middle].byteCount <= bytes.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < regions.count, regions[low].address < bytes.upperBound {
      if !regions[low].isPresent {
        regions[low].isPresent = true
        try body(regions[low].value, regions[low].address)
      }
      low += 1
    }
  }
}
