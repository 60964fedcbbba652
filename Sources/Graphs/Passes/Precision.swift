import Documents
import Tensors

extension Graph {
  /// Element types that `applyingPrecision` knows.
  public static let precisions: [ElementType] = [.float32, .float16, .bfloat16, .int8]

  /// Stores every real tensor in another element type. Integers and bools (indices, shapes) keep theirs.
  ///
  /// - Floating point: weights and activations alike; weights are converted when they are asked for.
  /// - `int8`: symmetric, one scale a tensor: the largest magnitude over 127. Quantised are the activations, and of the
  ///   constants those a contraction or window multiplies by and those that are moved (embedding tables); constants
  ///   of element-wise operators (biases, factors) stay `fp32`, as an accelerator's 32-bit bias memory would. Tensors
  ///   that are only moved or renamed share one scale, since a copy cannot rescale.
  ///   Infinity and what is no number have no code: a tensor that holds them is an error.
  /// - Parameter calibration: inputs for a run that measures magnitudes; nil: all scales 1, and no weight is touched.
  public func applyingPrecision(
    _ element: ElementType, calibration: [ValueIndex: Tensor]?
  ) throws -> Graph {
    guard Graph.precisions.contains(element) else {
      throw InputError(
        .usage, at: name, "precision \(element.rawValue) is not supported",
        remedy: "valid: " + Graph.precisions.map(\.rawValue).joined(separator: ", "))
    }
    let quantized = element == .int8
    let changed = try valuesToConvert(toQuantized: quantized)
    let scales = quantized ? try tensorScales(of: changed, calibration: calibration) : [:]
    var graph = self
    for value in changed {
      let type = values[value].type
      let target = TensorType(
        element, type.shape, quantization: quantized ? Quantization(scale: scales[value] ?? 1) : nil)
      guard target != type else { continue }
      graph.values[value].type = target
      if let initializer = values[value].initializer {
        graph.values[value].initializer = .converted(initializer, from: type)
      }
    }
    return graph
  }

  /// Real values that get the new element type: all that are computed, and constants that are data.
  private func valuesToConvert(toQuantized quantized: Bool) throws -> [ValueIndex] {
    var data: Set<ValueIndex> = []
    for node in nodes {
      let inputs = node.dataInputs
      if quantized, try !onlyMoves(node) {
        switch try NodeEvaluator(node, in: self).form {
        case .contraction, .tiled(.window, _): data.formUnion(inputs.prefix(2))
        default: break
        }
      } else {
        data.formUnion(inputs + (quantized ? [] : node.epilogueData))
      }
    }
    return values.indices.filter { value in
      values[value].type.element.isFloatingPoint && (!isConstant(value) || data.contains(value))
    }
  }

  private func tensorScales(
    of changed: [ValueIndex], calibration: [ValueIndex: Tensor]?
  ) throws -> [ValueIndex: Float] {
    guard let calibration else { return [:] }
    var groups = ScaleGroups(count: values.count)
    for node in nodes { try join(node, in: &groups) }
    var largest: [Int: Float] = [:]
    func note(_ value: ValueIndex, _ tensor: Tensor) throws {
      let root = groups.root(of: value)
      let magnitude = tensor.largestMagnitude
      guard magnitude.isFinite else {
        throw InputError(
          at: "\(name): value “\(values[value].name)”", "holds numbers that are not finite (\(magnitude))",
          remedy: "int8 cannot stand for them; run in a floating-point precision")
      }
      largest[root] = max(largest[root] ?? 0, magnitude)
    }
    let wanted = Set(changed)
    for value in changed where isConstant(value) { try note(value, try constant(value)) }
    for (value, tensor) in calibration where wanted.contains(value) { try note(value, tensor) }
    _ = try ReferenceExecutor.run(self, inputs: calibration) { index, results in
      for (output, tensor) in zip(nodes[index].outputs, results) where wanted.contains(output) {
        try note(output, tensor)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: changed.map { value in
        let magnitude = largest[groups.root(of: value)] ?? 0
        return (value, magnitude > 0 ? magnitude / 127 : 1)
      })
  }

  /// Whether a node hands on its real inputs as they are: it moves, renames or looks up.
  private func onlyMoves(_ node: Node) throws -> Bool {
    if node.operation is Gather || node.operation is GatherND {
      return true
    }
    switch try NodeEvaluator(node, in: self).form {
    case .alias, .tiled(.move, _): return true
    default: return false
    }
  }

  /// A node that moves or renames makes its real inputs and its output share a scale.
  private func join(_ node: Node, in groups: inout ScaleGroups) throws {
    guard try onlyMoves(node) else { return }
    for value in node.dataInputs where values[value].type.element.isFloatingPoint {
      groups.join(value, node.outputs[0])
    }
  }
}

extension Node {
  /// What its epilogue reads, without settings.
  fileprivate var epilogueData: [ValueIndex] {
    epilogue.flatMap { step in
      let slots = InputSlot.slots(of: type(of: step.operation).name)
      return step.inputs.enumerated().compactMap { position, value in
        position < slots.count && slots[position].isSetting ? nil : value
      }
    }
  }

  /// Its inputs without settings, such as the scales of Resize or the thresholds of NonMaxSuppression: those keep
  /// their type.
  fileprivate var dataInputs: [ValueIndex] {
    let slots = InputSlot.slots(of: type(of: operation).name)
    return inputs.enumerated().compactMap { position, value in
      position < slots.count && slots[position].isSetting ? nil : value
    }
  }
}

/// Values that must have the same scale (disjoint sets).
private struct ScaleGroups {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  func root(of value: Int) -> Int {
    var value = value
    while parents[value] != value { value = parents[value] }
    return value
  }

  mutating func join(_ one: Int, _ other: Int) {
    parents[root(of: one)] = root(of: other)
  }
}

extension Tensor {
  /// The largest absolute value; NaN when an element is no number.
  var largestMagnitude: Float {
    floats.reduce(0) { $0.isNaN || abs($1) <= $0 ? $0 : abs($1) }
  }
}
