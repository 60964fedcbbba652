import Tensors

extension Graph {
  /// Moves element-wise operators behind the operator that feeds them: bias, activation, residual Add and whatever
  /// else is computed element by element becomes the epilogue of a contraction, window, reduction or of the first
  /// element-wise operator of a chain.
  ///
  /// A step is taken in when it is the only reader of the running result, keeps its shape and element type, and
  /// both are real numbers. Sums of an integer product may also change their type on the way: bias, requantisation or
  /// scaling back become its epilogue. The fused node stands where the step stood, so everything the step needs is
  /// there.
  public func applyingFusion() throws -> Graph {
    var uses = useCounts
    var fused: [Node?] = []
    var maker: [ValueIndex: Int] = [:]
    for node in nodes {
      guard let (position, target) = try fusionTarget(of: node, maker: maker, leads: fused, uses: uses) else {
        if try canLead(node) { maker[node.outputs[0]] = fused.count }
        fused.append(node)
        continue
      }
      var whole = fused[target]!
      fused[target] = nil
      uses[whole.outputs[0]] = 0
      maker[whole.outputs[0]] = nil
      var inputs = node.inputs
      inputs[position] = nil
      whole.epilogue.append(EpilogueStep(of: node, inputs: inputs, position: position))
      whole.outputs[0] = node.outputs[0]
      maker[node.outputs[0]] = fused.count
      fused.append(whole)
    }
    var graph = self
    graph.nodes = fused.compactMap { $0 }
    return graph.applyingDeadNodeRemoval()
  }

  /// Whether a node may have an epilogue.
  private func canLead(_ node: Node) throws -> Bool {
    guard node.outputs.count == 1,
      values[node.outputs[0]].type.isReal || node.operation is any IntegerProduct
    else { return false }
    switch try NodeEvaluator(node, in: self).form {
    case .contraction: return true
    case .tiled(let kind, _): return kind != .move
    case .alias, .host: return false
    }
  }

  /// The input of an element-wise node, and the node that makes it, which it can be moved behind; the latest where
  /// there are several.
  private func fusionTarget(
    of node: Node, maker: [ValueIndex: Int], leads: [Node?], uses: [Int]
  ) throws -> (position: Int, target: Int)? {
    guard node.outputs.count == 1, node.epilogue.isEmpty, node.operation is any ElementwiseOperator else {
      return nil
    }
    let type = values[node.outputs[0]].type
    let candidates = node.inputs.enumerated().compactMap { position, value -> (position: Int, target: Int)? in
      guard let value, uses[value] == 1, let target = maker[value], let lead = leads[target] else {
        return nil
      }
      let fits =
        lead.operation is any IntegerProduct
        ? values[value].type.shape == type.shape : values[value].type == type && type.isReal
      return fits ? (position, target) : nil
    }
    guard let best = candidates.max(by: { $0.target < $1.target }),
      case .tiled(.map, _) = try NodeEvaluator(node, in: self).form
    else { return nil }
    return best
  }
}
