import TensorKernels

/// Lines of fp32 numbers in memory, rows of `a` or columns of `b`: number k of line i lies at
/// `base[i · lineStep + k · depthStep]`.
struct FloatLines: ProductRows {
  var base: UnsafePointer<Float>
  var lineStep: Int
  var depthStep: Int

  var inPlace: (start: UnsafePointer<Float>, rowStep: Int)? { depthStep == 1 ? (base, lineStep) : nil }

  func pack(rows: Range<Int>, depth: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    pack(rows, depth, width: 6, target)
  }

  /// Groups of `width` lines (6 or 16), k by k. Lines beyond the last repeat it.
  func pack(_ lines: Range<Int>, _ depth: Range<Int>, width: Int, _ target: UnsafeMutablePointer<Float>) {
    if lineStep == 1 && depthStep != 1 { return packAcross(lines, depth, width: width, target) }
    var to = target
    for first in stride(from: lines.lowerBound, to: lines.upperBound, by: width) {
      let used = min(width, lines.upperBound - first)
      let from = base + (first * lineStep + depth.lowerBound * depthStep)
      if depthStep == 1 {
        (width == 6 ? kernel_turn_6 : kernel_turn_16)(used, depth.count, from, lineStep, to)
      } else {
        for k in 0..<depth.count {
          for line in 0..<width {
            to[k * width + line] = from[min(line, used - 1) * lineStep + k * depthStep]
          }
        }
      }
      to += width * depth.count
    }
  }

  /// Neighbouring lines lie next to each other: k by k, as they lie in memory.
  private func packAcross(
    _ lines: Range<Int>, _ depth: Range<Int>, width: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    let groups = lines.count / width
    let strip = width * depth.count
    for k in 0..<depth.count {
      var from = base + (lines.lowerBound + (depth.lowerBound + k) * depthStep)
      var to = target + width * k
      if width == 16 {
        for _ in 0..<groups {
          to.update(from: from, count: 16)
          from += 16
          to += strip
        }
      } else {
        for _ in 0..<groups {
          to.update(from: from, count: 6)
          from += 6
          to += strip
        }
      }
      let rest = lines.count - groups * width
      if rest > 0 {
        for line in 0..<width { to[line] = from[min(line, rest - 1)] }
      }
    }
  }
}
