/// What each channel and bank carried: uneven rows show addresses that meet in the same places.
struct BankFigure {
  private let run: RunPicture
  private let rows: [(memory: String, banks: [BankPicture])]
  private let left: Int

  private static let mostRows = 40

  init?(_ run: RunPicture) {
    self.run = run
    var rows: [(memory: String, banks: [BankPicture])] = []
    for bank in run.json.banks ?? [] {
      if rows.last?.memory == bank.memory {
        rows[rows.count - 1].banks.append(bank)
      } else {
        rows.append((bank.memory, [bank]))
      }
    }
    rows = rows.filter { row in row.banks.contains { $0.total > 0 } }
    guard !rows.isEmpty else { return nil }
    self.rows = Array(rows.prefix(Self.mostRows))
    left = rows.count - self.rows.count
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 170.0
    static let right = 1060.0
    static let top = 56.0
    static let rowHeight = 30.0
    static let cellHeight = 24.0
    static let widestCell = 110.0
  }

  var figure: Figure {
    let bottom = Layout.top + Double(rows.count) * Layout.rowHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 12, title: "Traffic of channels and banks of \(run.chip)",
      summary: rows.map { "\($0.memory): \($0.banks.count) with \(range(of: $0.banks))" }.joined(
        separator: ". "))
    drawScale(&canvas)
    for (index, row) in rows.enumerated() { draw(row.memory, row.banks, at: index, &canvas) }
    return Figure(name: "banks", title: "Channels and banks", caption: caption, canvas: canvas)
  }

  private var caption: String {
    "Bytes read and written by each channel of the DRAM and each bank of the memories on the chip, darkest where a row "
      + "has most. An even row uses all its bandwidth."
      + (left > 0 ? " Not drawn: the banks of \(left) further memories." : "")
  }

  private func range(of banks: [BankPicture]) -> String {
    let totals = banks.map(\.total)
    return "\(HumanNumber.bytes(totals.min() ?? 0)) to \(HumanNumber.bytes(totals.max() ?? 0))"
  }

  private func drawScale(_ canvas: inout SVGCanvas) {
    canvas.text("least", x: Layout.left, y: 24, size: 12, fill: .faint)
    for step in 0..<Ink.heatSteps {
      canvas.rectangle(
        x: Layout.left + 38 + Double(step) * 18, y: 13, width: 18, height: 14, fill: .heat(step))
    }
    canvas.text(
      "most bytes of its row", x: Layout.left + 46 + 18 * Double(Ink.heatSteps), y: 24, size: 12, fill: .faint
    )
  }

  private func draw(_ memory: String, _ banks: [BankPicture], at index: Int, _ canvas: inout SVGCanvas) {
    let top = Layout.top + Double(index) * Layout.rowHeight
    canvas.text(memory, x: Layout.left - 10, y: top + 16, size: 12, fill: .text, anchor: .end)
    let most = Double(banks.map(\.total).max() ?? 1)
    let width = min(Layout.widestCell, (Layout.right - Layout.left) / Double(banks.count))
    for (place, bank) in banks.enumerated() {
      let ink = Ink.heat(fraction: Double(bank.total) / max(1, most))
      let x = Layout.left + Double(place) * width
      canvas.group(
        hint: "\(memory) \(memory == "dram" ? "channel" : "bank") \(bank.bank): "
          + "\(HumanNumber.bytes(bank.readBytes)) read, \(HumanNumber.bytes(bank.writtenBytes)) written"
      ) {
        $0.rectangle(
          x: x, y: top, width: max(0.5, width - (width > 6 ? 2 : 0)), height: Layout.cellHeight, fill: ink,
          radius: width > 6 ? 2 : 0)
        if width > 58 {
          $0.text(
            HumanNumber.bytes(bank.total), x: x + width / 2 - 1, y: top + 16, size: 11, fill: .text,
            anchor: .middle, ground: ink)
        }
      }
    }
  }
}

extension BankPicture {
  var total: Int { readBytes &+ writtenBytes }
}
