import Chips

/// What one operator asks of the chip under a partition.
struct NodeLoad {
  /// Of the slowest core.
  var computeCycles = 0.0
  /// Bytes from DRAM, whole requests, all cores together, and the cycles they take at least.
  var trafficBytes = 0
  var trafficCycles = 0.0
  /// Bringing one core what others computed, at the slowest core.
  var exchangeCycles = 0.0
}

/// How long a sequence of operators takes when DRAM loads ahead of the computation as far as the scratchpads hold.
struct PipelineEstimate {
  private let capacityBytes: Int
  /// When DRAM and the engines have finished what was added so far.
  private var loaded = 0.0
  private var computed = 0.0
  /// Loads whose operators still hold their bytes, oldest first.
  private var held: [(bytes: Int, until: Double)] = []
  private var first = 0
  private var heldBytes = 0

  init(chip: Chip) {
    // About half of the scratchpads hold activations.
    capacityBytes = chip.cores.reduce(0) { $0 + $1.scratchpad.capacityBytes } / 2
  }

  var cycles: Double { max(loaded, computed) }

  mutating func add(_ load: NodeLoad) {
    while first < held.count, heldBytes + load.trafficBytes > capacityBytes {
      loaded = max(loaded, held[first].until)
      heldBytes -= held[first].bytes
      first += 1
    }
    loaded += load.trafficCycles
    // Tiles stream: the last bytes need only arrive shortly before the last tile.
    computed = max(computed + load.computeCycles + load.exchangeCycles * Planner.exposedExchange, loaded)
    held.append((load.trafficBytes, computed))
    heldBytes += load.trafficBytes
  }
}
