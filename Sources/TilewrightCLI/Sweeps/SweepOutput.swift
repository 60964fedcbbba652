import Foundation
import Tilewright

/// Where a sweep's results go: a CSV, and beside it the journal that makes it safe.
struct SweepOutput {
  /// The CSV; for a shard the journal, since the CSV is made by merging.
  let path: String
  /// nil where results go to standard output and are not kept.
  let journalPath: String?
  private let isShard: Bool

  /// - Parameter name: of the CSV beside the study's results, where it holds something else than they.
  /// - Throws: `InputError` `.usage` for options that contradict each other.
  init(_ study: Study, _ shard: Sweep.Shard?, _ arguments: Arguments, named name: String? = nil) throws {
    let usual = name.map {
      ((study.results as NSString).deletingLastPathComponent as NSString).appendingPathComponent($0)
    }
    let csv = arguments.value("--csv") ?? usual ?? study.results
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
    for (file, words) in [(csv, "results"), (journal, "journal")] where Self.isSame(file, study.file) {
      throw InputError(
        .usage, at: file, "the \(words) would replace the study", remedy: "name another file with --csv")
    }
    guard !Self.isSame(csv, journal) else {
      throw InputError(
        .usage, at: csv, "is where the sweep keeps its journal", remedy: "name a file that ends in .csv")
    }
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    func name(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    return name(one) == name(other)
  }

  var isStandardOutput: Bool { path == "-" }

  /// - Parameter keeps: whether results of an earlier, finished run are taken even without `--resume`.
  /// - Throws: `InputError` `.usage` rather than lose what an earlier sweep has done.
  func openJournal(_ study: Study, _ arguments: Arguments, keeps: Bool = false) throws -> ResultJournal? {
    guard let journalPath else { return nil }
    let resumes = arguments.has("--resume")
    if !resumes, let earlier = try ResultJournal.summary(of: journalPath) {
      guard earlier.isFinished else {
        throw arguments.usage(
          "\(journalPath) holds \(earlier.results) results of a sweep that was not finished",
          remedy: "add --resume to go on, or remove the file to begin again")
      }
      guard earlier.study == study.name else {
        throw arguments.usage(
          "\(journalPath) holds the results of the study “\(earlier.study)”",
          remedy: "name another file with --csv or in the study, or remove this one")
      }
    }
    return try ResultJournal(journalPath, keeps: resumes || keeps)
  }

  /// Points that need not be run again.
  func knownKeys(_ arguments: Arguments) throws -> Set<String> {
    guard arguments.has("--resume"), let journalPath else { return [] }
    return try ResultJournal.summary(of: journalPath)?.keys ?? []
  }

  func write(_ table: SweepTable, _ rows: [SweepTable.Row], _ console: any Console) throws {
    guard !isShard else { return }
    try OutputFile.write(path, console) { try CSVWriter.write(table, rows: rows, to: &$0) }
  }

  var interruptionAdvice: String {
    isStandardOutput ? "the rows above are whole" : "\(path) is whole as far as it goes; --resume goes on"
  }
}
