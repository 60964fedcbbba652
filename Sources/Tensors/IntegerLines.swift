import TensorKernels

/// Lines of integers in memory, rows of `a` or columns of `b`, taken less a zero point and in 16 bits: number k of
/// line i lies at `base[i · lineStep + k · depthStep]`.
struct IntegerLines<Element: ProductInteger>: ProductRows {
  var base: UnsafePointer<Element>
  var lineStep: Int
  var depthStep: Int
  var zeroPoint: Int32

  var inPlace: (start: UnsafePointer<Int16>, rowStep: Int)? { nil }

  func pack(rows: Range<Int>, depth: Range<Int>, into target: UnsafeMutablePointer<Int16>) {
    pack(rows, depth, width: 6, target)
  }

  /// Groups of `width` lines (6 or 16), by pairs of k. Zero follows an odd last k.
  func pack(_ lines: Range<Int>, _ depth: Range<Int>, width: Int, _ target: UnsafeMutablePointer<Int16>) {
    if depth.isEmpty { return }
    let pairs = (depth.count + 1) / 2
    if lineStep == 1 && depthStep != 1 && width == 16 { return packAcross(lines, depth, target) }
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: width * 2 * pairs) { wide in
      let wide = wide.baseAddress!
      var to = target
      for first in stride(from: lines.lowerBound, to: lines.upperBound, by: width) {
        let used = min(width, lines.upperBound - first)
        for line in 0..<used { widen(line: first + line, depth, into: wide + 2 * pairs * line) }
        (width == 6 ? kernel_turn_6 : kernel_turn_16)(used, pairs, wide, pairs, to)
        to += 2 * width * pairs
      }
    }
  }

  private func widen(line: Int, _ depth: Range<Int>, into target: UnsafeMutablePointer<Int16>) {
    let from = base + (line * lineStep + depth.lowerBound * depthStep)
    if depthStep == 1 {
      Element.widen(from, count: depth.count, zeroPoint: zeroPoint, into: target)
    } else {
      for k in 0..<depth.count {
        Element.widen(from + k * depthStep, count: 1, zeroPoint: zeroPoint, into: target + k)
      }
    }
    if depth.count % 2 == 1 { target[depth.count] = 0 }
  }

  /// Neighbouring lines lie next to each other: two k at a time, as they lie in memory.
  private func packAcross(
    _ lines: Range<Int>, _ depth: Range<Int>, _ target: UnsafeMutablePointer<Int16>
  ) {
    let groups = (lines.count + 15) / 16
    let strip = (depth.count + 1) / 2 * 32
    withUnsafeTemporaryAllocation(of: Int16.self, capacity: 2 * 16 * groups) { wide in
      wide.initialize(repeating: 0)
      let even = wide.baseAddress!
      let odd = even + 16 * groups
      for k in stride(from: 0, to: depth.count, by: 2) {
        let from = base + (lines.lowerBound + (depth.lowerBound + k) * depthStep)
        Element.widen(from, count: lines.count, zeroPoint: zeroPoint, into: even)
        if k + 1 < depth.count {
          Element.widen(from + depthStep, count: lines.count, zeroPoint: zeroPoint, into: odd)
        } else {
          odd.update(repeating: 0, count: 16 * groups)
        }
        kernel_interleave_i16(groups, even, odd, target + 16 * k, strip)
      }
    }
  }
}
