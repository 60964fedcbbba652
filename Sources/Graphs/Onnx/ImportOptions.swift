/// What an ONNX model leaves open and a run has to say.
public struct ImportOptions: Sendable {
  /// Lengths of open axes: by the symbol that the model gives them (`sequence`), or by input and axis (`tokens.1`).
  public var dimensions: [String: Int] = [:]
  /// Length of the axis that counts samples.
  public var batch: Int?
  /// The inputs of the run; open axes follow from them. Those not named here are made by the fill formula.
  public var inputs: [String: ModelValue] = [:]
  /// Nodes, and repetitions of bodies, that control flow may be unrolled to.
  public var maximumNodes = GraphBuilder.maximumNodes

  public init(dimensions: [String: Int] = [:], batch: Int? = nil, inputs: [String: ModelValue] = [:]) {
    self.dimensions = dimensions
    self.batch = batch
    self.inputs = inputs
  }
}
