import Foundation
import Testing
import Tilewright

@testable import Reports

@Suite struct TimelinePictureTests {
  @Test func everyCommandIsASliceAtItsTime() throws {
    let run = try SmallRun.verified.get()
    let picture = TimelinePicture(run)
    let slices = try picture.tracks.map { try $0.decoded(in: "run") }
    #expect(slices.reduce(0) { $0 + $1.count } == run.record.counters.commands)
    let end = Int(run.record.elapsedFemtoseconds / 1000)
    #expect(slices.joined().map(\.end).max() == end)
    for track in slices {
      for (slice, next) in zip(track, track.dropFirst()) { #expect(slice.end <= next.start) }
    }
  }

  @Test func slicesAreReadAsTheyWereWritten() throws {
    let slices: [TimelinePicture.Slice] = [
      .init(start: 5, duration: 10, operatorIndex: 3, tile: 7),
      .init(
        start: 20, duration: 0, operatorIndex: 1, tile: 0, wait: .init(engine: 2, operatorIndex: 0, tile: 9)),
      .init(start: 20, duration: 4_000_000_000, operatorIndex: 2, tile: 1),
    ]
    let track = TimelinePicture.Track(engine: 0, lane: 0, slices)
    #expect(track.slices == "5,10,3,7;5,0,-2,-7,2,-1,9;0,4000000000,1,1")
    #expect(try track.decoded(in: "run") == slices)
  }

  @Test func anEngineWaitsForACommandThatItDependsOn() throws {
    let run = try SmallRun.verified.get()
    let waits = try TimelinePicture(run).tracks.flatMap { try $0.decoded(in: "run") }.compactMap(\.wait)
    #expect(!waits.isEmpty)
    for wait in waits {
      #expect(run.record.engines.indices.contains(wait.engine))
      #expect(run.record.operators.indices.contains(wait.operatorIndex))
    }
  }

  @Test func memoriesAreNeverFullerThanTheyAreLargeAndEmptyInTheEnd() throws {
    for run in [try SmallRun.verified.get(), try SmallRun.timed.get()] {
      let occupancies = TimelinePicture(run).occupancy
      #expect(occupancies.count == run.record.memories.count)
      for memory in occupancies {
        let levels = memory.levels
        #expect(levels.allSatisfy { (0...memory.capacityBytes).contains($0.bytes) }, "\(memory.memory)")
        #expect(levels.last?.bytes ?? 0 == 0)
        for (level, next) in zip(levels, levels.dropFirst()) { #expect(level.picoseconds < next.picoseconds) }
      }
      let dram = try #require(occupancies.first { $0.memory == "dram" })
      #expect(dram.levels.map(\.bytes).max() ?? 0 <= run.result.program.dramBytes)
    }
  }

  @Test func banksHoldWhatTheViewsHold() throws {
    let run = try SmallRun.verified.get()
    var wanted = 0
    for command in run.result.program.commands {
      for view in command.action.reads + command.action.writes {
        if case .scratchpad = view.memory { wanted += view.byteCount }
      }
    }
    let banks = ScratchpadBanks(run).pictures
    #expect(banks.reduce(0) { $0 + $1.total } == wanted)
    #expect(banks.count == run.result.chip.cores.reduce(0) { $0 + $1.scratchpad.banks })
  }

  @Test func linksAreNamedByTheirEndsAndCarryWhatTheRunCounted() throws {
    let run = try SmallRun.verified.get()
    let network = NetworkPicture(run)
    let names = Set(network.nodes.map(\.name)).union([NetworkFigure.router])
    #expect(network.links.map(\.busyCycles) == run.record.network.linkBusyCycles)
    #expect(network.links.allSatisfy { names.contains($0.from) && names.contains($0.to) && $0.from != $0.to })
    let dram = RunJSON(run).banks?.filter { $0.memory == "dram" } ?? []
    #expect(dram.reduce(0) { $0 + $1.readBytes } == run.record.counters.dramReadBytes)
  }
}
