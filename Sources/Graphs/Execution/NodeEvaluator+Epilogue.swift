import Tensors

/// One step of an epilogue, ready to compute.
struct FusedStep: Sendable {
  /// Where a step's input comes from.
  enum Source: Sendable {
    case running
    case operand(Int)
    case absent
  }
  var sources: [Source]
  var operation: any TileableOperator

  static func steps(of node: Node, in graph: Graph) throws -> [FusedStep] {
    guard !node.epilogue.isEmpty else { return [] }
    let running = graph.values[node.outputs[0]].type.computing
    var operand = 0
    return try node.epilogue.map { step in
      var sources: [Source] = []
      var inputs: [OperatorInput?] = []
      for (position, value) in step.inputs.enumerated() {
        if position == step.position {
          sources.append(.running)
          inputs.append(OperatorInput(type: running))
        } else if let value {
          sources.append(.operand(operand))
          operand += 1
          var input = try graph.operatorInput(value)
          input?.type = graph.values[value].type.computing
          inputs.append(input)
        } else {
          sources.append(.absent)
          inputs.append(nil)
        }
      }
      guard case .tiled(.map, let operation) = step.operation.form(inputs: inputs, outputs: [running])
      else { preconditionFailure("epilogue step “\(step.name)” is not element-wise") }
      return FusedStep(sources: sources, operation: operation)
    }
  }
}

extension NodeEvaluator {
  /// The part of an epilogue operand that a box of the output needs: the same ranges, but the only index along axes
  /// of length 1, axes aligned at the last.
  public static func epilogueBox(operandShape: [Int], outputShape: [Int], output: Box) -> Box {
    let missing = outputShape.count - operandShape.count
    let lower = operandShape.indices.map { operandShape[$0] == 1 ? 0 : output.lower($0 + missing) }
    let extent = operandShape.indices.map { operandShape[$0] == 1 ? 1 : output.extent($0 + missing) }
    return Box(lower: lower, extent: extent)
  }

  func applySteps(to result: Tensor, operands: [Tensor?], output: Box) throws -> Tensor {
    if steps.isEmpty { return result }
    var running = result.computing
    for step in steps {
      let inputs = step.sources.map { source -> Tensor? in
        switch source {
        case .running: running
        case .operand(let index): operands[index]?.computing
        case .absent: nil
        }
      }
      running = try step.operation.evaluateTile(inputs, output: output)
    }
    return running
  }
}
