import Tensors

/// The loops of a reduction over some axes of a dense box. Every output element sums its inputs in an order that
/// depends on the reduced axes alone, never on the box: rows along the last axis go through eight running values
/// that are joined at the end, everything else in index order.
struct ReduceKernel {
  /// Elements at the end that are kept together (contiguous, not reduced); 1 when the last axis is reduced.
  private let inner: Int
  /// Length of the contiguous reduced run at the end; 1 when the last axis is kept.
  private let run: Int
  /// Offsets of the kept positions, without the inner ones, in order of the output.
  private let kept: [Int]
  /// Offsets of the reduced positions, without the run, in index order.
  private let reduced: [Int]

  init(shape: [Int], axes: [Int]) {
    let strides = Axes.strides(of: shape)
    let isReduced = shape.indices.map { axes.contains($0) }
    let lastIsReduced = isReduced.last ?? false
    let tail = isReduced.lastIndex { $0 != lastIsReduced }.map { $0 + 1 } ?? 0
    let tailLength = shape[tail...].reduce(1, *)
    inner = lastIsReduced ? 1 : tailLength
    run = lastIsReduced ? tailLength : 1
    let head = (0..<tail)
    kept = ReduceKernel.offsets(head.filter { !isReduced[$0] }, shape, strides)
    reduced = ReduceKernel.offsets(head.filter { isReduced[$0] }, shape, strides)
  }

  private static func offsets(_ axes: [Int], _ shape: [Int], _ strides: [Int]) -> [Int] {
    axes.reduce([0]) { outer, axis in
      outer.flatMap { start in (0..<shape[axis]).map { start + $0 * strides[axis] } }
    }
  }

  /// How many elements make one result.
  var count: Int { reduced.count * run }

  @inline(__always)
  func reduce<Element: BitwiseCopyable>(
    _ source: UnsafePointer<Element>, into target: UnsafeMutablePointer<Element>, initial: Element,
    lift: (Element) -> Element, combine: (Element, Element) -> Element
  ) {
    var result = target
    for start in kept {
      if run == 1 {
        result.update(repeating: initial, count: inner)
        for offset in reduced {
          let row = source + start + offset
          for index in 0..<inner { result[index] = combine(result[index], lift(row[index])) }
        }
      } else {
        var total = initial
        for offset in reduced {
          total = combine(total, reduceRun(source + start + offset, initial, lift, combine))
        }
        result[0] = total
      }
      result += inner
    }
  }

  @inline(__always)
  private func reduceRun<Element: BitwiseCopyable>(
    _ row: UnsafePointer<Element>, _ initial: Element, _ lift: (Element) -> Element,
    _ combine: (Element, Element) -> Element
  ) -> Element {
    ReduceKernel.reduceRow(row, count: run, initial: initial, lift: lift, combine: combine)
  }

  /// A contiguous row by eight running values.
  @inline(__always)
  static func reduceRow<Element: BitwiseCopyable>(
    _ row: UnsafePointer<Element>, count: Int, initial: Element, lift: (Element) -> Element,
    combine: (Element, Element) -> Element
  ) -> Element {
    withUnsafeTemporaryAllocation(of: Element.self, capacity: 8) { lanes in
      lanes.initialize(repeating: initial)
      var index = 0
      while index + 8 <= count {
        for lane in 0..<8 { lanes[lane] = combine(lanes[lane], lift(row[index + lane])) }
        index += 8
      }
      for lane in 0..<count - index { lanes[lane] = combine(lanes[lane], lift(row[index + lane])) }
      for width in [4, 2, 1] {
        for lane in 0..<width { lanes[lane] = combine(lanes[lane], lanes[lane + width]) }
      }
      return lanes[0]
    }
  }

  /// The sum of a contiguous fp32 row, in the same order.
  static func sum(_ row: UnsafePointer<Float>, count: Int) -> Float { VectorMath.sum(row, count: count) }

  static func largest(_ row: UnsafePointer<Float>, count: Int) -> Float {
    VectorMath.largest(row, count: count)
  }
}
