import Chips
import Compression
import Mapping
import Tensors

/// What a run is made of besides its chip and its model.
public struct SimulationOptions: Sendable {
  /// Samples computed at once; nil for what the model says.
  public var batch: Int?
  /// The model's own parameters, such as `sequence`.
  public var settings: [String: Int] = [:]
  /// nil for the type that the chip prefers.
  public var precision: ElementType?
  /// What the model is pruned and quantised to before it runs; nil for all of it in `precision`. Codes are calibrated
  /// with the run's own inputs.
  public var compression: Compression?
  /// Samples to measure accuracy with, where many runs are evaluated (`Evaluator`): a name or a file; nil for none.
  public var dataset: String?
  /// Whether the memories hold bytes and everything is computed and verified.
  public var numerics = true
  public var fidelity = Fidelity()
  /// Clocks and supplies other than the chip file's.
  public var operating = OperatingRequest()
  /// What is not left to the mapper.
  public var mapping = MappingOptions()
  public var planChoice = PlanChoice.estimated
  /// Whether start and end of every command are kept, for a trace.
  public var collectsTimeline = false

  public init() {}
}
