import Graphs
import Mapping
import Tensors

/// What lies in DRAM before the run: weights and the graph's inputs, each at its home.
struct InitialData {
  struct Region {
    var home: Home
    var value: ValueIndex
    /// Weights are made when they are first read.
    var isPresent: Bool

    var bytes: Range<Int> { home.address..<home.address + home.layout.byteCount }
  }
  /// By address.
  private(set) var regions: [Region] = []

  init(_ program: Program) {
    let given = Set(program.graph.inputs)
    for (value, home) in program.homes.enumerated() {
      guard let home, home.memory == .dram else { continue }
      guard given.contains(value) || program.graph.values[value].initializer != nil else { continue }
      regions.append(Region(home: home, value: value, isPresent: false))
    }
    regions.sort { ($0.home.address, $0.value) < ($1.home.address, $1.value) }
  }

  /// Calls `body` once for every region that begins to be needed by a read of these bytes.
  mutating func require(_ bytes: Range<Int>, _ body: (ValueIndex, Home) throws -> Void) rethrows {
    var low = 0
    var high = regions.count
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].bytes.upperBound <= bytes.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < regions.count, regions[low].bytes.lowerBound < bytes.upperBound {
      if !regions[low].isPresent {
        regions[low].isPresent = true
        try body(regions[low].value, regions[low].home)
      }
      low += 1
    }
  }
}
