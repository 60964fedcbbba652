import Machine

/// What `tilewright verify` prints: every output beside the reference, then every hazard.
public struct VerificationTable {
  /// More hazards than this are counted, not listed: one broken dependency can make thousands.
  static let listedHazards = 20

  private let verification: Verification

  public init(_ verification: Verification) {
    self.verification = verification
  }

  public var text: String {
    var text = comparisons.text
    guard !verification.hazards.isEmpty else { return text }
    text += "\n"
    for hazard in verification.hazards.prefix(Self.listedHazards) {
      text += "hazard: \(hazard.text)\n"
    }
    let hidden = verification.hazards.count - Self.listedHazards
    if hidden > 0 { text += "… and \(counted(hidden, "hazard")) more\n" }
    return text
  }

  private var comparisons: TextTable {
    var table = TextTable([
      ("output of", .left), ("elements", .right), ("compared", .left), ("largest error", .right),
      ("of bound", .right), ("wrong", .right), ("verdict", .left),
    ])
    for comparison in verification.comparisons {
      table.row([
        shortened(comparison.name, to: 40), HumanNumber.grouped(comparison.elements),
        comparison.exact ? "bit for bit" : "within bound",
        comparison.largestError == 0 ? "0" : plainDecimal(comparison.largestError),
        comparison.exact ? "–" : HumanNumber.percent(comparison.worstErrorOfBound),
        HumanNumber.grouped(comparison.mismatches), comparison.passed ? "pass" : "FAIL",
      ])
    }
    return table
  }
}
