import Chips
import Documents
import Graphs
import Tensors

/// Chooses the stages of a pipeline: how many, where each ends, how its cores divide an operator, and how many samples go
/// together.
///
/// Many samples at a time fill the engines better; few leave fewer stages without work at the start and the end, and
/// need less room. /// Stages are balanced by estimate (`ChainPartition`): a stage costs what its operators compute on its cores, or what
/// it must load again for every sample where that takes longer, and part of bringing what earlier stages made.
struct PipelinePlanner {
  /// More stages are built on request only.
  static let mostStages = 16
  /// Samples go in larger portions where there would be more.
  static let mostPortions = 64

  private var planner: Planner
  private let columnAxes: [Int?]
  /// Cores that multiply and add: every operator can run on them.
  private let cores: [Int]
  private let nodes: ClosedRange<NodeIndex>
  /// Every way to cut the model's samples into equal portions.
  private let portions: [SampleBoxes]
  /// By node of the run: bytes that are made before it and read by it or a later one.
  private let crossingBytes: [Int]
  private let weightBytes: [Int]

  /// - Throws: `InputError` `.usage` where nothing can be pipelined: one core, one sample, samples that depend on each
  ///   other, or no two operators behind one another.
  init(_ planner: Planner) throws {
    self.planner = planner
    columnAxes = planner.columnAxes
    let chip = planner.chip
    cores = chip.cores.indices.filter { chip.cores[$0].matrix != nil && chip.cores[$0].vector != nil }
    guard cores.count > 1 else {
      throw InputError(
        .usage, at: "split “pipeline”",
        "\(chip.name) has \(cores.count) core with a matrix and a vector engine; stages need two or more",
        remedy: "take a chip with more cores, or another split")
    }
    nodes = try Self.longestRun(planner)
    let graph = planner.graph
    let lengths = graph.inputs.compactMap { graph.values[$0].type.shape.first }
    let all = lengths.reduce(0, greatestCommonDivisor)
    let counts = (2...Self.mostPortions).filter { all % $0 == 0 }
    guard all > 1, let most = counts.last else {
      throw InputError(
        .usage, at: "split “pipeline”",
        "\(graph.name) has \(all == 0 ? "no input" : "one sample"), and stages work on one each at a time",
        remedy: "give --batch more than one sample")
    }
    var portions = [try SampleBoxes(nodes, count: most, tasks: planner.tasks, graph: graph)]
    for count in counts.dropLast().reversed() {
      guard let fewer = try? SampleBoxes(nodes, count: count, tasks: planner.tasks, graph: graph) else {
        continue
      }
      portions.append(fewer)
    }
    self.portions = portions
    crossingBytes = Self.crossingBytes(nodes, planner)
    weightBytes = nodes.map { Self.constantBytes([$0], planner) }
  }

  /// The most operators behind one another that no host core works on.
  private static func longestRun(_ planner: Planner) throws -> ClosedRange<NodeIndex> {
    var best = 0..<0
    var start = 0
    for task in planner.tasks {
      if case .host = task.kind {
        start = task.index + 1
      } else if task.index + 1 - start > best.count {
        best = start..<task.index + 1
      }
    }
    guard best.count > 1 else {
      throw InputError(
        .usage, at: "split “pipeline”",
        "\(planner.graph.name) has no two operators behind one another that run on its cores",
        remedy: "divide its operators by batch, channels or rows")
    }
    return ClosedRange(best)
  }

  /// Numbers of stages worth a simulated run: those that divide the cores evenly.
  var stageCounts: [Int] {
    (2...cores.count).filter { cores.count % $0 == 0 && $0 <= min(nodes.count, Self.mostStages) }
  }

  /// - Parameter stages: nil for the number that is fastest by estimate.
  /// - Throws: `InputError` `.usage` for more stages than cores or operators.
  mutating func pipeline(stages: Int?) throws -> Pipeline {
    if let stages, !(2...min(cores.count, nodes.count)).contains(stages) {
      throw InputError(
        .usage, at: "split “pipeline=\(stages)”",
        "\(planner.chip.name) has \(cores.count) cores for it and \(planner.graph.name) \(nodes.count) operators",
        remedy: "2 to \(min(cores.count, nodes.count)) stages")
    }
    var best: (cycles: Double, samples: SampleBoxes, groups: [[Int]], cut: ChainPartition)?
    for count in stages.map({ [$0] }) ?? (stageCounts.isEmpty ? [2] : stageCounts) {
      let groups = cuts(of: cores.count, into: count).map { Array(cores[$0]) }
      for samples in portions {
        guard let cut = try balanced(groups, samples) else { continue }
        let cycles = Double(samples.count + count - 1) * cut.largestCost
        if best == nil || cycles < best!.cycles { best = (cycles, samples, groups, cut) }
      }
    }
    return try pipeline(best!.samples, best!.groups, best!.cut)
  }

  // MARK: Balance

  private mutating func balanced(
    _ groups: [[Int]], _ samples: SampleBoxes
  ) throws -> ChainPartition? {
    var known: [GroupKind: [Double]] = [:]
    var compute: [[Double]] = []
    for group in groups {
      let kind = GroupKind(group, planner.chip)
      if known[kind] == nil {
        known[kind] = try nodes.map { try leastCycles(of: $0, samples, on: group) }.runningTotals
      }
      compute.append(known[kind]!)
    }
    let weights = weightBytes.map(Double.init).runningTotals
    let crossing = crossingBytes.map { Double($0) / Double(samples.count) }
    let cost = planner.cost
    let room = groups.map { group in
      group.reduce(0.0) { $0 + Double(planner.chip.cores[$1].scratchpad.capacityBytes) } / 2
    }
    let share = cost.dramBytesPerCycle / Double(groups.count)
    return ChainPartition.cheapest(length: nodes.count, stages: groups.count) { stage, links in
      let (first, end) = (links.lowerBound, links.upperBound)
      let again = max(0, weights[end] - weights[first] - room[stage])
      let arriving = crossing[first] / cost.portBytesPerCycle * Planner.exposedExchange
      return max(compute[stage][end] - compute[stage][first], again / share) + arriving
    }
  }

  /// Groups of the same engines take the same time.
  private struct GroupKind: Hashable {
    var matrices: [MatrixEngine?]
    var lanes: [Int]
    var clocks: [Int]

    init(_ group: [Int], _ chip: Chip) {
      matrices = group.map { chip.cores[$0].matrix }
      lanes = group.map { chip.cores[$0].vector?.lanes ?? 0 }
      clocks = group.map { chip.cores[$0].clockHertz }
    }
  }

  private mutating func leastCycles(
    of node: NodeIndex, _ samples: SampleBoxes, on group: [Int]
  ) throws -> Double {
    var least: Double?
    for way in ways(of: node, samples, on: group) {
      let load = try planner.load(of: planner.tasks[node], under: way, after: [])
      least = min(least ?? .infinity, load.computeCycles)
    }
    return least ?? 0
  }

  private func ways(of node: NodeIndex, _ samples: SampleBoxes, on group: [Int]) -> [Partition] {
    planner.candidates(
      for: planner.tasks[node], box: samples.box(of: node, sample: 0), columnAxis: columnAxes[node], on: group
    ).filter { !$0.dividesReduction }
  }

  private static func constantBytes(_ nodes: some Sequence<NodeIndex>, _ planner: Planner) -> Int {
    Set(nodes.flatMap { planner.tasks[$0].operands.compactMap { $0 } }).reduce(0) { sum, value in
      let constant = planner.graph.values[value]
      return constant.initializer == nil ? sum : sum + constant.type.byteCount
    }
  }

  private static func crossingBytes(_ nodes: ClosedRange<NodeIndex>, _ planner: Planner) -> [Int] {
    var lastReaders: [ValueIndex: NodeIndex] = [:]
    for node in nodes {
      for value in planner.tasks[node].operands.compactMap({ $0 }) { lastReaders[planner.root[value]] = node }
    }
    var result = [Int](repeating: 0, count: nodes.count)
    for (value, last) in lastReaders {
      guard let maker = planner.producer[value], nodes.contains(maker), maker < last else { continue }
      for node in maker + 1...last {
        result[node - nodes.lowerBound] += planner.graph.values[value].type.byteCount
      }
    }
    return result
  }

  // MARK: Stages

  private mutating func pipeline(
    _ samples: SampleBoxes, _ groups: [[Int]], _ cut: ChainPartition
  ) throws -> Pipeline {
    var partitions = [Partition?](repeating: nil, count: planner.tasks.count)
    var stages: [PipelineStage] = []
    for (group, range) in zip(groups, cut.ranges) {
      let run = nodes.lowerBound + range.lowerBound...nodes.lowerBound + range.upperBound - 1
      var stage = PipelineStage(nodes: run, cores: group, cycles: 0)
      for node in run {
        guard let (partition, cycles) = try cheapest(node, samples, on: group, after: partitions) else {
          continue
        }
        partitions[node] = partition
        stage.cycles += cycles
      }
      stage.weightBytes = Self.constantBytes(run, planner)
      stage.arrivingBytes = crossingBytes[range.lowerBound] / samples.count
      stages.append(stage)
    }
    var pipeline = Pipeline(
      samples: samples, stages: stages,
      partitions: Dictionary(
        uniqueKeysWithValues: nodes.compactMap { node in partitions[node].map { (node, $0) } }))
    pipeline.residency = PipelineResidency(pipeline, planner, leaving: leaving)
    for place in stages.indices {
      for pieces in pipeline.residency.constants.values {
        for (core, piece) in pieces where stages[place].cores.contains(core) {
          pipeline.stages[place].keptWeightBytes += piece.range.count
        }
      }
    }
    return pipeline
  }

  /// Constants are loaded once for all samples; what others made comes for every one.
  private mutating func cheapest(
    _ node: NodeIndex, _ samples: SampleBoxes, on group: [Int], after partitions: [Partition?]
  ) throws -> (Partition, cycles: Double)? {
    var best: (partition: Partition, cost: Double, cycles: Double)?
    for way in ways(of: node, samples, on: group) {
      let load = try planner.load(of: planner.tasks[node], under: way, after: partitions)
      let exchange = load.exchangeCycles * Planner.exposedExchange
      let cost = load.computeCycles + load.trafficCycles / Double(samples.count) + exchange
      if best == nil || cost < best!.cost { best = (way, cost, load.computeCycles + exchange) }
    }
    return best.map { ($0.partition, $0.cycles) }
  }

  private var leaving: Set<ValueIndex> {
    var leaving = Set(planner.graph.outputs.map { planner.root[$0] })
    for task in planner.tasks where !nodes.contains(task.index) {
      for value in task.operands.compactMap({ $0 }) { leaving.insert(planner.root[value]) }
    }
    return leaving.filter { value in planner.producer[value].map(nodes.contains) ?? false }
  }
}

extension [Double] {
  /// One more than the numbers: the total before each, and of all.
  fileprivate var runningTotals: [Double] {
    reduce(into: [0]) { $0.append($0.last! + $1) }
  }
}
