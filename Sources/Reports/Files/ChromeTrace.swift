import Documents
import Machine
import Mapping

/// A timeline that Perfetto and chrome://tracing open: a process per core, a track per engine, a slice per command.
///
/// Times are microseconds with nanosecond decimals, both ends rounded down, so that slices that touch in
/// femtoseconds touch in the file. Commands of an engine that overlap (a DMA engine with several transfers in
/// flight) are laid on as many tracks as are needed.
public struct ChromeTrace {
  private let program: Program
  private let record: RunRecord

  /// - Precondition: the run was made with its timeline.
  public init(program: Program, record: RunRecord) {
    precondition(record.timeline.count == program.commands.count)
    self.program = program
    self.record = record
  }

  /// Streams the document; nothing of its size is held in memory but one number per command.
  public func write(to sink: inout some ByteSink) throws {
    let lanes = TraceLanes(program: program, timeline: record.timeline)
    var json = TraceWriter(sink)
    try json.begin()
    for track in lanes.tracks {
      json.processName(track.process, trackProcessName(track))
      json.threadName(process: track.process, thread: track.thread, track.name)
    }
    for index in program.commands.indices {
      let track = lanes.tracks[lanes.trackOfCommand[index]]
      try writeSlice(of: index, on: track, to: &json)
    }
    try json.end()
    sink = json.sink
  }

  private func trackProcessName(_ track: TraceLanes.Track) -> String {
    track.engine.core.map { "core \($0)" } ?? "host"
  }

  private func writeSlice(
    of index: Int, on track: TraceLanes.Track, to json: inout TraceWriter<some ByteSink>
  ) throws {
    let command = program.commands[index]
    let interval = record.timeline[index]
    try json.slice(
      name: program.graph.nodes[Int(command.node)].name, category: track.engine.kindName,
      process: track.process, thread: track.thread,
      start: interval.startFemtoseconds / 1_000_000, end: interval.endFemtoseconds / 1_000_000,
      arguments: [("command", index), ("tile", Int(command.tile))] + command.action.traceArguments)
  }
}

extension Action {
  /// What a slice shows when it is clicked on.
  fileprivate var traceArguments: [(String, Int)] {
    switch self {
    case .transfer(let from, _), .multicast(let from, _): [("bytes", from.byteCount)]
    case .contract(_, _, let accumulator, let reduction, _):
      [("outputs", accumulator.box.elementCount), ("reduction_units", reduction.count)]
    case .finish(_, _, let output), .compute(_, let output): [("outputs", output.box.elementCount)]
    case .host(_, let outputs): [("outputs", outputs.reduce(0) { $0 + $1.box.elementCount })]
    }
  }
}
