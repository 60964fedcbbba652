/// A chain of operators cut into consecutive stages so that the slowest stage is as fast as can be.
///
/// By dynamic programming over where each stage ends (Bokhari, “Partitioning problems in parallel, pipelined, and
/// distributed computing”, IEEE Transactions on Computers 37(1), 1988): `stages × length²` costs are asked for.
struct ChainPartition: Equatable {
  /// By stage; none is empty.
  var ranges: [Range<Int>]
  /// Of the slowest stage.
  var largestCost: Double

  /// - Parameter cost: of one stage over a range of the chain.
  /// - Returns: nil when there are fewer links than stages. Of equally good cuts, the one with the earliest ends.
  static func cheapest(
    length: Int, stages: Int, cost: (_ stage: Int, _ links: Range<Int>) -> Double
  ) -> ChainPartition? {
    guard stages >= 1, length >= stages else { return nil }
    // By end: the slowest of the stages so far, and where the last of them begins.
    var best = (0...length).map { $0 == 0 ? 0.0 : .infinity }
    var begins: [[Int]] = []
    for stage in 0..<stages {
      var next = [Double](repeating: .infinity, count: length + 1)
      var begin = [Int](repeating: stage, count: length + 1)
      // Every stage behind this one needs a link.
      for end in stage + 1...length - (stages - 1 - stage) {
        for start in stage..<end where best[start] < next[end] {
          let slowest = max(best[start], cost(stage, start..<end))
          if slowest < next[end] { (next[end], begin[end]) = (slowest, start) }
        }
      }
      best = next
      begins.append(begin)
    }
    var ranges: [Range<Int>] = []
    var end = length
    for begin in begins.reversed() {
      ranges.append(begin[end]..<end)
      end = begin[end]
    }
    return ChainPartition(ranges: ranges.reversed(), largestCost: best[length])
  }
}
