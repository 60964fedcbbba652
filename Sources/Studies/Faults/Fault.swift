import Machine
import Mapping

/// One way to break a schedule on purpose, to see whether the machine notices.
public enum Fault: Sendable, Hashable {
  /// `command` no longer waits for `producer`.
  case dropDependency(command: Int, producer: Int)
  /// Two commands of one engine take each other's place; what they wait for stays with the place.
  case swapCommands(first: Int, second: Int)
  /// The buffer at `address` loses its last `bytes`, and everything behind it moves up.
  case shrinkBuffer(memory: MemoryIdentifier, address: Int, size: Int, bytes: Int)
  /// What `load` brings lies in its memory only some cycles after the load was reported as done.
  case delayLoad(load: Int, cycles: Int)
  /// One bit of one element flips while the transfer carries it.
  case corruptElement(transfer: Int, element: Int, bit: Int)

  public enum Kind: String, Sendable, CaseIterable {
    case dropDependency = "drop a dependency"
    case swapCommands = "swap two commands"
    case shrinkBuffer = "shrink a buffer"
    case delayLoad = "delay a load"
    case corruptElement = "corrupt an element"
  }

  public var kind: Kind {
    switch self {
    case .dropDependency: .dropDependency
    case .swapCommands: .swapCommands
    case .shrinkBuffer: .shrinkBuffer
    case .delayLoad: .delayLoad
    case .corruptElement: .corruptElement
    }
  }

  /// The part of the fault that happens inside the machine; nil when the schedule itself is broken.
  var machineFault: MachineFault? {
    switch self {
    case .dropDependency, .swapCommands, .shrinkBuffer: nil
    case .delayLoad(let load, let cycles): .lateData(command: load, cycles: cycles)
    case .corruptElement(let transfer, let element, let bit):
      .corruptElement(command: transfer, element: element, bit: bit)
    }
  }

  /// In words, with the operators and tiles it touches.
  public func text(in program: Program) -> String {
    switch self {
    case .dropDependency(let command, let producer):
      "\(program.place(of: command)) no longer waits for \(program.place(of: producer))"
    case .swapCommands(let first, let second):
      "\(program.place(of: first)) and \(program.place(of: second)) are swapped"
    case .shrinkBuffer(let memory, let address, let size, let bytes):
      "the buffer of \(size) bytes at \(address) in \(memory) is \(bytes) bytes too small"
    case .delayLoad(let load, let cycles):
      "the data of \(program.place(of: load)) arrive \(cycles) cycles after it is reported as done"
    case .corruptElement(let transfer, let element, let bit):
      "bit \(bit) of element \(element) flips in \(program.place(of: transfer))"
    }
  }
}

extension Program {
  /// `command 17 (conv1 tile 3)`.
  func place(of command: Int) -> String {
    let subject = commands[command]
    return "command \(command) (\(graph.nodes[Int(subject.node)].name) tile \(subject.tile))"
  }

  func dependencies(of command: Int) -> ArraySlice<Int32> {
    let range = commands[command].dependencies
    return dependencies[Int(range.lowerBound)..<Int(range.upperBound)]
  }
}
