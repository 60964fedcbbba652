/// An axis of time from zero, in the unit that people would choose.
struct TimeAxis {
  let endPicoseconds: Double
  let unit: String
  private let picosecondsPerUnit: Double
  let marks: [Double]

  init(endPicoseconds: Double, marks wanted: Int) {
    self.endPicoseconds = max(1, endPicoseconds)
    let units: [(String, Double)] = [("ns", 1e3), ("µs", 1e6), ("ms", 1e9), ("s", 1e12)]
    let chosen = units.last { $0.1 * 5 <= endPicoseconds } ?? units[0]
    (unit, picosecondsPerUnit) = chosen
    let extent = self.endPicoseconds / chosen.1
    marks = stride(from: 0, through: extent, by: roundStep(covering: extent, marks: wanted))
      .map { $0 * chosen.1 }
  }

  func label(_ picoseconds: Double) -> String { HumanNumber.axis(picoseconds / picosecondsPerUnit) }
}
