import Chips
import Mapping
import Tensors

/// Transfers: what goes over the network, and what stays in a core.
extension ProgramLoader {
  mutating func loadRead(
    _ loaded: inout LoadedCommand, _ index: Int, from source: View, to target: View, core: Int
  ) throws {
    guard source.memory.isBehindNetwork, target.memory.isNext(to: core) else {
      throw impossible(
        index, "a load of core \(core) cannot go from \(source.memory.words) to \(target.memory.words)")
    }
    try checkSameBox(index, source, target)
    loaded.kind = .read
    loaded.detail = addTransfer(source, node: loaded.node, isWrite: false)
    loaded.transferCount = 1
    count(target, node: loaded.node, core: core, isWrite: true)
  }

  mutating func loadWrite(
    _ loaded: inout LoadedCommand, _ index: Int, from source: View, to target: View, core: Int
  ) throws {
    guard target.memory.isBehindNetwork, source.memory.isNext(to: core) else {
      throw impossible(
        index, "a store of core \(core) cannot go from \(source.memory.words) to \(target.memory.words)")
    }
    try checkSameBox(index, source, target)
    loaded.kind = .write
    loaded.detail = addTransfer(target, node: loaded.node, isWrite: true)
    loaded.transferCount = 1
    count(source, node: loaded.node, core: core, isWrite: false)
  }

  mutating func loadCopy(
    _ loaded: inout LoadedCommand, _ index: Int, from source: View, to target: View, core: Int
  ) throws {
    guard source.memory.isNext(to: core), let targetCore = target.memory.core else {
      throw impossible(
        index, "a copy of core \(core) cannot go from \(source.memory.words) to \(target.memory.words)")
    }
    try checkSameBox(index, source, target)
    count(source, node: loaded.node, core: core, isWrite: false)
    count(target, node: loaded.node, core: targetCore, isWrite: true)
    guard targetCore != core else {
      return loadPortWork(&loaded, bytes: source.byteCount + target.byteCount, core: core)
    }
    nodes[Int(loaded.node)].copyBytes += source.byteCount
    loaded.kind = .push
    loaded.target = Int32(targetCore)
    loaded.payload = source.byteCount
  }

  /// A load of one core that others get, too.
  mutating func loadMulticast(
    _ loaded: inout LoadedCommand, _ index: Int, from source: View, to targets: [View], core: Int
  ) throws {
    let cores = try multicastCores(index, from: source, to: targets)
    guard cores[0] == core else {
      throw impossible(index, "a multicast of the load engine of core \(core) begins at core \(cores[0])")
    }
    try loadRead(&loaded, index, from: source, to: targets[0], core: core)
    for (target, core) in zip(targets, cores).dropFirst() {
      count(target, node: loaded.node, core: core, isWrite: true)
    }
    loaded.multicast = multicasts.tree(of: cores)
  }

  /// From one core's memory to several others'.
  mutating func copyMulticast(
    _ loaded: inout LoadedCommand, _ index: Int, from source: View, to targets: [View], core: Int
  ) throws {
    let cores = try multicastCores(index, from: source, to: targets)
    guard !cores.contains(core) else {
      throw impossible(index, "a multicast of core \(core) goes to core \(core) itself")
    }
    try loadCopy(&loaded, index, from: source, to: targets[0], core: core)
    for (target, core) in zip(targets, cores).dropFirst() {
      count(target, node: loaded.node, core: core, isWrite: true)
    }
    nodes[Int(loaded.node)].copyBytes += source.byteCount * (targets.count - 1)
    loaded.multicast = multicasts.tree(of: cores)
  }

  private func multicastCores(_ index: Int, from source: View, to targets: [View]) throws -> [Int] {
    let cores = targets.compactMap(\.memory.core)
    guard cores.count == targets.count, Set(cores).count == cores.count, cores.count > 1 else {
      throw impossible(index, "a multicast goes to the memories of several cores, once to each")
    }
    for target in targets { try checkSameBox(index, source, target) }
    return cores
  }

  /// A tiled `.move` operator on the copy engine: its bytes through the scratchpad's ports.
  mutating func loadMove(
    _ loaded: inout LoadedCommand, _ index: Int, reads: [View], output: View, core: Int
  ) throws {
    try checkNextToCore(index, reads + [output], core: core)
    for read in reads { count(read, node: loaded.node, core: core, isWrite: false) }
    count(output, node: loaded.node, core: core, isWrite: true)
    let bytes = reads.reduce(output.byteCount) { $0 + $1.byteCount }
    loadPortWork(&loaded, bytes: bytes, core: core)
  }

  /// The parts of a host operator's operands that have to be brought to it.
  func hostReads(_ inputs: [View?], node: Int) -> [View] {
    inputs.enumerated().compactMap { position, view in
      guard var view, let box = program.graph.hostReadBox(node, operand: position) else { return nil }
      view.box = box
      return view
    }
  }

  /// Host: reads all inputs, computes, writes all outputs.
  mutating func loadHost(_ loaded: inout LoadedCommand, _ index: Int, inputs: [View], outputs: [View]) throws
  {
    for view in inputs + outputs where !view.memory.isBehindNetwork {
      throw impossible(index, "the host cannot reach the \(view.memory.words)")
    }
    loaded.kind = .host
    loaded.detail = Int32(transfers.count)
    loaded.readTransfers = Int32(inputs.count)
    loaded.transferCount = Int32(inputs.count + outputs.count)
    for view in inputs { _ = addTransfer(view, node: loaded.node, isWrite: false) }
    for view in outputs { _ = addTransfer(view, node: loaded.node, isWrite: true) }
    let work = program.graph.work(of: Int(loaded.node))
    let operations = work.hostOperations
    loaded.payload = Int((Double(operations) / chip.host.operationsPerCycle).rounded(.up))
    nodes[Int(loaded.node)].hostOperations += operations
  }

  private mutating func addTransfer(_ view: View, node: Int32, isWrite: Bool) -> Int32 {
    let transfer = LoadedTransfer(
      runs: StridedRuns(of: view.box, in: view.layout, element: view.element), address: view.address,
      isSharedBuffer: view.memory == .sharedBuffer)
    let moved = transfer.requests(of: chip.dram.requestBytes) * chip.dram.requestBytes
    if view.memory == .sharedBuffer {
      nodes[Int(node)].sharedBufferBytes += moved
    } else {
      if isWrite {
        nodes[Int(node)].dramWriteBytes += moved
        nodes[Int(node)].dramUsefulWriteBytes += view.byteCount
      } else {
        nodes[Int(node)].dramReadBytes += moved
        nodes[Int(node)].dramUsefulReadBytes += view.byteCount
      }
    }
    transfers.append(transfer)
    return Int32(transfers.count - 1)
  }

  private mutating func loadPortWork(_ loaded: inout LoadedCommand, bytes: Int, core: Int) {
    let scratchpad = chip.cores[core].scratchpad
    let perCycle = scratchpad.bytesPerCycle
    let cycles = chip.cores[core].dma.setupCycles + (bytes + perCycle - 1) / perCycle
    loaded.kind = .compute
    loaded.detail = addComputation(Computation(streamCycles: max(1, cycles)))
  }

  mutating func count(_ view: View, node: Int32, core: Int, isWrite: Bool) {
    count(bytes: view.byteCount, in: view.memory, node: node, core: core, isWrite: isWrite)
  }

  /// Traffic of a memory next to a core, for the memory and for the operator.
  mutating func count(bytes: Int, in memory: MemoryIdentifier, node: Int32, core: Int, isWrite: Bool) {
    let width = chip.cores[core].scratchpad.bankWidthBytes
    switch memory {
    case .scratchpad:
      let moved = scratchpadTraffic[core].add(bytes: bytes, accessBytes: width, isWrite: isWrite)
      activity.count(node: Int(node), core: core) { $0.scratchpadBytes += moved }
    case .accumulator:
      let moved = accumulatorTraffic[core].add(bytes: bytes, accessBytes: width, isWrite: isWrite)
      activity.count(node: Int(node), core: core) { $0.accumulatorBytes += moved }
    case .dram, .sharedBuffer: break
    }
  }
}

extension MemoryIdentifier {
  var isBehindNetwork: Bool { self == .dram || self == .sharedBuffer }

  /// The core whose scratchpad or accumulator it is.
  var core: Int? {
    switch self {
    case .dram, .sharedBuffer: nil
    case .scratchpad(let core), .accumulator(let core): core
    }
  }

  func isNext(to core: Int) -> Bool { self.core == core }
}

extension Scratchpad {
  /// All banks and ports together.
  var bytesPerCycle: Int { banks * bankWidthBytes * portsPerBank }
}
