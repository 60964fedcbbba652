import Chips
import Documents

/// A model on a chip at one clock, with the lowest supply that allows it.
public struct OperatingFigures: Sendable, Hashable {
  public var point: OperatingPoint
  public var cycles: Int
  public var seconds: Double
  /// Estimates, DRAM and host included.
  public var joules: Double
  public var averageWatts: Double
  public var peakWatts: Double
  /// Estimate without DRAM and host, which the thermal design power is for.
  public var chipWatts: Double

  public var energyDelayProduct: Double { joules * seconds }
}

/// What an operating point is chosen by.
public struct OperatingGoal: Sendable, Hashable {
  /// Mean power of chip and DRAM.
  public var wattsLimit: Double?
  public var secondsLimit: Double?

  public init(wattsLimit: Double? = nil, secondsLimit: Double? = nil) {
    self.wattsLimit = wattsLimit
    self.secondsLimit = secondsLimit
  }

  /// In words, for reports.
  public var words: String {
    switch (wattsLimit, secondsLimit) {
    case (nil, nil): "least energy-delay product"
    case (_, nil): "fastest within the power"
    case (nil, _): "least energy within the time"
    default: "least energy within time and power"
    }
  }

  func allows(_ figures: OperatingFigures, thermalWatts: Double?) -> Bool {
    figures.averageWatts <= wattsLimit ?? .infinity && figures.seconds <= secondsLimit ?? .infinity
      && figures.chipWatts <= thermalWatts ?? .infinity
  }

  /// What is to be small.
  func cost(_ figures: OperatingFigures) -> Double {
    switch (wattsLimit, secondsLimit) {
    case (nil, nil): figures.energyDelayProduct
    case (_, nil): figures.seconds
    default: figures.joules
    }
  }
}

/// Tries clocks of the cores from slow to fast, each at the lowest supply that allows it: no other supply of that clock takes
/// less energy or power. Once more between the neighbours of the best.
public struct OperatingSearch: Sendable {
  private let chip: Chip
  private let model: ModelFile
  private let options: SimulationOptions
  private let goal: OperatingGoal
  private let steps: Int

  /// - Parameter steps: clocks tried at first; half as many follow between the best one's neighbours.
  public init(
    chip: Chip, model: ModelFile, options: SimulationOptions, goal: OperatingGoal, steps: Int = 12
  ) {
    self.chip = chip
    self.model = model
    self.options = options
    self.goal = goal
    self.steps = max(2, steps)
  }

  /// - Returns: all points by clock, and the place of the best; nil when none is allowed.
  /// - Throws: `InputError` as a simulation.
  public func run(progress: (Double) -> Void = { _ in }) throws -> (points: [OperatingFigures], best: Int?) {
    let domain = chip.technology.cores
    let range = domain.allowedMicrovolts
    let highest = domain.maximumHertz(atMicrovolts: range.upperBound)
    let lowest = max(1000, min(highest, highest / steps))
    let coarse = Self.clocks(from: lowest, to: highest, count: steps)
    let all = Double(steps + steps / 2)
    var points = try coarse.enumerated().map { index, hertz in
      progress(Double(index) / all)
      return try figures(at: hertz)
    }
    if let best = best(of: points) {
      let below = points[max(0, best - 1)].point.clockHertz
      let above = points[min(points.count - 1, best + 1)].point.clockHertz
      let fine = Self.clocks(from: below, to: above, count: steps / 2 + 2)
      for (index, hertz) in fine.enumerated() where !points.contains(where: { $0.point.clockHertz == hertz })
      {
        progress(Double(steps + index) / all)
        points.append(try figures(at: hertz))
      }
      points.sort { $0.point.clockHertz < $1.point.clockHertz }
    }
    return (points, best(of: points))
  }

  private func best(of points: [OperatingFigures]) -> Int? {
    let thermal = chip.technology.thermalDesignNanowatts.map { Double($0) / 1e9 }
    return points.indices.filter { goal.allows(points[$0], thermalWatts: thermal) }
      .min { goal.cost(points[$0]) < goal.cost(points[$1]) }
  }

  /// Evenly spaced, whole megahertz where there are any.
  private static func clocks(from lowest: Int, to highest: Int, count: Int) -> [Int] {
    let unit = lowest >= 2_000_000 ? 1_000_000 : 1
    var clocks: [Int] = []
    for step in 0..<count {
      let exact = lowest + (highest - lowest) / max(1, count - 1) * step
      let hertz = step == count - 1 ? highest / unit * unit : (exact + unit - 1) / unit * unit
      if hertz <= highest, clocks.last.map({ $0 < hertz }) ?? true { clocks.append(hertz) }
    }
    return clocks
  }

  private func figures(at hertz: Int) throws -> OperatingFigures {
    guard let microvolts = chip.technology.cores.minimumMicrovolts(forHertz: hertz) else {
      throw InputError(at: chip.name, "cannot be clocked at \(Quantity.frequency.formatted(hertz))")
    }
    var options = options
    options.numerics = false
    options.operating.coreHertz = hertz
    options.operating.coreMicrovolts = microvolts
    let result = try Simulation(chip: chip, model: model, options: options).run()
    return OperatingFigures(
      point: OperatingPoint(clockHertz: hertz, microvolts: microvolts),
      cycles: result.record.elapsedCycles, seconds: result.record.seconds,
      joules: result.energy.total.total.joules, averageWatts: result.averageWatts ?? 0,
      peakWatts: result.power?.peakWatts ?? 0, chipWatts: result.chipWatts ?? 0)
  }
}
