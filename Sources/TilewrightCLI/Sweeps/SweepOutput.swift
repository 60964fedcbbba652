import Foundation
import Tilewright

/// Where a sweep's results go: a CSV, and beside it the journal that makes it safe.
struct SweepOutput {
  /// The CSV; for a shard the journal, since the CSV is made by merging.
  let path: String
  /// nil where results go to standard output and are not kept.
  let journalPath: String?
  private let isShard: Bool

  /// - Throws: `InputError` `.usage` for options that contradict each other.
  init(_ study: Study, _ shard: Sweep.Shard?, _ arguments: Arguments) throws {
    let csv = arguments.value("--csv") ?? study.results
    isShard = shard != nil
    if csv == "-" {
      guard shard == nil, !arguments.has("--resume") else {
        throw arguments.usage("--csv - keeps no results to come back to", remedy: "name a file")
      }
      (path, journalPath) = (csv, nil)
      return
    }
    let stem = (csv as NSString).deletingPathExtension
    let journal = stem + (shard.map { ".shard-\($0.index)-of-\($0.count)" } ?? "") + ".journal"
    journalPath = journal
    path = isShard ? journal : csv
  }

  var isStandardOutput: Bool { path == "-" }

  /// - Throws: `InputError` `.usage` rather than lose what an earlier sweep has done.
  func openJournal(_ arguments: Arguments) throws -> ResultJournal? {
    guard let journalPath else { return nil }
    let resumes = arguments.has("--resume")
    let unfinished = resumes ? 0 : try ResultJournal.unfinishedResults(in: journalPath)
    guard unfinished == 0 else {
      throw arguments.usage(
        "\(journalPath) holds \(unfinished) results of a sweep that was not finished",
        remedy: "add --resume to go on, or remove the file to begin again")
    }
    return try ResultJournal(journalPath, keeps: resumes)
  }

  func write(_ table: SweepTable, _ rows: [SweepTable.Row], _ console: any Console) throws {
    guard !isShard else { return }
    try OutputFile.write(path, console) { try CSVWriter.write(table, rows: rows, to: &$0) }
  }

  var interruptionAdvice: String {
    isStandardOutput ? "the rows above are whole" : "\(path) is whole as far as it goes; --resume goes on"
  }
}
