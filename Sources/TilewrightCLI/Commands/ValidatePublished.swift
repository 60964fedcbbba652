import Tilewright

/// `tilewright validate published FOLDER`: machines from papers, ours beside the measured figures.
enum ValidatePublished {
  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let study = try PublishedStudy(folder: arguments.operand("DIR"))
    var bar = ProgressBar("published", on: console)
    let rows: [PublishedRow]
    var fit: SiliconFit?
    do {
      defer { bar.finish() }
      rows = try study.run { bar.show($0) }
      if arguments.has("--held-out") { fit = try SiliconFit(study.estimates()) }
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(publishedMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" {
      console.write(PublishedTable(rows, assumptions: study.assumptions, fit: fit).text)
    }
    return rows.contains(where: \.isUnexplained) ? .failed : .done
  }
}
