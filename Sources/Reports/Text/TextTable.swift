/// A table in a terminal: a heading, aligned columns, a rule, rows, and rows below a second rule.
public struct TextTable {
  public enum Alignment: Sendable {
    case left, right
  }

  private var columns: [(heading: String, alignment: Alignment)]
  private var rows: [[String]] = []
  private var footers: [[String]] = []

  public init(_ columns: [(heading: String, alignment: Alignment)]) {
    self.columns = columns
  }

  public mutating func row(_ cells: [String]) {
    precondition(cells.count == columns.count)
    rows.append(cells)
  }

  /// A row below the last rule: totals.
  public mutating func footer(_ cells: [String]) {
    precondition(cells.count == columns.count)
    footers.append(cells)
  }

  /// Every line ends in a newline; no line ends in spaces.
  public var text: String {
    let headings = columns.map(\.heading)
    let widths = columns.indices.map { index in
      ([headings] + rows + footers).map { $0[index].count }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "──") + "\n"
    var text = line(headings, widths) + rule
    for row in rows { text += line(row, widths) }
    guard !footers.isEmpty else { return text }
    text += rule
    for row in footers { text += line(row, widths) }
    return text
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (index, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[index] - cell.count)
      if index > 0 { text += "  " }
      text += columns[index].alignment == .left ? cell + padding : padding + cell
    }
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}
