import Documents

@testable import DRAM

/// Sources that offer a request whenever one fits, so that a channel never runs dry; and what each request had to wait.
struct ContinuousTraffic {
  /// Places that are asked for one after the other, one request at a time beside those of the other sources.
  struct Source {
    var isWrite = false
    /// Cycles from one request to the next at least; 0: whenever one fits.
    var interval = 0
    /// Requests of it in the controller at most.
    var outstanding = Int.max
    var place: (_ index: Int) -> DRAMPlace
  }

  /// Of every request of a source: cycles from its acceptance to its data, or to the write command.
  private(set) var waits: [[Int]]
  private(set) var commands: [DRAMCommandRecord] = []
  private var accepted: [Accepted] = []
  private var waiting: [Int]

  private struct Accepted {
    var cycle: Int
    var source: Int
    var isServed = false
  }

  init(_ memory: TestMemory, _ sources: [Source], cycles: Int) throws {
    waits = Array(repeating: [], count: sources.count)
    var channel = try DRAMChannel(memory.standard, policy: memory.policy)
    channel.log = []
    var writes: [DRAMPlace: [Int]] = [:]
    var offered = sources.map { _ in 0 }
    waiting = offered
    var seen = 0
    for cycle in 0..<cycles {
      if channel.wake <= cycle { channel.tick(at: cycle) }
      for index in 0..<channel.completions.count {
        let completion = channel.completions[index]
        serve(completion.identifier, at: completion.cycle)
      }
      channel.completions.removeAll()
      for record in channel.log?[seen...] ?? [] where record.command == .write {
        let place = DRAMPlace(channel: 0, bank: record.bank, row: record.row, column: record.column)
        guard let identifier = writes[place]?.first else { continue }
        writes[place]?.removeFirst()
        serve(identifier, at: record.cycle)
      }
      seen = channel.log?.count ?? 0
      for turn in sources.indices {
        let index = (turn + cycle) % sources.count
        let source = sources[index]
        guard offered[index] * source.interval <= cycle, waiting[index] < source.outstanding else { continue }
        let place = source.place(offered[index])
        guard
          channel.accept(place, isWrite: source.isWrite, identifier: accepted.count, at: cycle) == .queued
        else { continue }
        if source.isWrite { writes[place, default: []].append(accepted.count) }
        accepted.append(Accepted(cycle: cycle, source: index))
        offered[index] += 1
        waiting[index] += 1
      }
    }
    // Whoever still waits has waited at least so long.
    for request in accepted where !request.isServed { waits[request.source].append(cycles - request.cycle) }
    commands = channel.log ?? []
  }

  private mutating func serve(_ identifier: Int, at cycle: Int) {
    let request = accepted[identifier]
    waits[request.source].append(cycle - request.cycle)
    waiting[request.source] -= 1
    accepted[identifier].isServed = true
  }
}
