@testable import Search

/// A made-up co-design of 20,160 points with the shape of a real one: an array, memories, bandwidth, clock, precision
/// and pruning, against latency, energy and error, with a limit of area.
struct MadeUpDesigns {
  let space: DesignSpace
  private let rows = [8.0, 12, 16, 24, 32, 48, 64]
  private let kibibytes = [32.0, 64, 128, 256, 512, 1024]
  private let bandwidth = [4.0, 8, 16, 32]
  private let clock = [0.4, 0.6, 0.8, 1, 1.2, 1.4]
  private let bits = [16.0, 8, 6, 4]
  private let kept = [1.0, 0.9, 0.75, 0.6, 0.5]

  init() throws { space = try DesignSpace(valueCounts: [7, 6, 4, 6, 4, 5]) }

  func evaluate(_ p: [Int]) -> Evaluation {
    let (rows, memory, bandwidth) = (rows[p[0]], kibibytes[p[1]], bandwidth[p[2]])
    let (clock, bits, kept) = (clock[p[3]], bits[p[4]], kept[p[5]])
    let work = 200 * kept * kept
    let folds = (96 * kept / rows).rounded(.up) * rows / (96 * kept)
    let compute = work * folds / (rows * rows * clock) * (bits > 8 ? 2 : 1) * 40
    let traffic = 24 * kept * bits / 8 * (1 + 256 / (memory + 40))
    let latency = max(compute, traffic / bandwidth) + 0.1 * min(compute, traffic / bandwidth) + 0.4
    let voltage = 0.5 + 0.4 * clock
    let energy =
      work * bits * bits / 64 * voltage * voltage + 12 * traffic + latency
      * (0.02 * rows * rows + 0.05 * memory) * voltage
    let error = 2 + (bits < 8 ? 30 / (bits * bits) : bits == 8 ? 0.1 : 0) + 9 * (1 - kept) * (1 - kept)
    let area = rows * rows * bits / 2048 + memory / 128 + bandwidth / 8
    return Evaluation(point: p, objectives: [latency, energy, error], violation: max(0, area - 30))
  }

  /// Below the middle of all designs that may be built, so that the ends of the front do not hide the rest.
  func volume(_ evaluations: [Evaluation]) -> Double {
    hypervolume(of: evaluations.paretoFront.map(\.objectives), below: [4, 1500, 4])
  }

  func run(_ strategy: SearchStrategy, seed: UInt64, evaluations budget: Int) -> [Evaluation] {
    var search = strategy.search(of: space, seed: seed)
    var all: [Evaluation] = []
    while all.count < budget {
      let batch = search.nextPoints(limit: min(20, budget - all.count)).map(evaluate)
      if batch.isEmpty { break }
      search.learn(batch)
      all += batch
    }
    return all
  }
}
