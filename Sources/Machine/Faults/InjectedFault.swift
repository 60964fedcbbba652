import Mapping

/// One thing that is wrong: with the schedule, or with the machine that plays it.
public enum InjectedFault: Sendable, Hashable {
  /// A command does not wait for another any more.
  case droppedDependency(command: Int, dependency: Int)
  /// Two neighbours in an engine's queue have changed places.
  case swappedCommands(first: Int, second: Int)
  /// A buffer lies some bytes too high, on top of its neighbour: all views of it have moved.
  case shrunkBuffer(memory: MemoryIdentifier, address: Int, byteCount: Int, shiftBytes: Int)
  /// The data of a load arrive some cycles after its completion was signalled.
  case delayedLoad(command: Int, cycles: Int)
  /// One bit of an element that a command writes is flipped.
  case corruptedElement(command: Int, element: Int, bit: Int)

  public enum Kind: String, Sendable, CaseIterable {
    case droppedDependency = "dropped dependency"
    case swappedCommands = "swapped commands"
    case shrunkBuffer = "shrunk buffer"
    case delayedLoad = "delayed load"
    case corruptedElement = "corrupted element"
  }

  public var kind: Kind {
    switch self {
    case .droppedDependency: .droppedDependency
    case .swappedCommands: .swappedCommands
    case .shrunkBuffer: .shrunkBuffer
    case .delayedLoad: .delayedLoad
    case .corruptedElement: .corruptedElement
    }
  }

  /// In words, naming commands, tiles and operators.
  public func text(in program: Program) -> String {
    switch self {
    case .droppedDependency(let command, let dependency):
      "\(program.words(for: command)) does not wait for \(program.words(for: dependency))"
    case .swappedCommands(let first, let second):
      "\(program.words(for: first)) and \(program.words(for: second)) have changed places in the queue of the "
        + program.commands[first].engine.words
    case .shrunkBuffer(let memory, let address, let byteCount, let shift):
      "the buffer of \(byteCount) bytes at \(address) in the \(memory.words) lies \(shift) bytes too high"
    case .delayedLoad(let command, let cycles):
      "the data of \(program.words(for: command)) arrive \(cycles) cycles after its completion"
    case .corruptedElement(let command, let element, let bit):
      "bit \(bit) of element \(element) that \(program.words(for: command)) writes is flipped"
    }
  }

  /// The fault in the machine, for those that are not in the schedule's text.
  var machineFault: MachineFault? {
    switch self {
    case .droppedDependency, .shrunkBuffer: nil
    case .swappedCommands(let first, let second): .swappedCommands(first: first, second: second)
    case .delayedLoad(let command, let cycles): .lateData(command: command, cycles: cycles)
    case .corruptedElement(let command, let element, let bit):
      .corruptElement(command: command, element: element, bit: bit)
    }
  }

  /// The program with the fault in it.
  func applied(to program: Program) -> Program {
    var broken = program
    switch self {
    case .swappedCommands, .delayedLoad, .corruptedElement: break
    case .droppedDependency(let command, let dependency):
      let kept = program.dependencies(of: command).filter { Int($0) != dependency }
      let first = Int32(program.dependencies.count)
      broken.dependencies += kept
      broken.commands[command].dependencies = first..<first + Int32(kept.count)
    case .shrunkBuffer(let memory, let address, let byteCount, let shift):
      for index in broken.commands.indices {
        broken.commands[index].action = broken.commands[index].action.mappingViews { view in
          guard view.memory == memory, view.address == address, view.storedBytes == byteCount else {
            return view
          }
          var moved = view
          moved.address += shift
          return moved
        }
      }
    }
    return broken
  }
}

extension Action {
  /// The same action on other views.
  func mappingViews(_ change: (View) -> View) -> Action {
    switch self {
    case .transfer(let from, let to): .transfer(from: change(from), to: change(to))
    case .multicast(let from, let to): .multicast(from: change(from), to: to.map(change))
    case .contract(let a, let b, let accumulator, let reduction, let clears):
      .contract(
        a: change(a), b: change(b), accumulator: change(accumulator), reduction: reduction, clears: clears)
    case .finish(let accumulator, let operands, let output):
      .finish(
        accumulator: change(accumulator), operands: operands.map { $0.map(change) }, output: change(output))
    case .compute(let inputs, let output):
      .compute(inputs: inputs.map { $0.map(change) }, output: change(output))
    case .host(let inputs, let outputs):
      .host(inputs: inputs.map { $0.map(change) }, outputs: outputs.map(change))
    }
  }
}
