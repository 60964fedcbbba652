/// How full the memories were over time: bytes that are still to be read.
struct OccupancyFigure {
  private let run: RunPicture
  private let memories: [TimelinePicture.Occupancy]
  private let left: Int
  private let axis: TimeAxis

  private static let mostMemories = 12

  /// nil for a run without its timeline.
  init?(_ run: RunPicture) {
    self.run = run
    let all = (run.json.timeline?.occupancy ?? []).filter { !$0.steps.isEmpty && $0.capacityBytes > 0 }
    guard !all.isEmpty else { return nil }
    memories = Array(all.prefix(Self.mostMemories))
    left = all.count - memories.count
    axis = TimeAxis(endPicoseconds: run.elapsedNanoseconds * 1000, marks: 10)
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 170.0
    static let right = 960.0
    static let top = 24.0
    static let panel = 64.0
    static let plot = 46.0
  }

  var figure: Figure {
    let bottom = Layout.top + Double(memories.count) * Layout.panel
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 44, title: "How full the memories of \(run.chip) were",
      summary: memories.map { "\($0.memory): at most \(HumanNumber.percent(peak($0)))" }.joined(
        separator: ". "))
    for mark in axis.marks {
      let x = x(mark)
      canvas.line(fromX: x, fromY: Layout.top, toX: x, toY: bottom - 10, stroke: .grid, width: 1)
      canvas.text(axis.label(mark), x: x, y: bottom + 8, size: 12, fill: .faint, anchor: .middle)
    }
    canvas.text(
      "time in \(axis.unit)", x: (Layout.left + Layout.right) / 2, y: bottom + 32, size: 13, fill: .text,
      anchor: .middle)
    for (index, memory) in memories.enumerated() {
      canvas.group(hint: hint(memory)) { draw(memory, at: index, &$0) }
    }
    return Figure(name: "occupancy", title: "Memory occupancy", caption: caption, canvas: canvas)
  }

  private var caption: String {
    "Bytes that each memory holds and that are still to be read; the line on top of each panel is its capacity."
      + (left > 0
        ? " Not drawn: \(counted(left, "further memory").replacing("memorys", with: "memories"))." : "")
  }

  private func hint(_ memory: TimelinePicture.Occupancy) -> String {
    "\(memory.memory): at most \(HumanNumber.percent(peak(memory))) of \(HumanNumber.bytes(memory.capacityBytes))"
  }

  private func peak(_ memory: TimelinePicture.Occupancy) -> Double {
    Double(memory.levels.map(\.bytes).max() ?? 0) / Double(memory.capacityBytes)
  }

  private func x(_ picoseconds: Double) -> Double {
    Layout.left + min(1, picoseconds / axis.endPicoseconds) * (Layout.right - Layout.left)
  }

  private func draw(_ memory: TimelinePicture.Occupancy, at index: Int, _ canvas: inout SVGCanvas) {
    let floor = Layout.top + Double(index) * Layout.panel + Layout.plot
    let ceiling = floor - Layout.plot + 6
    canvas.text(memory.memory, x: Layout.left - 10, y: floor - 18, size: 12, fill: .text, anchor: .end)
    canvas.text(
      HumanNumber.bytes(memory.capacityBytes), x: Layout.left - 10, y: floor - 3, size: 11, fill: .faint,
      anchor: .end)
    let ink: Ink = memory.memory.contains("accumulator") ? .green : memory.memory == "dram" ? .orange : .blue
    canvas.area(outline(memory, floor: floor, height: floor - ceiling), fill: ink, opacity: 0.75)
    for y in [floor, ceiling] {
      canvas.line(fromX: Layout.left, fromY: y, toX: Layout.right, toY: y, stroke: .grid, width: 1)
    }
    canvas.text(
      "peak \(HumanNumber.percent(peak(memory)))", x: Layout.right + 10, y: floor - 14, size: 12, fill: .text)
  }

  /// The largest level of every half pixel: what is shorter cannot be seen, and a peak must not be lost.
  private func outline(
    _ memory: TimelinePicture.Occupancy, floor: Double, height: Double
  ) -> [(Double, Double)] {
    let columns = Int((Layout.right - Layout.left) * 2)
    var highest = [Int](repeating: 0, count: columns + 1)
    var level = 0
    var column = 0
    func columnOf(_ picoseconds: Int) -> Int {
      max(0, min(columns, Int(Double(picoseconds) / axis.endPicoseconds * Double(columns))))
    }
    for step in memory.levels {
      let next = columnOf(step.picoseconds)
      while column < next {
        highest[column] = max(highest[column], level)
        column += 1
      }
      level = step.bytes
      highest[column] = max(highest[column], level)
    }
    while column <= columns {
      highest[column] = max(highest[column], level)
      column += 1
    }
    var corners: [(Double, Double)] = [(Layout.left, floor)]
    for (index, bytes) in highest.enumerated() {
      let y = floor - min(1, Double(bytes) / Double(memory.capacityBytes)) * height
      let x = Layout.left + Double(index) / 2
      if let last = corners.last, last.1 != y { corners += [(x, last.1), (x, y)] }
    }
    corners += [(Layout.right, corners[corners.count - 1].1), (Layout.right, floor)]
    return corners
  }
}
