/// Runs held against each other as one HTML file: what got faster, by which operator, and why.
public struct ComparisonPage: ReportPage {
  private let comparisons: [RunComparison]

  /// - Precondition: there is a comparison, and all have the same base.
  public init(_ comparisons: [RunComparison]) {
    precondition(!comparisons.isEmpty)
    self.comparisons = comparisons
  }

  public var figures: [Figure] {
    comparisons.enumerated().flatMap { index, comparison in
      [
        ChangeFigure(comparison)?.figure(name: name("operators", index)),
        EngineChangeFigure(comparison)?.figure(name: name("engines", index)),
      ].compactMap { $0 }
    }
  }

  private func name(_ picture: String, _ index: Int) -> String {
    comparisons.count > 1 ? "\(picture)-\(index + 1)" : picture
  }

  public func text() throws -> String {
    let first = comparisons[0]
    var page = PageDocument(
      title: comparisons.count > 1
        ? "\(comparisons.count) runs against \(first.baseName)" : verdict(of: first),
      subtitle: "\(words(first.base)) (\(first.baseName)) and "
        + comparisons.map { "\(words($0.run)) (\($0.name))" }.joined(separator: ", "),
      tiles: comparisons.count > 1 ? comparisons.map(tile) : tiles(of: first))
    for figure in figures { page.append(figure) }
    page.sections.append(
      .init(
        name: "table", title: "Every operator", caption: "Click on a heading to sort.",
        content: PageTable.place))
    page.data.append(("table", try Markup.script(table)))
    page.scripts.append(PageScript.table)
    return page.text
  }

  private func verdict(of comparison: RunComparison) -> String {
    "\(comparison.name) is \(comparison.speedWords) \(comparison.baseName)"
  }

  private func words(_ run: RunJSON) -> String {
    "\(run.totals.text("model")) on \(run.totals.text("chip")), \(run.totals.text("precision")), batch "
      + run.totals.text("batch")
  }

  private func tile(of comparison: RunComparison) -> PageDocument.Tile {
    .init(
      name: comparison.name,
      value: HumanNumber.quantity(comparison.run.totals.number("elapsed_ns") ?? 0, unit: "ns"),
      note: "\(comparison.speedWords) \(comparison.baseName)")
  }

  private static let figuresOfTiles = [
    "elapsed_ns", "energy_pj", "utilisation", "roofline_fraction", "dram_read_bytes", "area_mm2",
  ]

  private func tiles(of comparison: RunComparison) -> [PageDocument.Tile] {
    Self.figuresOfTiles.compactMap { name in
      guard let before = comparison.base.totals.number(name), let after = comparison.run.totals.number(name),
        let metric = runMetrics.first(where: { $0.name == name })
      else { return nil }
      let column = PointTable.Column(measured: name, unit: metric.unit)
      let change = before == after ? "as before" : "before: \(column.text(before))"
      return .init(name: column.label, value: column.text(after), note: change)
    }
  }

  private var table: PageTable {
    let wanted = comparisonMetrics.filter { comparisons.count > 1 || !["base", "run"].contains($0.name) }
    let rows = comparisons.flatMap(\.rows)
    return PageTable(
      title: "Every operator",
      columns: wanted.map { metric in
        .init(
          name: metric.name, label: metric.name.replacing("_", with: " "), unit: metric.unit,
          definition: metric.definition, words: rows.allSatisfy { metric.value($0).number == nil })
      },
      rows: rows.map { row in wanted.map { $0.value(row) } })
  }
}

extension RunComparison {
  /// `2.00 times faster than`.
  var speedWords: String {
    guard let speedup else { return "held against" }
    if speedup == 1 { return "as fast as" }
    return speedup > 1
      ? "\(HumanNumber.fixed(speedup, decimals: 2)) times faster than"
      : "\(HumanNumber.fixed(1 / speedup, decimals: 2)) times slower than"
  }
}
