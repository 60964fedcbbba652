/// All combinations of a few parameters, each of which takes one of a list of values in their natural order.
///
/// A point is one index into each list. Neighbouring values are thought to be alike, so that a step from one to the
/// next is a small change of the design.
public struct DesignSpace: Sendable, Hashable {
  /// How many values each parameter takes; none is zero.
  public let valueCounts: [Int]
  /// How many points there are.
  public let pointCount: Int

  /// - Parameter valueCounts: one positive count for each parameter.
  /// - Throws: `DesignSpaceError` when a parameter has no value or the points are too many to number.
  public init(valueCounts: [Int]) throws(DesignSpaceError) {
    var points = 1
    for (parameter, count) in valueCounts.enumerated() {
      guard count > 0 else { throw .withoutValues(parameter: parameter) }
      let (product, overflow) = points.multipliedReportingOverflow(by: count)
      guard !overflow else { throw .tooManyPoints }
      points = product
    }
    self.valueCounts = valueCounts
    pointCount = points
  }

  /// The point of a number from 0 to `pointCount - 1`: the last parameter changes fastest.
  public func point(_ number: Int) -> [Int] {
    precondition(number >= 0 && number < pointCount, "no point has this number")
    var rest = number
    var point = [Int](repeating: 0, count: valueCounts.count)
    for parameter in valueCounts.indices.reversed() {
      (rest, point[parameter]) = rest.quotientAndRemainder(dividingBy: valueCounts[parameter])
    }
    return point
  }

  /// The number of a point, the inverse of `point`.
  public func number(of point: [Int]) -> Int {
    precondition(point.count == valueCounts.count, "a point has one index for each parameter")
    return zip(point, valueCounts).reduce(0) { number, place in
      precondition(place.0 >= 0 && place.0 < place.1, "an index lies outside its parameter's values")
      return number * place.1 + place.0
    }
  }

  /// The points one step away in one parameter.
  public func neighbours(of point: [Int]) -> [[Int]] {
    valueCounts.indices.flatMap { parameter in
      [-1, 1].compactMap { step in
        let index = point[parameter] + step
        guard index >= 0, index < valueCounts[parameter] else { return nil }
        var neighbour = point
        neighbour[parameter] = index
        return neighbour
      }
    }
  }
}

/// Why a space cannot be searched.
public enum DesignSpaceError: Error, Sendable, Hashable {
  case withoutValues(parameter: Int)
  case tooManyPoints
}
