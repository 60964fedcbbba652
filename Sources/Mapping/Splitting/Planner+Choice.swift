import Documents
import Graphs
import Tensors

/// A way to divide an operator, with what it costs under a weight of traffic against computation.
struct WeighedPartition {
  var partition: Partition
  var load: NodeLoad
  var cost: Double

  init(_ partition: Partition, _ load: NodeLoad, trafficWeight: Double?) {
    self.partition = partition
    self.load = load
    let exchange = load.exchangeCycles * Planner.exposedExchange
    cost =
      (trafficWeight.map { load.computeCycles + $0 * load.trafficCycles }
        ?? max(load.computeCycles, load.trafficCycles)) + exchange
  }
}

extension Planner {
  /// The cheapest way, of those that were asked for if any; nil where there is none.
  func choose(
    _ ways: [WeighedPartition], for task: NodeTask, trafficWeight: Double?
  ) -> (best: WeighedPartition, reasons: SplitChoice)? {
    let wish = options.splits.wish(for: graph.nodes[task.index].name)
    let allowed = wish.map { wish in ways.filter { $0.partition.satisfies(wish.split) } } ?? []
    // How long travelling sums wait for each other is nothing that an estimate tells: that way is taken when asked for,
    // or when a simulated run shows that it pays.
    let choosable = allowed.isEmpty ? ways.filter { !$0.partition.dividesReduction } : allowed
    guard let best = choosable.leastCost else { return nil }
    var reasons = SplitChoice()
    reasons.basis = Self.words(for: trafficWeight)
    if let wish {
      reasons.wish =
        allowed.isEmpty ? "cannot be divided by \(wish.split), as asked for all: chosen by cost" : "as asked"
    }
    for way in Dictionary(grouping: ways, by: \.partition.split).values.compactMap(\.leastCost)
    where way.partition.split != best.partition.split {
      reasons.alternatives.append(SplitAlternative(way, isChosen: false))
    }
    reasons.alternatives.append(SplitAlternative(best, isChosen: true))
    reasons.alternatives.sort { ($0.cost, $0.split.description) < ($1.cost, $1.split.description) }
    return (best, reasons)
  }

  private static func words(for trafficWeight: Double?) -> String {
    let work = trafficWeight.map { "compute + \($0) × DRAM" } ?? "the slower of compute and DRAM"
    return "\(work), + \(exposedExchange) × exchange"
  }

  /// By node: the axis along which its output has channels; nil where nothing tells.
  var columnAxes: [Int?] {
    var result = [Int?](repeating: nil, count: tasks.count)
    for task in tasks {
      switch task.kind {
      case .contraction(let contraction): result[task.index] = contraction.columnAxis
      case .tiled, .alias, .host:
        let same = task.operands.compactMap { $0 }.first {
          graph.values[$0].type.shape.count == task.outputType.shape.count && producer[$0] != nil
        }
        result[task.index] = same.flatMap { producer[$0] }.flatMap { result[$0] }
      }
    }
    return result
  }

  /// - Throws: `InputError` `.usage` for an operator that cannot be divided as asked, naming how it can; for all
  ///   operators when none can.
  func checkWishes(_ ways: [[Partition]]) throws {
    for task in tasks {
      let name = graph.nodes[task.index].name
      guard let wish = options.splits.wish(for: name), wish.isForThisOne,
        !ways[task.index].contains(where: { $0.satisfies(wish.split) })
      else { continue }
      let can = Set(ways[task.index].map(\.split)).sorted {
        ($0.kinds.count, $0.description) < ($1.kinds.count, $1.description)
      }
      throw InputError(
        .usage, at: "split “\(name):\(wish.split)”",
        "\(graph.nodes[task.index].operatorName) with an output of \(task.outputType.shape) cannot be divided so on "
          + chip.name,
        remedy: can.isEmpty
          ? "it runs in one piece" : "it can be by: \(can.map(\.description).joined(separator: ", "))")
    }
    guard let all = options.splits.everywhere,
      !ways.contains(where: { $0.contains { $0.satisfies(all) } })
    else { return }
    throw InputError(
      .usage, at: "split “\(all)”", "no operator of \(graph.name) can be divided so on \(chip.name)",
      remedy: all == Split([.batch])
        ? "give --batch more than one sample" : "tilewright run --explain tells how they can be")
  }
}

extension [WeighedPartition] {
  /// The first of the cheapest.
  fileprivate var leastCost: WeighedPartition? {
    var best: WeighedPartition?
    for way in self where best == nil || way.cost < best!.cost { best = way }
    return best
  }
}

extension SplitAlternative {
  init(_ way: WeighedPartition, isChosen: Bool) {
    self.init(
      split: way.partition.split, summary: way.partition.summary, cores: way.partition.parts.count,
      computeCycles: way.load.computeCycles, trafficCycles: way.load.trafficCycles,
      exchangeCycles: way.load.exchangeCycles, cost: way.cost, isChosen: isChosen)
  }
}
