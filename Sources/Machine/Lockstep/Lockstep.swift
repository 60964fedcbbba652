import Chips
import Graphs
import Mapping

final class Lockstep {
  init(_ program: Program, chip: Chip, evaluators: [NodeEvaluator], options: MachineOptions) throws {}
  func begin(_ command: Int, at: UInt64) throws {}
  func endReading(_ command: Int, at: UInt64) throws {}
  func complete(_ command: Int, at: UInt64) throws {}
  func deliverLateData(_ command: Int) {}
  func finish() throws -> Verification { Verification(comparisons: [], hazards: []) }
}
