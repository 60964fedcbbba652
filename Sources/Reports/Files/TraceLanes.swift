import Machine
import Mapping

/// Which track every command stands on: one per engine, and further ones where an engine's commands overlap.
struct TraceLanes {
  struct Track {
    let engine: EngineIdentifier
    /// 0 for the engine's own track.
    let lane: Int
    /// Perfetto's pid: the core's number plus one, the host behind the cores.
    let process: Int
    /// Perfetto's tid, unique in the whole trace and in the order the tracks shall stand in.
    let thread: Int

    var name: String { lane == 0 ? engine.kindName : "\(engine.kindName) (\(lane + 1))" }
  }

  private(set) var tracks: [Track] = []
  /// Index into `tracks` by command.
  private(set) var trackOfCommand: [Int]

  init(program: Program, timeline: [CommandInterval]) {
    trackOfCommand = [Int](repeating: 0, count: program.commands.count)
    var commandsOfEngine: [EngineIdentifier: [Int]] = [:]
    for (index, command) in program.commands.enumerated() {
      commandsOfEngine[command.engine, default: []].append(index)
    }
    let cores = commandsOfEngine.keys.compactMap(\.core).max() ?? -1
    for (engine, commands) in commandsOfEngine.sorted(by: { $0.key.order < $1.key.order }) {
      place(commands, of: engine, process: (engine.core ?? cores + 1) + 1, timeline)
    }
  }

  /// First fit: a command goes on the first lane that is free when it starts.
  private mutating func place(
    _ commands: [Int], of engine: EngineIdentifier, process: Int, _ timeline: [CommandInterval]
  ) {
    let firstTrack = tracks.count
    var laneEnds: [UInt64] = []
    let byStart = commands.sorted {
      (timeline[$0].startFemtoseconds, $0) < (timeline[$1].startFemtoseconds, $1)
    }
    for command in byStart {
      let interval = timeline[command]
      let lane = laneEnds.firstIndex { $0 <= interval.startFemtoseconds } ?? laneEnds.count
      if lane == laneEnds.count {
        laneEnds.append(0)
        tracks.append(Track(engine: engine, lane: lane, process: process, thread: tracks.count + 1))
      }
      laneEnds[lane] = interval.endFemtoseconds
      trackOfCommand[command] = firstTrack + lane
    }
  }
}
