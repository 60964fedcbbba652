import Machine
import Mapping

extension TimelinePicture {
  /// - Precondition: the run was made with its timeline.
  init(_ run: RunRow) {
    let program = run.result.program
    precondition(run.record.timeline.count == program.commands.count)
    let engines = Dictionary(
      uniqueKeysWithValues: run.record.engines.enumerated().map { ($1.engine, $0) })
    let lanes = TraceLanes(program: program, timeline: run.record.timeline)
    var commandsOfTrack = [[Int]](repeating: [], count: lanes.tracks.count)
    for (command, track) in lanes.trackOfCommand.enumerated() { commandsOfTrack[track].append(command) }
    tracks = zip(lanes.tracks, commandsOfTrack).compactMap { track, commands in
      guard let engine = engines[track.engine] else { return nil }
      return Track(
        engine: engine, lane: track.lane,
        Self.slices(of: commands, isFirstLane: track.lane == 0, run, engines))
    }
    occupancy = OccupancyAccount(run).pictures
  }

  private static func slices(
    of commands: [Int], isFirstLane: Bool, _ run: RunRow, _ engines: [EngineIdentifier: Int]
  ) -> [Slice] {
    let program = run.result.program
    let timeline = run.record.timeline
    let ordered = commands.sorted {
      (timeline[$0].startFemtoseconds, $0) < (timeline[$1].startFemtoseconds, $1)
    }
    var end = 0
    return ordered.map { index in
      let command = program.commands[index]
      let interval = timeline[index]
      var slice = Slice(
        start: max(end, Int(interval.startFemtoseconds / 1000)), duration: 0,
        operatorIndex: Int(command.node), tile: Int(command.tile))
      slice.duration = max(0, Int(interval.endFemtoseconds / 1000) - slice.start)
      // Behind the first lane an engine that seems to pause may be at work on another lane.
      if isFirstLane, slice.start > end {
        slice.wait = wait(before: index, since: end, run, engines)
      }
      end = slice.end
      return slice
    }
  }

  /// The dependency that was completed last, if that was after the engine had become free.
  private static func wait(
    before index: Int, since end: Int, _ run: RunRow, _ engines: [EngineIdentifier: Int]
  ) -> Wait? {
    let program = run.result.program
    let timeline = run.record.timeline
    let dependencies = program.commands[index].dependencies.map { Int(program.dependencies[Int($0)]) }
    guard let last = dependencies.max(by: { timeline[$0].endFemtoseconds < timeline[$1].endFemtoseconds }),
      Int(timeline[last].endFemtoseconds / 1000) > end, let engine = engines[program.commands[last].engine]
    else { return nil }
    return Wait(
      engine: engine, operatorIndex: Int(program.commands[last].node), tile: Int(program.commands[last].tile))
  }
}
