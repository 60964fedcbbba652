/// An axis-aligned part of a tensor: for each axis a first index and a length.
///
/// Held inline (no heap), so that commands can carry many of them; rank is at most `Box.maximumRank`.
public struct Box: Sendable, Hashable {
  public static let maximumRank = 8

  public let rank: Int
  private var lowers: InlineArray<8, Int32>
  private var extents: InlineArray<8, Int32>

  public init(lower: [Int], extent: [Int]) {
    precondition(lower.count == extent.count && lower.count <= Box.maximumRank)
    rank = lower.count
    lowers = InlineArray(repeating: 0)
    extents = InlineArray(repeating: 1)
    for axis in 0..<rank {
      lowers[axis] = Int32(lower[axis])
      extents[axis] = Int32(extent[axis])
    }
  }

  /// The box that covers a whole tensor of this shape.
  public init(shape: [Int]) {
    self.init(lower: [Int](repeating: 0, count: shape.count), extent: shape)
  }

  @inlinable public func range(_ axis: Int) -> Range<Int> { lower(axis)..<lower(axis) + extent(axis) }
  public func lower(_ axis: Int) -> Int { Int(lowers[axis]) }
  public func extent(_ axis: Int) -> Int { Int(extents[axis]) }
  public func upper(_ axis: Int) -> Int { Int(lowers[axis]) + Int(extents[axis]) }
  public var shape: [Int] { (0..<rank).map(extent) }
  public var lowerBounds: [Int] { (0..<rank).map(lower) }
  public var elementCount: Int { (0..<rank).reduce(1) { $0 * extent($1) } }
  public var isEmpty: Bool { (0..<rank).contains { extent($0) <= 0 } }

  /// The same box with one axis replaced.
  public func replacing(_ axis: Int, with range: Range<Int>) -> Box {
    var copy = self
    copy.lowers[axis] = Int32(range.lowerBound)
    copy.extents[axis] = Int32(range.count)
    return copy
  }

  public func contains(_ other: Box) -> Bool {
    rank == other.rank
      && (0..<rank).allSatisfy { lower($0) <= other.lower($0) && other.upper($0) <= upper($0) }
  }

  /// The common part, or nil when there is none.
  public func intersection(_ other: Box) -> Box? {
    precondition(rank == other.rank)
    var result = self
    for axis in 0..<rank {
      let low = max(lower(axis), other.lower(axis))
      let high = min(upper(axis), other.upper(axis))
      if low >= high { return nil }
      result = result.replacing(axis, with: low..<high)
    }
    return result
  }

  /// The smallest box that holds both.
  public func union(_ other: Box) -> Box {
    precondition(rank == other.rank)
    var result = self
    for axis in 0..<rank {
      let low = min(lower(axis), other.lower(axis))
      result = result.replacing(axis, with: low..<max(upper(axis), other.upper(axis)))
    }
    return result
  }

  public static func == (left: Box, right: Box) -> Bool {
    left.rank == right.rank
      && (0..<left.rank).allSatisfy {
        left.lowers[$0] == right.lowers[$0] && left.extents[$0] == right.extents[$0]
      }
  }

  public func hash(into hasher: inout Hasher) {
    for axis in 0..<rank {
      hasher.combine(lowers[axis])
      hasher.combine(extents[axis])
    }
  }
}

extension Box: CustomStringConvertible {
  /// Ranges per axis, as `[0..<1, 32..<64]`.
  public var description: String {
    "[" + (0..<rank).map { "\(lower($0))..<\(upper($0))" }.joined(separator: ", ") + "]"
  }
}
