import Chips
import Graphs
import Tensors

/// What the stages of a pipeline keep in their scratchpads: samples on their way, and constants for all samples.
///
/// What arrives from an earlier stage has a slot for every sample that may be under way between the two, so that the
/// earlier stage need not wait; what stays inside a stage has one, shared with whatever lives at another time.
struct PipelineResidency {
  struct Slots {
    /// Of the first sample, in the root value's shape, by sample.
    var layouts: [Box]
    var lower: Int
    var bytes: Int
    var count: Int
    /// The last node of the core's stage that reads it.
    var lastNode: NodeIndex

    func range(of sample: Int) -> AddressSpace.Range {
      let start = lower + sample % count * bytes
      return AddressSpace.Range(lower: start, upper: start + bytes)
    }
  }

  /// By root value, then by core.
  private(set) var slots: [ValueIndex: [Int: Slots]] = [:]
  /// By constant, then by core: what the core needs of it, and where that stays.
  private(set) var constants: [ValueIndex: [Int: Plan.ResidentPiece]] = [:]
  /// By core: above all that stays.
  private(set) var workingStart: [Int: Int] = [:]
  /// Values that somebody reads from their home.
  private(set) var needsHome: Set<ValueIndex> = []

  init() {}

  /// - Parameter leaving: root values that are read behind the pipeline.
  init(_ pipeline: Pipeline, _ planner: Planner, leaving: Set<ValueIndex>) {
    needsHome = leaving
    for stage in pipeline.stages.indices {
      for core in pipeline.stages[stage].cores {
        let demand = Demand(pipeline, planner, stage: stage, core: core)
        place(demand, pipeline, planner, stage: stage, core: core)
      }
    }
  }

  /// What one core reads, and up to which node.
  private struct Demand {
    var boxes: [ValueIndex: [Box]] = [:]
    var lastNodes: [ValueIndex: NodeIndex] = [:]
    var constants: [ValueIndex: Box] = [:]

    init(_ pipeline: Pipeline, _ planner: Planner, stage: Int, core: Int) {
      let graph = planner.graph
      for node in pipeline.stages[stage].nodes {
        let task = planner.tasks[node]
        for sample in 0..<pipeline.samples.count {
          for part in pipeline.parts(of: node, sample: sample) where part.core == core {
            for position in task.operands.indices {
              guard let value = task.operands[position],
                let box = task.operandBox(position, for: part.box, in: graph)
              else { continue }
              if graph.values[value].initializer != nil {
                constants[value] = constants[value]?.union(box) ?? box
                continue
              }
              let source = planner.root[value]
              let shape = graph.values[source].type.shape
              let needed = box.reshaped(from: graph.values[value].type.shape, to: shape)
              add(needed ?? Box(shape: shape), of: source, sample, pipeline.samples.count)
              lastNodes[source] = node
            }
          }
        }
      }
    }

    mutating func add(_ box: Box, of value: ValueIndex, _ sample: Int, _ count: Int) {
      var known = boxes[value] ?? []
      if known.count == sample { known.append(box) } else { known[sample] = known[sample].union(box) }
      boxes[value] = known
    }
  }

  private mutating func place(
    _ demand: Demand, _ pipeline: Pipeline, _ planner: Planner, stage: Int, core: Int
  ) {
    let capacity = planner.chip.cores[core].scratchpad.capacityBytes
    let limit = capacity * (ResidencyPlanner.workingShare - 1) / ResidencyPlanner.workingShare
    let nodes = pipeline.stages[stage].nodes
    var arena = Arena(capacity: capacity)
    var highest = 0
    for (value, needed) in demand.boxes.sorted(by: { $0.key < $1.key }) {
      guard let producer = planner.producer[value], pipeline.nodes.contains(producer),
        needed.count == pipeline.samples.count
      else {
        needsHome.insert(value)
        continue
      }
      let maker = pipeline.stage(of: producer)
      var layouts = needed
      for sample in layouts.indices {
        for part in pipeline.parts(of: producer, sample: sample) where part.core == core {
          layouts[sample] = layouts[sample].union(part.box)
        }
      }
      let last = demand.lastNodes[value]!
      let element = planner.graph.values[value].type.element
      let bytes = AddressSpace.aligned(layouts.map { element.byteCount(of: $0.elementCount) }.max()!)
      let count = maker == stage ? 1 : stage - maker + 1
      let lifetime = maker == stage ? producer...last : nodes
      guard let range = arena.place(bytes * count, during: lifetime, below: limit) else {
        needsHome.insert(value)
        continue
      }
      highest = max(highest, range.upper)
      slots[value, default: [:]][core] = Slots(
        layouts: layouts, lower: range.lower, bytes: bytes, count: count, lastNode: last)
    }
    let sizes = demand.constants.map { value, box in
      (
        value: value, box: box,
        bytes: AddressSpace.aligned(planner.graph.values[value].type.element.byteCount(of: box.elementCount))
      )
    }
    // Small ones first: so most loads are saved. Where everything fits the order does not matter.
    for constant in sizes.sorted(by: { ($0.bytes, $0.value) < ($1.bytes, $1.value) }) {
      guard let range = arena.place(constant.bytes, during: nodes, below: limit) else { continue }
      highest = max(highest, range.upper)
      constants[constant.value, default: [:]][core] = Plan.ResidentPiece(layout: constant.box, range: range)
    }
    workingStart[core] = highest
  }
}
