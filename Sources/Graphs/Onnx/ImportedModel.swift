import Tensors

/// An ONNX model as a graph, and what of it the graph itself cannot say.
public struct ImportedModel: Sendable {
  /// Its outputs are the tensors of the model's outputs, then values that decided what the graph looks like.
  public var graph: Graph
  /// The model's outputs, in order, over values of the graph.
  public var outputs: [ImportedOutput]
  /// Names of the values that somebody had to look at: conditions, trip counts, shapes. The graph holds for the inputs that
  /// they were computed from (`Graph.givenInputs`).
  public var decidingValues: [String]
  /// How many operators of each kind were resolved while the model was imported: control flow, sequences, optionals, texts.
  /// What they did is no part of the graph, so no run costs it; the nodes that they were resolved to are.
  public var resolvedOperators: [String: Int]
  /// Values of open shape that have another rank than the file says.
  public var staleDeclarations: [String]

  /// The model's outputs from the results of a run.
  /// - Parameter tensors: at least those of the graph's outputs.
  public func outputValues(from tensors: [ValueIndex: Tensor]) -> [ModelValue] {
    outputs.map { ImportedModel.value($0.value, tensors) }
  }

  private static func value(_ value: ImportedValue, _ tensors: [ValueIndex: Tensor]) -> ModelValue {
    switch value {
    case .tensor(let index): tensors[index].map(ModelValue.tensor) ?? .absent
    case .strings(let strings): .strings(strings)
    case .sequence(let elements): .sequence(elements.map { ImportedModel.value($0, tensors) })
    case .absent: .absent
    }
  }
}

/// One output of a model.
public struct ImportedOutput: Sendable {
  public var name: String
  public var value: ImportedValue
}
