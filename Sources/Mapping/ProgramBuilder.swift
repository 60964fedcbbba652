import Tensors

/// Commands as they are emitted, with their dependencies.
struct ProgramBuilder {
  private(set) var commands: [Command] = []
  private(set) var dependencies: [Int32] = []

  var nextIndex: Int32 { Int32(commands.count) }

  /// Appends a command that waits for `waitFor`.
  @discardableResult
  mutating func emit(
    _ action: Action, on engine: EngineIdentifier, node: Int, tile: Int, waitFor: CommandSet
  ) -> Int32 {
    let start = Int32(dependencies.count)
    dependencies.append(contentsOf: waitFor.commands)
    let index = nextIndex
    commands.append(
      Command(
        engine: engine, action: action, dependencies: start..<Int32(dependencies.count), node: Int32(node),
        tile: Int32(tile)))
    return index
  }
}
