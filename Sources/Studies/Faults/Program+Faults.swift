import Mapping

extension Program {
  /// The same program with the schedule broken. Faults inside the machine leave it as it is.
  func broken(by fault: Fault) -> Program {
    switch fault {
    case .dropDependency(let command, let producer):
      return rebuilt { index in
        let kept = dependencies(of: index)
        return index == command ? kept.filter { $0 != Int32(producer) } : Array(kept)
      }
    case .swapCommands(let first, let second):
      var copy = self
      (copy.commands[first].action, copy.commands[second].action) = (
        commands[second].action, commands[first].action
      )
      return copy
    case .shrinkBuffer(let memory, let address, let size, let bytes):
      var copy = self
      for index in commands.indices {
        copy.commands[index].action = commands[index].action.mapViews { view in
          guard view.memory == memory, view.address >= address + size else { return view }
          var moved = view
          moved.address -= bytes
          return moved
        }
      }
      return copy
    case .delayLoad, .corruptElement: return self
    }
  }

  /// The same commands with other dependencies.
  private func rebuilt(_ dependenciesOf: (Int) -> [Int32]) -> Program {
    var copy = self
    copy.dependencies = []
    for index in commands.indices {
      let start = Int32(copy.dependencies.count)
      copy.dependencies += dependenciesOf(index)
      copy.commands[index].dependencies = start..<Int32(copy.dependencies.count)
    }
    return copy
  }
}

extension Action {
  func mapViews(_ transform: (View) -> View) -> Action {
    switch self {
    case .transfer(let from, let to): .transfer(from: transform(from), to: transform(to))
    case .contract(let a, let b, let accumulator, let reduction, let clears):
      .contract(
        a: transform(a), b: transform(b), accumulator: transform(accumulator), reduction: reduction,
        clears: clears)
    case .finish(let accumulator, let operands, let output):
      .finish(
        accumulator: transform(accumulator), operands: operands.map { $0.map(transform) },
        output: transform(output))
    case .compute(let inputs, let output):
      .compute(inputs: inputs.map { $0.map(transform) }, output: transform(output))
    case .host(let inputs, let outputs):
      .host(inputs: inputs.map { $0.map(transform) }, outputs: outputs.map(transform))
    }
  }
}
