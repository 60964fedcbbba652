import Documents
import Studies

/// The results of a sweep as one HTML file: which points are worth having, and what each parameter does.
public struct SweepPage: ReportPage {
  private let table: PointTable
  private let name: String
  private let asked: [StudyFigure]

  /// Figures that the page shows the sensitivity of.
  private static let mostSensitivities = 8

  /// - Parameter name: what the page is called.
  /// - Throws: `InputError` when there is no row.
  public init(_ results: CSVTable, name: String) throws {
    table = try PointTable(results)
    self.name = name
    asked = []
  }

  /// The page of a study: its pictures first, and its goals for what is better.
  /// - Throws: `InputError` when there is no row.
  public init(_ results: CSVTable, of study: Study) throws {
    table = try PointTable(results, goals: study.goals)
    name = study.name
    asked = study.figures
  }

  /// Those that the study asks for; else all that can be drawn.
  public var figures: [Figure] {
    guard asked.isEmpty else { return studyFigures }
    return [ScatterFigure(table)?.figure, ParallelFigure(table)?.figure].compactMap { $0 }
      + sensitivities.map(\.figure)
  }

  /// Names of figures that the study asks for and the results do not hold.
  public var missingFigures: [String] {
    asked.filter { LineFigure(table, $0) == nil }.map(\.name)
  }

  private var studyFigures: [Figure] { asked.compactMap { LineFigure(table, $0)?.figure } }

  private var sensitivities: [(metric: Int, figure: Figure)] {
    table.metricsByInterest.prefix(Self.mostSensitivities).compactMap { metric in
      SensitivityFigure(table, metric: metric).map { (metric, $0.figure) }
    }
  }

  public func text() throws -> String {
    var page = PageDocument(title: name, subtitle: subtitle, badge: badge, tiles: tiles)
    page.data.append(("table", try Markup.script(pageTable)))
    page.scripts.append(PageScript.table)
    for figure in studyFigures { page.append(figure) }
    if let figure = ScatterFigure(table)?.figure {
      page.sections.append(scatterSection(figure))
      page.data.append(("scatter", try Markup.script(ScatterData(table, pageColumns))))
      page.scripts.append(PageScript.scatter)
    }
    if let figure = ParallelFigure(table)?.figure {
      page.append(figure)
      page.scripts.append(PageScript.parallel)
    }
    if let section = sensitivitySection() {
      page.sections.append(section)
      page.scripts.append(PageScript.choice)
    }
    page.sections.append(
      .init(
        name: "table", title: "All points",
        caption: "Click on a heading to sort. The filter holds for the pictures, too.",
        content: PageTable.place + constants))
    return page.text
  }

  private var failed: Int { table.rows.count - table.measured.count }

  private var subtitle: String {
    let parameters = table.parameters.map { table.columns[$0].name }
    guard !parameters.isEmpty else { return counted(table.rows.count, "row") }
    return "\(counted(table.rows.count, "design point")) over \(parameters.joined(separator: ", "))"
  }

  private var badge: PageDocument.Badge? {
    failed == 0 ? nil : .init(text: counted(failed, "point") + " without result", isGood: false)
  }

  private var tiles: [PageDocument.Tile] {
    var tiles = [PageDocument.Tile(name: "design points", value: HumanNumber.grouped(table.rows.count))]
    for metric in table.metricsByInterest.prefix(4) {
      let column = table.columns[metric]
      let candidates = table.feasible.compactMap { row in table.number(row, metric).map { (row, $0) } }
      let best = column.moreIsBetter ? candidates.max { $0.1 < $1.1 } : candidates.min { $0.1 < $1.1 }
      guard let best else { continue }
      tiles.append(
        .init(
          name: "best \(column.label)", value: column.text(best.1), note: table.values(best.0)))
    }
    return tiles
  }

  private func scatterSection(_ figure: Figure) -> PageDocument.Section {
    .init(
      name: figure.name, title: figure.title, caption: figure.caption,
      content: """
        <div class="controls"><label>across <select id="scatter-x"></select></label>
        <label>up <select id="scatter-y"></select></label>
        <label>colour <select id="scatter-colour"></select></label></div>
        <div class="plot" id="scatter-plot">\(figure.canvas.element)</div>
        """)
  }

  private func sensitivitySection() -> PageDocument.Section? {
    let figures = sensitivities
    guard let first = figures.first else { return nil }
    let options = figures.enumerated().map { index, choice in
      "<option value=\"\(index)\">\(Markup.escaped(table.columns[choice.metric].label))</option>"
    }
    let plots = figures.enumerated().map { index, choice in
      "<div class=\"plot choice\"\(index > 0 ? " hidden" : "")>\(choice.figure.canvas.element)</div>"
    }
    return .init(
      name: "sensitivity", title: first.figure.title, caption: first.figure.caption,
      content: """
        <div class="controls"><label>of <select id="choice">\(options.joined())</select></label></div>
        \(plots.joined(separator: "\n"))
        """)
  }

  /// Columns that differ, in their order.
  private var pageColumns: [Int] { table.columns.indices.filter { !table.columns[$0].isConstant } }

  private var pageTable: PageTable {
    PageTable(
      title: "All points",
      columns: pageColumns.map { index in
        let column = table.columns[index]
        return .init(
          name: column.name, label: column.label, unit: column.unit,
          definition: column.definition.isEmpty ? nil : column.definition, words: !column.isNumber,
          bar: index == table.metricsByInterest.first)
      },
      rows: table.rows.map { row in pageColumns.map { row[$0] } })
  }

  private var constants: String {
    let columns = table.columns.enumerated().filter { $1.isConstant && table.rows[0][$0] != .unknown }
    guard !columns.isEmpty else { return "" }
    let words = columns.map { "\($1.name) \(table.rows[0][$0].plainText)" }
    return "<p class=\"hint\">The same in every row: \(Markup.escaped(words.joined(separator: ", "))).</p>"
  }
}

/// What the script of the scatter needs beside the table.
private struct ScatterData: Encodable {
  /// Places in the page's table.
  let x: Int
  let y: Int
  /// Of the table's columns, whether more is better.
  let more: [Bool]
  /// Columns that set a point apart.
  let parameters: [Int]
  /// Rows that break a condition: on no front.
  let infeasible: [Int]

  init(_ table: PointTable, _ columns: [Int]) {
    let axes = ScatterFigure.axes(of: table)
    x = axes.flatMap { columns.firstIndex(of: $0.x) } ?? 0
    y = axes.flatMap { columns.firstIndex(of: $0.y) } ?? 0
    more = columns.map { table.columns[$0].moreIsBetter }
    parameters = table.parameters.compactMap { columns.firstIndex(of: $0) }
    infeasible = Set(table.rows.indices).subtracting(table.feasible).sorted()
  }
}
