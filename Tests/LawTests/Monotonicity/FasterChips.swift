import Chips

/// Ways to make a chip better in one respect, with everything that a program relies on as it was.
enum Improvement: String, CaseIterable {
  case dramBandwidth, dramLatency, linkWidth, networkClock, hopLatency, coreClock, vectorLanes
  case outstandingRequests, setup

  func applied(to chip: Chip) -> Chip {
    var chip = chip
    switch self {
    case .dramBandwidth: chip.dram.bandwidthBytesPerSecond *= 2
    case .dramLatency: chip.dram.latencyNanoseconds /= 2
    case .linkWidth: chip.network.linkWidthBytes *= 2
    case .networkClock: chip.network.clockHertz *= 2
    case .hopLatency: chip.network.hopLatencyCycles /= 2
    case .coreClock:
      for core in chip.cores.indices { chip.cores[core].clockHertz *= 2 }
      chip.host.clockHertz *= 2
    case .vectorLanes: for core in chip.cores.indices { chip.cores[core].vector?.lanes *= 2 }
    case .outstandingRequests:
      for core in chip.cores.indices { chip.cores[core].dma.outstandingRequests *= 2 }
      chip.host.dma.outstandingRequests *= 2
    case .setup: for core in chip.cores.indices { chip.cores[core].dma.setupCycles /= 2 }
    }
    return chip
  }
}

extension Chip {
  /// Every memory twice as large.
  var withLargerMemories: Chip {
    var chip = self
    for core in chip.cores.indices {
      chip.cores[core].scratchpad.capacityBytes *= 2
      chip.cores[core].accumulator?.capacityBytes *= 2
    }
    chip.sharedBuffer?.capacityBytes *= 2
    chip.dram.capacityBytes *= 2
    return chip
  }

  /// Every rate twice as high and every latency half as long.
  var twiceAsFast: Chip {
    var chip = Improvement.networkClock.applied(to: Improvement.coreClock.applied(to: self))
    chip.dram.bandwidthBytesPerSecond *= 2
    chip.dram.latencyNanoseconds /= 2
    chip.sharedBuffer?.clockHertz *= 2
    return chip
  }
}
