import Graphs
import Mapping
import Tensors

/// Whether a command's views are the boxes that its operator asks for, so that no kernel meets a shape it cannot
/// compute with.
extension ProgramLoader {
  func checkOperands(of index: Int) throws {
    let command = program.commands[index]
    let node = Int(command.node)
    let evaluator = evaluators[node]
    switch command.action {
    case .transfer, .multicast: break
    case .contract(let a, let b, let accumulator, let reduction, _):
      guard case .contraction(let contraction) = evaluator.form else {
        throw impossible(index, "its operator is no contraction")
      }
      let units = Int(reduction.lowerBound)..<Int(reduction.upperBound)
      guard units.lowerBound >= 0, units.upperBound <= contraction.reductionUnits else {
        throw impossible(
          index, "units \(units) are not within the reduction of \(contraction.reductionUnits)")
      }
      try checkResult(index, accumulator, element: evaluator.accumulatorElement)
      for (position, view) in [a, b].enumerated() {
        let box = contraction.inputBox(position, for: accumulator.box, reduction: units)
        try checkOperand(index, position, view, box)
      }
    case .finish(let accumulator, let operands, let output):
      guard case .contraction = evaluator.form else {
        throw impossible(index, "its operator is no contraction")
      }
      try checkResult(index, output, element: evaluator.outputTypes[0].element)
      try checkOperand(index, 0, accumulator, output.box)
      try checkEpilogue(index, operands[...], output: output)
    case .compute(let inputs, let output):
      guard case .tiled(_, let tile) = evaluator.form else {
        throw impossible(index, "its operator is not computed in boxes")
      }
      try checkResult(index, output, element: evaluator.outputTypes[0].element)
      let own = evaluator.node.inputs.count
      for (position, view) in inputs.prefix(own).enumerated() {
        let isWanted = evaluator.node.inputs[position] != nil
        try checkOperand(index, position, view, isWanted ? tile.inputBox(position, for: output.box) : nil)
      }
      try checkEpilogue(index, inputs.dropFirst(own), output: output)
    case .host(let inputs, let outputs):
      guard inputs.count == evaluator.node.readPositions, outputs.count == evaluator.outputTypes.count else {
        throw impossible(
          index, "it has \(inputs.count) inputs and \(outputs.count) outputs, not those of its operator")
      }
      for (output, type) in zip(outputs, evaluator.outputTypes) {
        try checkResult(index, output, element: type.element)
        guard output.box.shape == type.shape else {
          throw impossible(index, "it writes \(output.box) of a value of shape \(type.shape)")
        }
      }
    }
  }

  private func checkEpilogue(_ index: Int, _ operands: ArraySlice<View?>, output: View) throws {
    let node = Int(program.commands[index].node)
    guard operands.count == evaluators[node].node.epilogueOperands.count else {
      throw impossible(index, "it has \(operands.count) epilogue operands, not those of its operator")
    }
    for (position, view) in operands.enumerated() {
      guard let view else { throw impossible(index, "epilogue operand \(position) is missing") }
      let box = program.graph.epilogueBox(node, operand: position, for: output.box)
      try checkOperand(index, position, view, box)
    }
  }

  private func checkOperand(_ index: Int, _ position: Int, _ view: View?, _ box: Box?) throws {
    guard view?.box.shape == box?.shape else {
      let given = view.map { "\($0.box)" } ?? "nothing"
      throw impossible(index, "operand \(position) is \(given), not \(box.map { "\($0)" } ?? "nothing")")
    }
  }

  private func checkResult(_ index: Int, _ view: View, element: ElementType?) throws {
    let shape = program.graph.values[Int(view.value)].type.shape
    guard view.element == element else {
      throw impossible(
        index, "its result is \(element?.rawValue ?? "none"), its view is of \(view.element.rawValue)")
    }
    guard Box(shape: shape).contains(view.box) else {
      throw impossible(index, "it writes \(view.box) of a value of shape \(shape)")
    }
  }
}

extension Node {
  /// Inputs, absent ones included, and epilogue operands.
  fileprivate var readPositions: Int { inputs.count + epilogueOperands.count }
}
