import Chips
import Tensors

/// Which core computes which part of a node's output.
struct Partition: Hashable {
  struct Part: Hashable {
    var core: Int
    var box: Box
  }
  var parts: [Part]
  /// In words, for `--explain`.
  var summary: String

  func box(on core: Int) -> Box? { parts.first { $0.core == core }?.box }
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

extension Partition {
  /// Every way worth trying to cut a box over some cores along at most two of the given axes.
  ///
  /// - Parameter granules: along an axis, cut only at multiples of this.
  static func candidates(
    for box: Box, along axes: [Int], granules: [Int: Int], cores: [Int]
  ) -> [Partition] {
    var result = [Partition(parts: [Part(core: cores[0], box: box)], summary: "one core")]
    // Fewer cores than there are may be better: small parts load and multiply badly.
    var count = cores.count
    while count > 1 {
      result += candidates(for: box, along: axes, granules: granules, using: Array(cores.prefix(count)))
      count /= 2
    }
    return result
  }

  private static func candidates(
    for box: Box, along axes: [Int], granules: [Int: Int], using cores: [Int]
  ) -> [Partition] {
    var result: [Partition] = []
    let wide = axes.filter { box.extent($0) > 1 }.sorted { box.extent($0) > box.extent($1) }
    for first in wide {
      result.append(grid(of: box, [(first, cores.count)], granules: granules, cores: cores))
      for second in wide where second != first {
        for count in 2..<cores.count where cores.count % count == 0 {
          result.append(
            grid(
              of: box, [(first, count), (second, cores.count / count)], granules: granules, cores: cores))
        }
      }
    }
    return result
  }

  private static func grid(
    of box: Box, _ counts: [(axis: Int, count: Int)], granules: [Int: Int], cores: [Int]
  ) -> Partition {
    var boxes = [box]
    for (axis, count) in counts {
      let ranges = cuts(of: box.extent(axis), into: count, granule: granules[axis] ?? 1)
      boxes = boxes.flatMap { part in
        ranges.map {
          part.replacing(axis, with: $0.lowerBound + box.lower(axis)..<$0.upperBound + box.lower(axis))
        }
      }
    }
    let words = counts.map { "axis \($0.axis) ÷ \($0.count)" }.joined(separator: ", ")
    return Partition(
      parts: zip(cores, boxes).map { Part(core: $0, box: $1) }, summary: "\(boxes.count) cores: \(words)")
  }
}
