import Chips
import Graphs
import Tensors

/// Which core computes which part of a node's output.
struct Partition: Hashable {
  struct Part: Hashable {
    var core: Int
    /// What it finishes and delivers.
    var box: Box
    /// The units of the reduction that it sums, for all parts; nil: all units, for its own part.
    var reduction: Range<Int>?
    /// What it computes in all, when `box` is a slice of that; nil: `box`.
    var whole: Box?
  }
  var parts: [Part]
  var split: Split
  /// Of each axis that is cut, what that is called, the usual name first.
  var cutKinds: [[SplitKind]] = []
  /// In words, for `--explain`.
  var summary: String

  func box(on core: Int) -> Box? { parts.first { $0.core == core }?.box }

  /// Whether it is one of the splits that are meant: a cut across the rows of a matrix may be one of its samples, too.
  func satisfies(_ wish: Split) -> Bool {
    split == wish
      || !wish.kinds.isEmpty && wish.kinds.allSatisfy { kind in cutKinds.contains { $0.contains(kind) } }
        && cutKinds.allSatisfy { kinds in kinds.contains { wish.kinds.contains($0) } }
  }

  /// Whether partial sums travel between the cores.
  var dividesReduction: Bool { parts.first?.reduction != nil }

  /// The part of an operand that a core needs for its part; nil when none.
  func operandBox(_ position: Int, of task: NodeTask, for part: Part, in graph: Graph) -> Box? {
    guard let units = part.reduction, position < task.inputCount, position < 2,
      case .contraction(let contraction) = task.kind
    else { return task.operandBox(position, for: part.box, in: graph) }
    return contraction.inputBox(position, for: Box(shape: task.outputType.shape), reduction: units)
  }
}

/// Cuts `length` into at most `count` nearly equal ranges, each but the last a multiple of `granule`.
func cuts(of length: Int, into count: Int, granule: Int = 1) -> [Range<Int>] {
  let units = (length + granule - 1) / granule
  let pieces = min(count, units)
  var ranges: [Range<Int>] = []
  var start = 0
  for index in 0..<pieces {
    let end = min(length, (units * (index + 1) / pieces) * granule)
    if end > start { ranges.append(start..<end) }
    start = end
  }
  return ranges
}

/// What may be cut, and how.
struct CuttableBox {
  var box: Box
  var axes: [Int]
  /// Along an axis, cut only at multiples of this.
  var granules: [Int: Int] = [:]
  /// By axis, what a cut across it is called, the usual name first.
  var kinds: [Int: [SplitKind]]
}

extension Partition {
  /// Every way worth trying to cut a box over some cores along at most two of its axes.
  static func candidates(for whole: CuttableBox, cores: [Int]) -> [Partition] {
    var result = [
      Partition(parts: [Part(core: cores[0], box: whole.box)], split: .none, summary: "one core")
    ]
    // Fewer cores than there are may be better: small parts load and multiply badly.
    var count = cores.count
    while count > 1 {
      result += candidates(for: whole, using: Array(cores.prefix(count)))
      count /= 2
    }
    return result
  }

  private static func candidates(for whole: CuttableBox, using cores: [Int]) -> [Partition] {
    var result: [Partition] = []
    let box = whole.box
    let wide = whole.axes.filter { box.extent($0) > 1 }.sorted { box.extent($0) > box.extent($1) }
    for first in wide {
      result.append(grid(of: whole, [(first, cores.count)], cores: cores))
      for second in wide where second != first {
        for count in 2..<cores.count where cores.count % count == 0 {
          result.append(grid(of: whole, [(first, count), (second, cores.count / count)], cores: cores))
        }
      }
    }
    return result
  }

  private static func grid(
    of whole: CuttableBox, _ counts: [(axis: Int, count: Int)], cores: [Int]
  ) -> Partition {
    var boxes = [whole.box]
    var kinds: [[SplitKind]] = []
    for (axis, count) in counts {
      let ranges = cuts(of: whole.box.extent(axis), into: count, granule: whole.granules[axis] ?? 1)
      if ranges.count > 1, let names = whole.kinds[axis] { kinds.append(names) }
      boxes = boxes.flatMap { part in
        ranges.map {
          part.replacing(
            axis, with: $0.lowerBound + whole.box.lower(axis)..<$0.upperBound + whole.box.lower(axis))
        }
      }
    }
    let words = counts.map {
      "\(whole.kinds[$0.axis]?.first?.rawValue ?? "axis") (axis \($0.axis)) ÷ \($0.count)"
    }
    .joined(separator: ", ")
    return Partition(
      parts: zip(cores, boxes).map { Part(core: $0, box: $1) }, split: Split(Set(kinds.compactMap(\.first))),
      cutKinds: kinds, summary: "\(boxes.count) cores: \(words)")
  }

  /// The reduction cut over some cores, each of which finishes a part of the output; nil when either is too short.
  static func ring(for whole: CuttableBox, units: Int, cores: [Int]) -> Partition? {
    let widest = whole.axes.max { whole.box.extent($0) < whole.box.extent($1) }
    guard cores.count > 1, units >= cores.count, let axis = widest,
      whole.box.extent(axis) >= cores.count
    else { return nil }
    var partition = grid(of: whole, [(axis, cores.count)], cores: cores)
    guard partition.parts.count == cores.count else { return nil }
    for (index, range) in cuts(of: units, into: cores.count).enumerated() {
      partition.parts[index].reduction = range
    }
    partition.split = Split([.reduction])
    partition.cutKinds = [[.reduction]]
    partition.summary =
      "\(cores.count) cores: reduction ÷ \(cores.count), sums of axis \(axis) ÷ \(cores.count) sent round"
    return partition
  }
}
