import Testing

@testable import Mapping

@Suite("Address space")
struct AddressSpaceTests {
  /// What a memory of so many lines knows when every line is looked at.
  private struct Lines {
    var isLive: [Bool]
    var users: [Int32?]

    init(_ count: Int) {
      isLive = [Bool](repeating: false, count: count)
      users = [Int32?](repeating: nil, count: count)
    }

    func isFree(_ line: Int, quietSince quiet: Int32) -> Bool {
      !isLive[line] && (users[line].map { $0 < quiet } ?? true)
    }

    func lines(_ range: AddressSpace.Range) -> Range<Int> {
      range.lower / AddressSpace.alignmentBytes..<range.upper / AddressSpace.alignmentBytes
    }
  }

  @Test("Buffers never overlap, and whoever takes one waits for all who used its bytes", arguments: 0..<20)
  func users(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let count = 64
    let area = AddressSpace.Range(lower: 0, upper: count * AddressSpace.alignmentBytes)
    var space = AddressSpace()
    var lines = Lines(count)
    var held: [AddressSpace.Range] = []
    for command in 0..<Int32(400) {
      if !held.isEmpty, random.next() % 3 == 0 {
        let range = held.remove(at: Int(random.next() % UInt64(held.count)))
        space.free(range, lastUsers: CommandSet(command, on: .load(core: 0)))
        for line in lines.lines(range) { (lines.isLive[line], lines.users[line]) = (false, command) }
        continue
      }
      let bytes = Int(random.next() % 12 + 1) * AddressSpace.alignmentBytes
      let quiet = random.next() % 2 == 0 ? command - 20 : .max
      guard let found = space.allocate(bytes, within: area, quietSince: quiet) else {
        let free = lines.isLive.indices.map { lines.isFree($0, quietSince: quiet) }
        let longest = free.split(separator: false).map(\.count).max() ?? 0
        // The second search begins where the first did not look, so that no gap is overlooked.
        #expect(longest * AddressSpace.alignmentBytes < bytes)
        continue
      }
      let taken = lines.lines(found.range)
      #expect(taken.allSatisfy { lines.isFree($0, quietSince: quiet) })
      #expect(Array(found.waitFor.commands) == Set(taken.compactMap { lines.users[$0] }).sorted())
      for line in taken { (lines.isLive[line], lines.users[line]) = (true, nil) }
      held.append(found.range)
    }
  }

  @Test("Of engines that end in order the latest command is enough; of movements all are kept")
  func commands() {
    var set = CommandSet()
    #expect(set.isEmpty && set.latest == -1)
    for command in [5, 2, 9] as [Int32] { set.insert(command, on: .matrix(core: 1)) }
    for command in [7, 3, 7] as [Int32] { set.insert(command, on: .load(core: 1)) }
    set.insert(4, on: .matrix(core: 0))
    #expect(Array(set.commands) == [3, 4, 7, 9])
    var other = CommandSet(8, on: .matrix(core: 0))
    other.formUnion(set)
    #expect(Array(other.commands) == [3, 7, 8, 9])
    #expect(other.latest == 9)
  }
}

/// Numbers that are the same in every run (Steele, Lea and Flood, OOPSLA 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
