import Chips
import Graphs
import RandomCases
import Tensors
import Testing

@testable import Mapping

@Suite("Values in blocks in DRAM")
struct LayoutPlannerTests {
  /// Channels that several cores compute and all of them read: rows of an image in short runs.
  private static let narrow = """
    {"name": "narrow", "inputs": {"x": [1, 8, 24, 24]}, "nodes": [
      {"op": "Conv", "channels": 32, "kernel": 3, "pad": 1},
      {"op": "Conv", "channels": 32, "kernel": 3, "pad": 1},
      {"op": "Conv", "channels": 8, "kernel": 1}]}
    """

  private func programs(of graph: Graph, on chip: Chip) throws -> (plain: Program, inBlocks: Program) {
    var options = MappingOptions()
    options.optimisations = [.layout]
    return (
      try Mapper.map(graph, onto: chip), try Mapper.map(graph, onto: chip, options: options)
    )
  }

  /// Bytes of whole requests that a program's transfers take from DRAM and bring there, counted run by run.
  private func requestBytes(_ program: Program, on chip: Chip, of value: Int? = nil) -> (
    bytes: Int, transfers: Int
  ) {
    let request = chip.dram.requestBytes
    var (bytes, transfers) = (0, 0)
    for command in program.commands {
      let views: [View] =
        switch command.action {
        case .transfer(let from, let to): [from, to]
        case .multicast(let from, _): [from]
        default: []
        }
      for view in views where view.memory == .dram && (value == nil || Int(view.value) == value) {
        var runs = StridedRuns(of: view.box, in: view.layout, element: view.element)
        transfers += 1
        while let run = runs.next() {
          let first = view.address + run.offset
          bytes += ((first + run.bytes - 1) / request - first / request + 1) * request
        }
      }
    }
    return (bytes, transfers)
  }

  @Test func `save requests where tiles take short runs`() throws {
    let chip = try SmallChips.chip(cores: 4, scratchpad: "16 KiB")
    let (plain, inBlocks) = try programs(
      of: SmallModels.graph(Self.narrow).prepared(precision: .int8, calibrate: false), on: chip)
    #expect(plain.layouts.isEmpty)
    #expect(!inBlocks.layouts.isEmpty)
    let before = requestBytes(plain, on: chip).bytes
    let after = requestBytes(inBlocks, on: chip).bytes
    #expect(Double(after) < 0.9 * Double(before))
  }

  @Test func `are moved in as many transfers as was said, and about as many requests`() throws {
    let chip = try SmallChips.chip(cores: 4, scratchpad: "16 KiB")
    let (_, inBlocks) = try programs(
      of: SmallModels.graph(Self.narrow).prepared(precision: .int8, calibrate: false), on: chip)
    for choice in inBlocks.layouts {
      let moved = requestBytes(inBlocks, on: chip, of: choice.value)
      #expect(moved.transfers == choice.transfers)
      // The estimate supposes that runs begin anywhere within a request.
      #expect(abs(moved.bytes - choice.bytes) * 10 <= choice.bytes)
      #expect(choice.savedCycles > 0)
    }
  }

  @Test func `stand in the explanation of the operator that writes them`() throws {
    let chip = try SmallChips.chip(cores: 4, scratchpad: "16 KiB")
    let (_, inBlocks) = try programs(
      of: SmallModels.graph(Self.narrow).prepared(precision: .int8, calibrate: false), on: chip)
    let producers = inBlocks.graph.producer
    for choice in inBlocks.layouts {
      guard let node = producers[choice.value] else { continue }
      #expect(
        inBlocks.operators[node].decisions.contains {
          $0.hasPrefix("“\(inBlocks.graph.values[choice.value].name)”")
        })
    }
  }

  @Test(arguments: 0..<40) func `are none that a user or the host sees, in random programs`(_ number: Int)
    throws
  {
    let graph = try RandomGraphs.graph(seed: number).prepared(calibrate: false)
    let chip = try RandomChips.chip(seed: number)
    guard let (plain, inBlocks) = try? programs(of: graph, on: chip) else { return }
    var seen = Set(inBlocks.graph.inputs + inBlocks.graph.outputs)
    for command in inBlocks.commands {
      guard case .host(let inputs, let outputs) = command.action else { continue }
      seen.formUnion((inputs.compactMap { $0 } + outputs).map { Int($0.value) })
    }
    for value in seen { #expect(inBlocks.homes[value]?.layout.isRowMajor != false) }
    #expect(requestBytes(inBlocks, on: chip).bytes <= requestBytes(plain, on: chip).bytes)
    for home in inBlocks.homes where home?.memory == .dram {
      #expect(home!.address + home!.layout.byteCount <= inBlocks.dramBytes)
    }
  }
}
