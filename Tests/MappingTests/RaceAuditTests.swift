import Graphs
import Mapping
import RandomCases
import Tensors
import Testing

@Suite("The audit of races")
struct RaceAuditTests {
  private static func program(_ number: Int) throws -> Program {
    try Mapper.map(
      RandomGraphs.graph(seed: number).prepared(calibrate: false), onto: RandomChips.chip(seed: number))
  }

  @Test(arguments: 0..<40) func `finds none in random programs`(_ number: Int) throws {
    guard let program = try? Self.program(number) else { return }
    let found = races(in: program)
    #expect(found.isEmpty, "\(found.prefix(3))")
  }

  /// The audit can fail: without a dependency between two commands that touch the same bytes it finds a race, unless
  /// other dependencies order them. (Dependencies for a whole freed range may join commands that share no byte.)
  @Test(arguments: 0..<12) func `sees a missing dependency`(_ number: Int) throws {
    guard let program = try? Self.program(number) else { return }
    var places: [(command: Int, place: Int)] = []
    for command in program.commands.indices {
      for place in program.commands[command].dependencies {
        let dependency = program.commands[Int(program.dependencies[Int(place)])]
        if dependency.conflicts(with: program.commands[command]) { places.append((command, Int(place))) }
      }
    }
    for index in stride(from: 0, to: places.count, by: max(1, places.count / 10)) {
      let (command, place) = places[index]
      let dependency = Int(program.dependencies[place])
      let broken = program.withoutDependency(at: place, of: command)
      let isImplied = HappensBefore(broken).isOrdered(dependency, command)
      let isSeen = races(in: broken).contains { $0.first == dependency && $0.second == command }
      #expect(isImplied != isSeen, "\(command) after \(dependency)")
    }
  }
}

extension Command {
  /// Whether both touch some byte that at least one of them writes.
  fileprivate func conflicts(with other: Command) -> Bool {
    accesses.contains { mine in
      other.accesses.contains { theirs in
        mine.memory == theirs.memory && (mine.writes || theirs.writes)
          && mine.bytes.contains { range in theirs.bytes.contains { $0.overlaps(range) } }
      }
    }
  }
}

extension Program {
  fileprivate func withoutDependency(at place: Int, of command: Int) -> Program {
    var broken = self
    let range = commands[command].dependencies
    let kept = range.filter { Int($0) != place }.map { dependencies[Int($0)] }
    let first = Int32(dependencies.count)
    broken.dependencies += kept
    broken.commands[command].dependencies = first..<first + Int32(kept.count)
    return broken
  }
}
