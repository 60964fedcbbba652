import EventSimulation

/// The host core: it starts an operator, reads all inputs through its DMA, computes, and writes all outputs.
extension Simulation {
  /// The last run of one of a host command's transfers was sent.
  func finishHostTransfer(_ engine: Int, _ loaded: LoadedCommand) {
    let next = requesters[engine].transfer + 1
    let done = next - loaded.detail
    if done == loaded.readTransfers {
      finishInputs(engine)
    } else if done < loaded.transferCount {
      startTransfer(engine, next)
    } else {
      program.commands[requesters[engine].command].allSent = true
      requesters[engine].command = -1
    }
  }

  func finishInputs(_ engine: Int) {
    requesters[engine].phase = .awaitingInputs
    accounts[engine].enter(.memory, at: now)
  }

  /// All inputs have arrived: the computation begins.
  mutating func startHostComputation(_ engine: Int) throws {
    let command = requesters[engine].command
    requesters[engine].phase = .computing
    accounts[engine].enter(.busy, at: now)
    if let lockstep { try lockstep.endReading(Int(command), at: now) }
    let start = SimulationTime(femtoseconds: max(now, requesters[engine].sendFrom))
    let cycles = program.commands[command].payload
    schedule(
      .computed, command, at: clocks[requesters[engine].core].edge(cycles: cycles, after: start).femtoseconds)
  }

  mutating func endHostComputation(_ command: Int32, on engine: Int) throws {
    let loaded = program.commands[command]
    nodes[loaded.node].hostBusyCycles += loaded.payload + hostStartupCycles
    requesters[engine].isWrite = true
    requesters[engine].phase = .sending
    if loaded.transferCount > loaded.readTransfers {
      startTransfer(engine, loaded.detail + loaded.readTransfers)
      try serve(engine)
    } else {
      requesters[engine].command = -1
      try complete(command)
      if requesters[engine].command < 0 { try serve(engine) }
    }
  }
}
