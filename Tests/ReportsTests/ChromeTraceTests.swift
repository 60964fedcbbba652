import Foundation
import Testing
import Tilewright

/// What Perfetto needs: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
@Suite struct ChromeTraceTests {
  private struct Trace: Decodable {
    struct Event: Decodable {
      struct Arguments: Decodable {
        var name: String?
        var command: Int?
        var tile: Int?
      }
      var ph: String
      var name: String
      var pid: Int
      var tid: Int
      var ts: Double?
      var dur: Double?
      var args: Arguments
    }
    struct Track: Hashable {
      var pid: Int
      var tid: Int
    }
    var displayTimeUnit: String
    var traceEvents: [Event]

    var slices: [Event] { traceEvents.filter { $0.ph == "X" } }
    func names(_ kind: String) -> [Track: String] {
      let events = traceEvents.filter { $0.ph == "M" && $0.name == kind }
      return Dictionary(
        events.map { (Track(pid: $0.pid, tid: $0.tid), $0.args.name ?? "") },
        uniquingKeysWith: { first, _ in first })
    }
  }

  private let run: RunRow
  private let trace: Trace
  private let bytes: [UInt8]

  init() throws {
    run = try SmallRun.verified.get()
    var sink = MemorySink()
    try ChromeTrace(program: run.result.program, record: run.record).write(to: &sink)
    bytes = sink.bytes
    trace = try JSONDecoder().decode(Trace.self, from: Data(sink.bytes))
  }

  @Test func theFileKeepsTheRulesOfTheFormat() throws {
    #expect(try TraceRules(Data(bytes)).complaints == [])
  }

  /// The rules can be broken.
  @Test(arguments: [
    (#""ph":"X""#, #""ph":"Z""#), (#""dur":"#, #""dur":-"#), (#""tid":"#, #""tid":"a","t":"#),
    (#""name":"process_name""#, #""name":"process_nam""#), (#""ts":"#, #""at":"#),
  ])
  func aBrokenFileDoesNot(_ right: String, _ wrong: String) throws {
    let text = String(decoding: bytes, as: UTF8.self).replacing(right, with: wrong)
    #expect(try !TraceRules(Data(text.utf8)).complaints.isEmpty)
  }

  @Test func overlapsAreToldFromNests() throws {
    func trace(_ slices: [(Int, Int)]) throws -> Int {
      let events = slices.map {
        #"{"ph":"X","name":"a","cat":"b","pid":1,"tid":1,"ts":\#($0),"dur":\#($1),"args":{}}"#
      }
      return try TraceRules(Data(#"{"traceEvents":[\#(events.joined(separator: ","))]}"#.utf8)).complaints
        .count
    }
    #expect(try trace([(0, 10), (2, 3), (5, 5), (10, 1)]) == 0)
    #expect(try trace([(0, 10), (5, 6)]) == 1)
  }

  @Test func everyCommandIsOneSlice() {
    #expect(trace.slices.count == run.record.counters.commands)
    #expect(Set(trace.slices.compactMap(\.args.command)) == Set(run.result.program.commands.indices))
  }

  @Test func slicesHaveATimeALengthAndTheOperatorsName() {
    let operators = Set(run.record.operators.map(\.name))
    for slice in trace.slices {
      #expect(slice.ts ?? -1 >= 0)
      #expect(slice.dur ?? -1 >= 0)
      #expect(slice.args.tile != nil)
      #expect(operators.contains(slice.name))
    }
  }

  @Test func everyTrackAndProcessHasAName() {
    let tracks = trace.names("thread_name")
    let processes = Set(trace.names("process_name").keys.map(\.pid))
    for slice in trace.slices {
      #expect(tracks[Trace.Track(pid: slice.pid, tid: slice.tid)]?.isEmpty == false)
      #expect(processes.contains(slice.pid))
    }
    #expect(Set(tracks.keys.map(\.tid)).count == tracks.count)
  }

  @Test func slicesOfATrackDoNotOverlap() {
    for slices in Dictionary(grouping: trace.slices, by: { Trace.Track(pid: $0.pid, tid: $0.tid) }).values {
      let sorted = slices.sorted { ($0.ts!, $0.dur!) < ($1.ts!, $1.dur!) }
      for (slice, next) in zip(sorted, sorted.dropFirst()) {
        // Nanoseconds are the last digit; half of one forgives binary fractions.
        #expect(slice.ts! + slice.dur! <= next.ts! + 0.0005)
      }
    }
  }

  @Test func theLastSliceEndsWhenTheRunDoes() {
    let end = trace.slices.map { $0.ts! + $0.dur! }.max() ?? 0
    #expect(abs(end * 1e9 - Double(run.record.elapsedFemtoseconds)) <= 1e6)
  }
}
