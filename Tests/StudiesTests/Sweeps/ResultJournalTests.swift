import Foundation
import Testing
import Tilewright

@Suite struct ResultJournalTests {
  private let folder: ScratchFolder
  private let path: String
  private let outcome = EvaluationOutcome(.ok, metrics: ["elapsed_cycles": "12", "energy_pj": ""])
  private let awkward = EvaluationOutcome(.failed, error: "a\ttab, a\nline, a \\ and “ä”")

  init() throws {
    folder = try ScratchFolder()
    path = folder.file("results.journal")
  }

  private func write(_ outcomes: [(String, EvaluationOutcome)]) throws {
    let journal = try ResultJournal(path, keeps: true)
    for (key, outcome) in outcomes { try journal.append(outcome, key: key) }
  }

  @Test func whatWasWrittenIsReadAgain() throws {
    try write([("a", outcome), ("b", awkward)])
    let journal = try ResultJournal(path, keeps: true)
    #expect(journal.known == ["a": outcome, "b": awkward])
    #expect(journal.damagedLines == 0)
  }

  /// Whatever part of the last line a sudden end leaves, the lines before are there, and the next one is whole.
  @Test func aTornLineIsCutOff() throws {
    try write([("a", outcome)])
    let whole = try #require(FileManager.default.contents(atPath: path))
    try write([("b", awkward)])
    let both = try #require(FileManager.default.contents(atPath: path))
    for length in whole.count..<both.count {
      try both.prefix(length).write(to: URL(fileURLWithPath: path))
      let journal = try ResultJournal(path, keeps: true)
      #expect(journal.known == ["a": outcome], "\(length) bytes")
      try journal.append(awkward, key: "b")
      #expect(FileManager.default.contents(atPath: path) == both, "\(length) bytes")
    }
  }

  /// A byte that flips anywhere costs the line that it is in, or two where it was the end of one.
  @Test func aDamagedLineIsPassedOver() throws {
    try write([("a", outcome), ("b", outcome), ("c", outcome)])
    let sound = try #require(FileManager.default.contents(atPath: path))
    for index in stride(from: 0, to: sound.count, by: 3) {
      var damaged = sound
      damaged[index] ^= 0x10
      try damaged.write(to: URL(fileURLWithPath: path))
      let known = try ResultJournal(path, keeps: true).known
      #expect(known.count >= 1 && known.count < 3, "byte \(index)")
      #expect(known.values.allSatisfy { $0 == outcome }, "byte \(index)")
    }
  }

  @Test func twoWritersAtOnceAreRefused() throws {
    let first = try ResultJournal(path, keeps: true)
    let error = #expect(throws: InputError.self) { _ = try ResultJournal(path, keeps: true) }
    #expect(error?.reason == "is being written by another sweep")
    try first.append(outcome, key: "a")
  }

  @Test func aFullDiskIsAnErrorAndLeavesNoTrace() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let error = #expect(throws: InputError.self) {
      try ResultJournal("/dev/full", keeps: true).append(outcome, key: "a")
    }
    #expect(error?.reason.hasPrefix("cannot be written") == true)
  }
}
