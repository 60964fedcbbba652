/// Finds the load at which the mean latency has grown to a multiple of that of a nearly empty network.
public struct SaturationSearch: Sendable {
  public struct Result: Sendable {
    /// Mean latency at the lowest load.
    public var emptyLatency: Double
    /// The highest load found below the threshold and the lowest above it; equal where no load reaches it.
    public var lowerBound: Double
    public var upperBound: Double
    /// Every load measured, in order of load.
    public var points: [LoadPoint]

    public var load: Double { (lowerBound + upperBound) / 2 }
    /// The network kept up with every load that a node can offer.
    public var isUnsaturated: Bool { lowerBound == upperBound }
  }

  public var measurement: LoadMeasurement
  public var lowLoad = 0.02
  /// Latency that counts as saturated, over that at `lowLoad`.
  public var threshold = 3.0
  /// How near the bounds come to each other.
  public var precision = 0.005
  public var level = NetworkLevel.flit
  public var highestLoad = 1.0

  public init(_ measurement: LoadMeasurement) { self.measurement = measurement }

  public func run(_ progress: (Int) -> Void = { _ in }) -> Result {
    let empty = measurement.run(offered: lowLoad, level: level)
    var points = [empty]
    let limit = threshold * empty.meanLatency
    var measurement = measurement
    measurement.latencyLimit = max(measurement.latencyLimit, 1.5 * limit)
    func isSaturated(_ load: Double) -> Bool {
      let point = measurement.run(offered: load, level: level)
      points.append(point)
      progress(points.count)
      return !point.isStable || point.meanLatency > limit
    }
    var (low, high) = (lowLoad, highestLoad)
    if isSaturated(high) {
      while high - low > max(precision, 0.01 * low) {
        let middle = (low + high) / 2
        if isSaturated(middle) { high = middle } else { low = middle }
      }
    } else {
      low = high
    }
    return Result(
      emptyLatency: empty.meanLatency, lowerBound: low, upperBound: high,
      points: points.sorted { $0.offered < $1.offered })
  }
}
