import Documents

/// Models in the readable JSON of `workloads/`.
///
/// ```json
/// {
///   "name": "digits",
///   "parameters": { "batch": 1 },
///   "inputs": { "image": { "shape": ["$batch", 3, 8, 8] } },
///   "nodes": [
///     { "op": "Conv", "channels": 64, "kernel": 3, "pad": 1 },
///     { "op": "Relu" },
///     { "op": "Flatten" },
///     { "op": "Gemm", "features": 10 }
///   ]
/// }
/// ```
/// - **Order.** Each node takes the output of the one before it. Where the graph forks, a node has a `"name"` and
///   others say `"input": "name"` or `"inputs": ["name", "other"]`; the result of the last node is the model's,
///   unless `"outputs"` names others.
/// - **Operators** go by their ONNX names, with ONNX attributes (`"strides": [2, 2]`) or the short words of
///   `NodeShorthand` (`"stride": 2`). Further inputs are given by their ONNX names (`InputSlot`): a string names a value,
///   a number or list is a constant, an object describes a weight.
/// - **Weights** are implied: a Conv with 64 channels has them. They are made by the fill formula (`SeededFill`) from
///   a seed that follows from the weight's name, scaled so that activations keep their size; or
///   `"W": {"file": "conv1.npy"}` reads them from a file beside the model.
/// - **Blocks** are declared once under `"blocks"` and used as `{"block": "bottleneck", "repeat": 3, "channels": 64}`.
///   Inside, `$channels` is the parameter, `$index` counts repetitions from 0, and the name `input` is what
///   the block was given.
/// - **Parameters** of the whole model have defaults and can be overridden for a run.
public enum Workload {
  /// - Parameter overrides: values for the model's parameters.
  /// - Throws: `InputError` with the place in the file.
  public static func load(_ path: String, overrides: [String: Int] = [:]) throws -> Graph {
    try load(Document.read(path), overrides: overrides)
  }

  public static func load(_ document: Document, overrides: [String: Int] = [:]) throws -> Graph {
    var reader = try WorkloadReader(document, overrides: overrides)
    return try reader.read()
  }
}
