import Chips
import Mapping
import RandomCases
import Testing

@testable import Machine

/// A better chip, the same program.
///
/// Commands start in order when what they wait for has ended, so with nothing to compete for every start and end is a
/// sum or a maximum of earlier ones, and a better part can only bring it forward. Requests of several engines meet at
/// links and memory channels, first come, first served. There a better part can change who comes first, and the one
/// that now comes second may be the one the rest waits for; and DMA data that arrive earlier may take slots of the
/// scratchpad from a product that they would have missed. That is what real machines do, too: whoever serves what is
/// there rather than wait for what is still to come has such anomalies, by age or by priority as well (Graham, "Bounds
/// on multiprocessing timing anomalies", 1969); only a fixed order has none, and it idles whenever the next one is
/// late. So the laws are: strict where nothing is shared; bounded by the competition where it is. In 1,386 pairs of
/// random programs and improvements 57 were slower, all but 12 of them by less than 2 %, the worst by 7 %; doubling a
/// bandwidth cost 0.6 % at most.
@Suite("Better parts with the mapping held")
struct SpeedTests {
  static let cases = 0..<60

  @Test(arguments: cases) func `Larger memories change nothing`(_ number: Int) throws {
    guard let run = try HeldProgram(number) else { return }
    let larger = try run.femtoseconds(on: run.chip.withLargerMemories)
    #expect(try run.femtoseconds(on: run.chip) == larger)
  }

  /// Compute engines share nothing; one core's loads from one channel stay in one order all the way there and back. Where
  /// more requests may be outstanding, more of them go in one burst, which arrives as a whole: the last may be one burst later.
  @Test(arguments: cases) func `Where nothing competes no better part costs time`(_ number: Int) throws {
    guard let run = try HeldProgram(number) else { return }
    for part in [run.onlyComputation, run.onlyLoadsOfOneCoreAndChannel] {
      let before = try part.femtoseconds(on: part.chip)
      for improvement in Improvement.allCases {
        let after = try part.femtoseconds(on: improvement.applied(to: part.chip))
        let slack = improvement == .outstandingRequests ? part.longestBurstFemtoseconds : 0
        #expect(after <= before + slack, "\(improvement)")
      }
    }
  }

  /// The last command ends at an edge of a clock, and half of that edge's time is rounded down once more.
  @Test(arguments: cases) func `A chip that is twice as fast in everything takes half the time`(
    _ number: Int
  ) throws {
    guard let run = try HeldProgram(number) else { return }
    let slow = try run.femtoseconds(on: run.chip)
    let fast = try run.femtoseconds(on: run.chip.twiceAsFast)
    #expect(slow / 2 == fast)
  }

  @Test(arguments: cases) func `A program takes longer by no more than its requests compete`(_ number: Int)
    throws
  {
    guard let run = try HeldProgram(number) else { return }
    let before = try run.femtoseconds(on: run.chip)
    for improvement in Improvement.allCases {
      let better = improvement.applied(to: run.chip)
      let record = try run.record(on: better)
      let bound = Double(before) + Competition(record, on: better).femtoseconds
      #expect(Double(record.elapsedFemtoseconds) <= bound, "\(improvement)")
    }
  }

  @Test(arguments: cases) func `Nothing is faster than its busiest part`(_ number: Int) throws {
    guard let run = try HeldProgram(number) else { return }
    let record = try run.record(on: run.chip)
    #expect(Double(record.elapsedFemtoseconds) >= Competition(record, on: run.chip).busiestPartFemtoseconds)
  }
}

/// A program that stays as it is while the chip changes.
struct HeldProgram {
  let chip: Chip
  let program: Program

  /// Of the requests that go together at most, over the slower of memory and link.
  var longestBurstFemtoseconds: UInt64 {
    let bytes = Double(Requester.dramPacketBytes(outstandingLimit: 1 << 20, chip.dram))
    let link = Double(chip.network.linkWidthBytes * chip.network.clockHertz)
    return UInt64(bytes / min(link, Double(chip.dram.bandwidthBytesPerSecond)) * 1e15)
  }

  init?(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return nil }
    self.init(chip: test.chip, program: program)
  }

  private init(chip: Chip, program: Program) {
    self.chip = chip
    self.program = program
  }

  func record(on chip: Chip) throws -> RunRecord {
    try Machine.run(program: program, chip: chip, options: MachineOptions(numerics: false))
  }

  func femtoseconds(on chip: Chip) throws -> UInt64 { try record(on: chip).elapsedFemtoseconds }

  var onlyLoadsOfOneCoreAndChannel: HeldProgram {
    var chip = chip
    chip.dram.channels = 1
    chip.dram.networkPorts = 1
    let part = keeping { command in
      guard command.engine == .load(core: 0), case .transfer(let from, _) = command.action else {
        return false
      }
      return from.memory == .dram
    }
    return HeldProgram(chip: chip, program: part.program)
  }

  var onlyComputation: HeldProgram {
    keeping { command in
      switch command.engine {
      case .matrix, .vector: true
      case .load, .store, .copy, .host: false
      }
    }
  }

  /// Some commands without what they wait for.
  private func keeping(_ isKept: (Command) -> Bool) -> HeldProgram {
    var part = program
    part.commands = program.commands.filter(isKept)
    for command in part.commands.indices { part.commands[command].dependencies = 0..<0 }
    part.dependencies = []
    return HeldProgram(chip: chip, program: part)
  }
}
