import Studies

/// What `tilewright accuracy` prints: a row for each variant, and beside it the model as it is.
public struct AccuracyTable {
  private let rows: [AccuracyRow]
  private let study: AccuracyStudy

  public init(_ rows: [AccuracyRow], of study: AccuracyStudy) {
    self.rows = rows
    self.study = study
  }

  public var text: String {
    var table = TextTable([
      ("variant", .left), ("correct", .right), ("of", .right), ("accuracy", .right), ("top 5", .right),
      ("as fp32", .right), ("error of scores", .right), ("MACs", .right), ("weights", .right),
      ("cycles a batch", .right),
    ])
    for row in rows {
      table.row([
        row.compression.summary, HumanNumber.grouped(row.correct), HumanNumber.grouped(row.sampleCount),
        HumanNumber.percent(row.accuracy), HumanNumber.grouped(row.correctAmongFive),
        HumanNumber.grouped(row.agreements), relativeErrorText(row.relativeError),
        HumanNumber.count(row.multiplyAccumulates), HumanNumber.bytes(row.weightBytes),
        row.cyclesPerBatch.map(HumanNumber.grouped) ?? "–",
      ])
    }
    return table.text + "\n" + verdict
  }

  private var verdict: String {
    let faults = rows.reduce(0) { $0 + $1.faults }
    let place =
      switch (study.chip, study.isLockstep) {
      case (nil, _): "through the reference executor"
      case (let chip?, false): "through the reference executor; cycles are those of \(chip.name)"
      case (let chip?, true):
        "through \(chip.name) in lockstep, \(counted(study.batchSize, "sample")) a batch"
      }
    let ending =
      !study.isLockstep
      ? "" : faults == 0 ? "; every element verified" : "; \(faults) wrong elements and hazards"
    return "\(counted(study.sampleCount, "sample")) of \(study.dataset.name) \(place)\(ending).\n"
  }
}

/// Which products stand which formats, and what was chosen.
public struct SensitivityTable {
  private let result: PrecisionSearch.Result

  public init(_ result: PrecisionSearch.Result) {
    self.result = result
  }

  public var text: String {
    var table = TextTable([
      ("product", .left), ("alone in", .left), ("correct", .right), ("error of scores", .right),
      ("cycles saved", .right), ("chosen", .left),
    ])
    for row in result.sensitivities {
      table.row([
        row.node, row.format.name, HumanNumber.grouped(row.correct), relativeErrorText(row.relativeError),
        HumanNumber.grouped(row.savedCycles), row.isChosen ? "yes" : "",
      ])
    }
    return table.text
  }
}

private func relativeErrorText(_ error: Double) -> String {
  HumanNumber.fixed(error * 100, decimals: error < 0.001 ? 4 : 2) + " %"
}
