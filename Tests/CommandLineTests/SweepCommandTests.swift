import Foundation
import Testing
import TilewrightCLI

@Suite struct SweepCommandTests {
  private let folder: String
  private let study: String

  init() throws {
    folder = NSTemporaryDirectory() + "tilewright-sweep-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    study = folder + "/study.json"
    try write(
      """
      {"name": "small", "chip": "edge-npu", "models": ["mlp"],
       "parameters": {"cores[*].matrix.rows": [8, 32], "run.batch": [1, 2, 3]}}
      """)
  }

  private func write(_ text: String) throws {
    try text.write(toFile: study, atomically: true, encoding: .utf8)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  @Test func resultsStandBesideTheStudyUnlessSaidOtherwise() throws {
    let result = tilewright("sweep", study)
    #expect(result.code == .done)
    #expect(result.output == "6 points: 6 ok. \(folder)/results.csv\n")
    let lines = try text("results.csv").split(separator: "\r\n").map(String.init)
    #expect(lines.count == 7)
    #expect(
      lines[0].hasPrefix("chip,model,cores[*].matrix.rows,run.batch,batch,precision,clock_hz,elapsed_cycles,")
    )
    #expect(lines[0].hasSuffix(",status,error"))
    #expect(lines[6].hasPrefix("edge-npu,mlp,32,3,3,int8,"))
    #expect(tilewright("sweep", study, "--csv", "-").output == (try text("results.csv")))
  }

  @Test func shardsAreMergedIntoWhatOneProcessWrites() throws {
    #expect(tilewright("sweep", study).code == .done)
    for shard in ["1/2", "2/2"] {
      #expect(tilewright("sweep", study, "--csv", folder + "/s.csv", "--shard", shard).code == .done)
    }
    let journals = [1, 2].map { "\(folder)/s.shard-\($0)-of-2.journal" }
    let lonely = tilewright("merge", journals[0], "--csv", folder + "/m.csv")
    #expect(lonely.code == .badData)
    #expect(
      lonely.error
        == "error: small: 3 of 6 points have no result, such as edge-npu mlp 8 2; run their shards again with "
        + "--resume, or add --partial\n")
    #expect(
      tilewright("merge", journals[0], "--partial", "--csv", "-").output.split(separator: "\r\n").count == 4)
    #expect(tilewright(["merge"] + journals + ["--csv", folder + "/m.csv"]).code == .done)
    #expect(try text("m.csv") == text("results.csv"))
  }

  @Test func resultsAreNotLostByForgettingToResume() throws {
    // The other shard's points are missing, as after an interruption.
    #expect(tilewright("sweep", study, "--csv", folder + "/a.csv", "--shard", "1/2").code == .done)
    let journal = folder + "/a.shard-1-of-2.journal"
    var lines = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n")
    lines.removeLast()
    try (lines.joined(separator: "\n") + "\n").write(toFile: journal, atomically: true, encoding: .utf8)
    let refused = tilewright("sweep", study, "--csv", folder + "/a.csv", "--shard", "1/2")
    #expect(refused.code == .usage)
    #expect(
      refused.error
        == "error: tilewright sweep: \(journal) holds 3 results of a sweep that was not finished; add "
        + "--resume to go on, or remove the file to begin again\n")
    #expect(
      tilewright("sweep", study, "--csv", folder + "/a.csv", "--shard", "1/2", "--resume").code == .done)
  }

  @Test func checkListsPointsAndWritesNothing() throws {
    try write(
      """
      {"name": "small", "chip": "edge-npu", "models": ["mlp"], "constraints": ["cores[*].matrix.rows > 8"],
       "parameters": {"cores[*].matrix.rows": [8, 16, 0]}}
      """)
    let result = tilewright("sweep", study, "--check", "--jobs", "3")
    #expect(result.code == .done)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "point  chip      model  cores[*].matrix.rows")
    #expect(lines[2].hasSuffix("skipped: not cores[*].matrix.rows > 8: 8 against 8"))
    #expect(lines[3].hasSuffix("16"))
    #expect(lines[4].contains("skipped: ") || lines[4].contains("unbuildable: "))
    #expect(lines[5].hasPrefix("3 points, 1 to run, 2 not; about "))
    #expect(!FileManager.default.fileExists(atPath: folder + "/results.csv"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/results.journal"))
  }

  @Test(arguments: [
    ("--shard 3/2", "--shard is “3/2”; allowed: 1 ≤ I ≤ N ≤ 100000"),
    ("--shard 1", "--shard is “1”; expected I/N, such as 1/8"),
    ("--jobs 0", "--jobs is 0; allowed: 1…1024"),
    ("--csv - --resume", "--csv - keeps no results to come back to; name a file"),
  ])
  func wrongOptionsAreNamed(_ options: String, _ message: String) {
    let result = tilewright(["sweep", study] + options.split(separator: " ").map(String.init))
    #expect(result.code == .usage)
    #expect(result.error == "error: tilewright sweep: \(message)\n")
  }

  @Test func whatIsNoJournalIsNotMerged() throws {
    let result = tilewright("merge", study, "--csv", "-")
    #expect(result.code == .badData)
    #expect(result.error.contains("is no journal of a sweep"))
    #expect(tilewright("merge", folder + "/none.journal", "--csv", "-").code == .notFound)
    #expect(tilewright("merge", study).error == "error: tilewright merge: --csv FILE is missing\n")
  }
}
