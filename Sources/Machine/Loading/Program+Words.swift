import Mapping

extension Program {
  func dependencies(of command: Int) -> ArraySlice<Int32> {
    let range = commands[command].dependencies
    return dependencies[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// A command as messages name it: `command 17 (contract, Conv “conv1”, tile 3)`.
  func words(for index: Int) -> String {
    let command = commands[index]
    guard graph.nodes.indices.contains(Int(command.node)) else {
      return "command \(index) (\(command.action.word))"
    }
    let node = graph.nodes[Int(command.node)]
    return
      "command \(index) (\(command.action.word), \(type(of: node.operation).name) “\(node.name)”, "
      + "tile \(command.tile))"
  }
}

extension Action {
  var word: String {
    switch self {
    case .transfer: "transfer"
    case .multicast: "multicast"
    case .contract: "contract"
    case .finish: "finish"
    case .compute: "compute"
    case .host: "host"
    }
  }

  /// The views it reads, in a fixed order. An accumulator that is added to is read.
  var reads: [View] {
    switch self {
    case .transfer(let from, _), .multicast(let from, _): [from]
    case .contract(let a, let b, let accumulator, _, let clears):
      clears ? [a, b] : [a, b, accumulator]
    case .finish(let accumulator, let operands, _): [accumulator] + operands.compactMap { $0 }
    case .compute(let inputs, _): inputs.compactMap { $0 }
    case .host(let inputs, _): inputs.compactMap { $0 }
    }
  }

  /// The views it writes.
  var writes: [View] {
    switch self {
    case .transfer(_, let to): [to]
    case .multicast(_, let to): to
    case .contract(_, _, let accumulator, _, _): [accumulator]
    case .finish(_, _, let output): [output]
    case .compute(_, let output): [output]
    case .host(_, let outputs): outputs
    }
  }

  var views: [View] { reads + writes }

  /// The same, without a list: every command of a program is looked at.
  func forEachView(_ body: (View) throws -> Void) rethrows {
    switch self {
    case .transfer(let from, let to):
      try body(from)
      try body(to)
    case .contract(let a, let b, let accumulator, _, _):
      try body(a)
      try body(b)
      try body(accumulator)
    case .multicast, .finish, .compute, .host:
      for view in views { try body(view) }
    }
  }
}
