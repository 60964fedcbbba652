import Graphs
import Tensors

/// Consecutive operators in stages, each on cores of its own; samples go from stage to stage.
///
/// While the last stage works on a sample, the one before works on the next: every core meets the same operators for
/// every sample, and keeps what it can of their weights.
struct Pipeline {
  var samples: SampleBoxes
  var stages: [PipelineStage]
  /// By node of all stages: how the stage's cores divide it for the first sample; nil for reshaped views.
  var partitions: [NodeIndex: Partition]
  /// What lies in the scratchpads.
  var residency = PipelineResidency()
  var plan: PipelinePlan { PipelinePlan(portions: samples.count, stages: stages) }

  var nodes: ClosedRange<NodeIndex> { stages.first!.nodes.lowerBound...stages.last!.nodes.upperBound }

  func stage(of node: NodeIndex) -> Int { stages.firstIndex { $0.nodes.contains(node) }! }

  /// A node's parts for one sample.
  func parts(of node: NodeIndex, sample: Int) -> [Partition.Part] {
    (partitions[node]?.parts ?? []).map { samples.moved($0, of: node, to: sample) }
  }
}

/// Operators on cores of their own, by which samples pass.
public struct PipelineStage: Sendable, Hashable {
  public var nodes: ClosedRange<NodeIndex>
  /// Indices into `Chip.cores`.
  public var cores: [Int]
  /// Of one portion, by the mapper's estimate.
  public var cycles: Double
  /// Constants that its operators read, and what of them its cores keep from the first sample to the last (each core
  /// its own copy).
  public var weightBytes = 0
  public var keptWeightBytes = 0
  /// What one portion brings from the stages before.
  public var arrivingBytes = 0
}

/// How samples go through a model in stages.
public struct PipelinePlan: Sendable, Hashable {
  /// Equal parts of the model's samples that go one behind the other.
  public var portions: Int
  public var stages: [PipelineStage]

  /// Until the last portion has left, by estimate: it leaves the first stage behind all others, each a turn of the
  /// slowest stage, and then goes through the rest.
  public var expectedCycles: Double {
    Double(portions + stages.count - 1) * (stages.map(\.cycles).max() ?? 0)
  }

  /// Part of all cores' turns that work falls into, by estimate: less than one where stages are unequal and while the
  /// pipeline fills and drains.
  public var expectedOccupancy: Double {
    let cores = Double(stages.reduce(0) { $0 + $1.cores.count })
    let busy = stages.reduce(0) { $0 + $1.cycles * Double($1.cores.count) } * Double(portions)
    return expectedCycles > 0 ? busy / (expectedCycles * cores) : 0
  }
}
