import Foundation

/// A run as one HTML file: what it took, what it waited for, and what it might have been.
public struct RunPage: ReportPage {
  private let run: RunPicture

  /// - Parameter file: where the run comes from, for messages.
  /// - Throws: `InputError` when the run lacks what every run has.
  public init(_ json: RunJSON, file: String) throws {
    run = try RunPicture(json, file: file)
  }

  public var figures: [Figure] {
    [
      RooflineFigure(run)?.figure, TimelineFigure(run)?.figure, StallFigure(run)?.figure,
      EnergyFigure(run)?.figure, OperatorFigure(run).figure, OccupancyFigure(run)?.figure,
      NetworkFigure(run)?.figure,
      BankFigure(run)?.figure,
    ].compactMap { $0 }
  }

  public func text() throws -> String {
    var page = PageDocument(title: run.title, subtitle: run.subtitle, badge: badge, tiles: tiles)
    for figure in figures {
      if figure.name == "timeline" {
        page.sections.append(timelineSection(figure))
        page.data.append(("timeline", try Markup.script(TimelineData(run))))
        page.scripts.append(PageScript.timeline)
      } else {
        page.append(figure)
      }
    }
    if let plan = run.json.plan { page.sections.append(Self.planSection(plan)) }
    page.sections.append(
      .init(
        name: "table", title: "Operators",
        caption: "Every operator in the order of the model. Click on a heading to sort.",
        content: PageTable.place))
    page.data.append(("table", try Markup.script(operatorTable)))
    page.scripts.append(PageScript.table)
    return page.text
  }

  private var badge: PageDocument.Badge? {
    guard case .text(let verdict) = run.json.totals["verified"] else { return nil }
    return .init(text: verdict == "pass" ? "verified" : "verification failed", isGood: verdict == "pass")
  }

  private var tiles: [PageDocument.Tile] {
    var tiles: [PageDocument.Tile] = [
      .init(name: "time", value: run.time, note: "\(HumanNumber.grouped(Int(run.elapsedCycles))) cycles")
    ]
    if run.elapsedNanoseconds > 0 {
      let rate = Double(run.batch) * 1e9 / run.elapsedNanoseconds
      tiles.append(
        .init(name: "throughput", value: "\(HumanNumber.axis(rate)) / s", note: "samples a second"))
    }
    if let utilisation = run.total("utilisation") {
      tiles.append(
        .init(name: "utilisation", value: HumanNumber.percent(utilisation), note: "of the peak MAC rate"))
    }
    if let fraction = run.total("roofline_fraction") {
      tiles.append(
        .init(name: "of the roofline", value: HumanNumber.percent(fraction), note: "mean, weighted by MACs"))
    }
    if let macs = run.total("macs") {
      tiles.append(
        .init(
          name: "work", value: "\(HumanNumber.count(Int(macs)))MAC",
          note: counted(run.operators.count, "operator")))
    }
    if let read = run.total("dram_read_bytes"), let written = run.total("dram_write_bytes") {
      tiles.append(
        .init(
          name: "DRAM traffic", value: HumanNumber.bytes(Int(read + written)),
          note: "\(HumanNumber.bytes(Int(written))) of it written"))
    }
    if let energy = run.total("energy_pj") {
      let watts = run.elapsedNanoseconds > 0 ? energy / 1000 / run.elapsedNanoseconds : 0
      tiles.append(
        .init(
          name: "energy", value: HumanNumber.energy(picojoules: energy),
          note: "\(HumanNumber.rate(watts))W on average"))
    }
    return tiles
  }

  private static func planSection(_ plan: [String]) -> PageDocument.Section {
    .init(
      name: "plan", title: "Plan", caption: "What the mapper decided for the model as a whole, and why.",
      content: "<ul>" + plan.map { "<li>\(Markup.escaped($0))</li>" }.joined() + "</ul>")
  }

  private func timelineSection(_ figure: Figure) -> PageDocument.Section {
    .init(
      name: figure.name, title: figure.title,
      caption:
        "What every engine worked on, and when. The strip on top says whose turn it was; thin lines are waits. Rest "
        + "the pointer on a slice or a wait to learn its tile, its operator and what it waited for.",
      content: """
        <div class="controls"><button id="zoom-in" title="or Ctrl and the wheel">Zoom in</button>
        <button id="zoom-out">Zoom out</button> <button id="zoom-all">Whole run</button>
        <span class="hint">Drag to move, double-click to zoom; with the keyboard ← → + − 0.</span></div>
        <div class="scroll"><canvas tabindex="0" role="img"
        aria-label="\(Markup.escaped(figure.title)): what every engine worked on over \(run.time)"></canvas>
        <div class="spacer"></div></div>
        <div class="plot still">\(figure.canvas.element)</div>
        """)
  }

  private var operatorTable: PageTable {
    let definitions = Dictionary(
      metricDefinitions.filter { $0.scope == "operator" }.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    let wanted = Self.columns.filter { name in
      run.operators.contains { row in row.cells[name].map { $0 != .unknown } ?? false }
    }
    return PageTable(
      title: "Operators",
      columns: wanted.map { name in
        PageTable.Column(
          name: name, label: name.replacing("_", with: " "), unit: definitions[name]?.unit,
          definition: definitions[name]?.definition,
          words: run.operators.allSatisfy { $0.cells[name]?.number == nil }, bar: name == "latency_cycles")
      },
      rows: run.operators.map { row in wanted.map { row.cells[$0] ?? .unknown } })
  }

  private static let columns = [
    "operator", "operation", "output_shape", "latency_cycles", "bound_by", "utilisation", "roofline_fraction",
    "macs",
    "dram_read_bytes", "dram_write_bytes", "energy_pj", "verified", "split", "split_estimates",
    "pipeline_stage",
  ]
}

/// The timeline as the page's script takes it.
private struct TimelineData: Encodable {
  struct Operator: Encodable {
    let name: String
    let operation: String
    let ink: String
    /// Colour of text on it.
    let onTop: String
  }

  struct Turn: Encodable {
    let start: Double
    let end: Double
    let `operator`: Int
  }

  let end: Double
  let operators: [Operator]
  let engines: [String]
  let tracks: [TimelinePicture.Track]
  /// Whose turn it was, by the cycles charged to each operator.
  let strip: [Turn]

  init(_ run: RunPicture) {
    let inks = Dictionary(uniqueKeysWithValues: run.operationInks.map { ($0.operation, $0.ink) })
    end = max(1, run.elapsedNanoseconds * 1000)
    operators = run.operators.map {
      let ink = inks[$0.operation] ?? .grey
      return Operator(
        name: $0.name, operation: $0.operation, ink: ink.name, onTop: ink.textOnTop(isDark: false))
    }
    engines = run.engines.map(\.name)
    tracks = run.json.timeline?.tracks ?? []
    var cycle = 0.0
    let picoseconds = 1e12 / run.clockHertz
    strip = run.operators.enumerated().compactMap { index, row in
      guard row.cycles > 0 else { return nil }
      defer { cycle += row.cycles }
      return Turn(
        start: (cycle * picoseconds).rounded(), end: ((cycle + row.cycles) * picoseconds).rounded(),
        operator: index)
    }
  }
}
