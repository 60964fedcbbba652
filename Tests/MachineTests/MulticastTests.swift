import Chips
import Graphs
import Mapping
import Network
import Tensors
import Testing

@testable import Machine

@Suite("Packets for several cores")
struct MulticastTests {
  /// Four cores at the corners of a square, DRAM and host beside them.
  private static let chip = testChip(cores: 4) {
    $0.network.topology = .mesh(columns: 2, rows: 5)
    $0.network.multicast = true
  }

  @Test func `The operand of divided rows leaves DRAM once`() throws {
    let graph = try oneNodeGraph(
      "MatMul", inputs: [TensorType(.float32, [256, 64]), TensorType(.float32, [64, 64])])
    func run(multicast: Bool) throws -> RunRecord {
      var chip = Self.chip
      chip.network.multicast = multicast
      var options = MappingOptions()
      options.splits = try SplitPlan(["rows"])
      let program = try Mapper.map(graph, onto: chip, options: options)
      let record = try Machine.run(program: program, chip: chip)
      #expect(record.verification?.passed == true)
      return record
    }
    let (apart, together) = (try run(multicast: false), try run(multicast: true))
    #expect(apart.counters.dramReadBytes - together.counters.dramReadBytes == 3 * 64 * 64 * 4)
    #expect(together.network.linkBytes < apart.network.linkBytes)
  }

  /// Also where packets of an endpoint enter at another router than those to it leave.
  @Test(arguments: [
    Topology.crossbar, .ring, .torus(columns: 3, rows: 3),
    .concentratedMesh(columns: 3, rows: 2, endpointsPerRouter: 2), .butterfly(arity: 3, levels: 2),
    .fatTree(arity: 3, levels: 2),
  ])
  func `What is passed on arrives at every core, on every topology and at both levels`(topology: Topology)
    throws
  {
    let graph = try oneNodeGraph(
      "MatMul", inputs: [TensorType(.float32, [64, 64]), TensorType(.float32, [64, 64])])
    var chip = Self.chip
    chip.network.topology = topology
    var options = MappingOptions()
    options.splits = try SplitPlan(["rows"])
    let program = try Mapper.map(graph, onto: chip, options: options)
    let levels = try [NetworkLevel.packet, .flit].map {
      try Machine.run(program: program, chip: chip, options: MachineOptions(network: $0))
    }
    #expect(levels.allSatisfy { $0.verification?.passed == true })
    #expect(levels[0].network.packets == levels[1].network.packets)
    #expect(levels[0].network.linkBytes == levels[1].network.linkBytes)
    #expect(levels[0].counters.dramReadBytes == 2 * 64 * 64 * 4)
  }

  @Test func `A tree reaches every core once, over the fewest links of a mesh`() {
    var table = MulticastTable(NetworkLayout(Self.chip))
    let tree = Int(table.tree(of: [0, 1, 2, 3]))
    #expect(table.children[tree] == [[1], [3], [], [2]])
    #expect(table.tree(of: [0, 1, 2, 3]) == tree, "known by its cores")
    let back = Int(table.tree(of: [3, 0]))
    #expect(table.children[back] == [[], [], [], [0]])
  }

  @Test func `The cores of a crossbar make a chain`() {
    var table = MulticastTable(NetworkLayout(testChip(cores: 4)))
    let tree = Int(table.tree(of: [0, 1, 2, 3]))
    #expect(table.children[tree] == [[1], [2], [3], []])
  }

  @Test(arguments: [
    ([1, 0], "begins at core 1"), ([0, 0], "once to each"), ([0], "memories of several cores"),
  ])
  func `A multicast that cannot be sent is refused`(_ cores: [Int], _ reason: String) throws {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [64])])
    var program = HandMadeProgram(graph, homes: [0: 0])
    let targets = cores.map { program.view(0, in: .scratchpad(core: $0), at: 0) }
    program.add(.load(core: 0), .multicast(from: program.atHome(0), to: targets))
    let error = #expect(throws: MachineError.self) {
      try Machine.run(program: program.program, chip: Self.chip, options: MachineOptions(numerics: false))
    }
    #expect(error?.kind == .impossibleCommand)
    #expect(error.map { "\($0)".contains(reason) } == true)
  }

  /// On a crossbar the second core has the bytes one packet's way behind the first.
  @Test func `A packet is passed on as soon as it has arrived`() throws {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [32])])
    var program = HandMadeProgram(graph, homes: [0: 0])
    let targets = [0, 1].map { program.view(0, in: .scratchpad(core: $0), at: 0) }
    program.add(.load(core: 0), .multicast(from: program.atHome(0), to: targets))
    let record = try Machine.run(
      program: program.program, chip: testChip(cores: 2), options: MachineOptions(numerics: false))
    // 119 as a single request takes, and 2 + 2 from core to core.
    #expect(record.elapsedCycles == 119 + 4)
  }
}
