import Tensors

extension Box {
  /// The same bytes as a box of the reshaped tensor, when they form one.
  ///
  /// Both shapes are row-major over the same elements. Axes are matched in groups of equal product; within a group
  /// the box must be one run of elements, and that run must be a box of the other shape.
  func reshaped(from shape: [Int], to newShape: [Int]) -> Box? {
    if shape == newShape { return self }
    if elementCount == shape.reduce(1, *) { return Box(shape: newShape) }
    guard let groups = axisGroups(shape, newShape), newShape.count <= Box.maximumRank else { return nil }
    var lower = [Int](repeating: 0, count: newShape.count)
    var extent = newShape
    for group in groups {
      guard let run = run(over: group.old, of: shape),
        let part = boxParts(of: run, in: newShape[group.new])
      else { return nil }
      for (axis, range) in zip(group.new, part) {
        lower[axis] = range.lowerBound
        extent[axis] = range.count
      }
    }
    return Box(lower: lower, extent: extent)
  }

  /// The box's elements along some axes as one run of their joint index.
  private func run(over axes: Range<Int>, of shape: [Int]) -> Range<Int>? {
    var start = 0
    var length = 1
    var sawPartial = false
    for axis in axes.reversed() {
      let stride = shape[axis + 1..<axes.upperBound].reduce(1, *)
      start += lower(axis) * stride
      if sawPartial {
        if extent(axis) != 1 { return nil }
      } else {
        length *= extent(axis)
        sawPartial = extent(axis) != shape[axis]
      }
    }
    return start..<start + length
  }
}

/// Axes of two shapes, cut into the smallest groups of equal product; nil when the shapes hold different counts.
private func axisGroups(_ old: [Int], _ new: [Int]) -> [(old: Range<Int>, new: Range<Int>)]? {
  var groups: [(old: Range<Int>, new: Range<Int>)] = []
  var i = 0
  var j = 0
  while i < old.count || j < new.count {
    let (startOld, startNew) = (i, j)
    var productOld = i < old.count ? old[i] : 1
    var productNew = j < new.count ? new[j] : 1
    i = min(i + 1, old.count)
    j = min(j + 1, new.count)
    while productOld != productNew {
      if productOld < productNew, i < old.count {
        productOld *= old[i]
        i += 1
      } else if productNew < productOld, j < new.count {
        productNew *= new[j]
        j += 1
      } else {
        return nil
      }
    }
    groups.append((startOld..<i, startNew..<j))
  }
  return groups
}

/// A run of the joint index of `dimensions` as a range per axis, when it is a box.
private func boxParts(of run: Range<Int>, in dimensions: ArraySlice<Int>) -> [Range<Int>]? {
  guard let first = dimensions.first else { return run == 0..<1 ? [] : nil }
  let rest = dimensions.dropFirst()
  let inner = rest.reduce(1, *)
  if run.lowerBound % inner == 0, run.upperBound % inner == 0 {
    guard run.upperBound / inner <= first else { return nil }
    return [run.lowerBound / inner..<run.upperBound / inner] + rest.map { 0..<$0 }
  }
  let index = run.lowerBound / inner
  guard (run.upperBound - 1) / inner == index,
    let tail = boxParts(of: run.lowerBound - index * inner..<run.upperBound - index * inner, in: rest)
  else { return nil }
  return [index..<index + 1] + tail
}
