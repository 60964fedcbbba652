import Chips
import EventSimulation
import Graphs
import Machine
import Mapping
import Tensors
import Testing

@Suite("Engines of a core overlap as their pipelines allow")
struct ComputeTimingTests {
  static let timingOnly = MachineOptions(numerics: false, collectsTimeline: true)

  /// `count` products of 16×16 by 16×8 into accumulators of their own.
  static func products(_ count: Int, on chip: Chip) throws -> RunRecord {
    let graph = try oneNodeGraph(
      "MatMul", inputs: [TensorType(.float32, [16, 16]), TensorType(.float32, [16, 8])])
    var made = HandMadeProgram(graph)
    for index in 0..<count {
      made.add(
        .matrix(core: 0),
        .contract(
          a: made.view(0, in: .scratchpad(core: 0), at: 0),
          b: made.view(1, in: .scratchpad(core: 0), at: 4096),
          accumulator: made.view(2, in: .accumulator(core: 0), at: 512 * index), reduction: 0..<16,
          clears: true))
    }
    return try Machine.run(program: made.program, chip: chip, options: timingOnly)
  }

  static func productTiming(on chip: Chip) throws -> ProductTiming {
    try #require(chip.cores[0].matrix).timing(
      of: MatrixProductShape(groups: 1, rows: 16, columns: 8, reduction: 16), element: .float32)
  }

  @Test func `A product alone takes the cycles of the register-level array`() throws {
    let timing = try Self.productTiming(on: testChip())
    #expect(try Self.products(1, on: testChip()).elapsedCycles == timing.totalCycles)
  }

  @Test(arguments: StationaryLoading.allCases)
  func `Preload and drain of neighbours hide as far as the array allows`(loading: StationaryLoading) throws {
    let chip = testChip {
      guard case .systolic(var array) = $0.cores[0].matrix!.array else { return }
      array.stationaryLoading = loading
      $0.cores[0].matrix!.array = .systolic(array)
    }
    let timing = try Self.productTiming(on: chip)
    let exposed = max(0, timing.preloadCycles - timing.lastTileCycles)
    let record = try Self.products(5, on: chip)
    #expect(record.elapsedCycles == timing.totalCycles + 4 * (exposed + timing.streamCycles))
    let matrix = record.engines[3]
    #expect(matrix.busyCycles == record.elapsedCycles)
    #expect(record.operators[0].matrixBusyCycles == record.elapsedCycles - timing.drainCycles)
  }

  /// `count` Relus of 800 elements, each on the result of the one before if they depend.
  static func vectors(_ count: Int, dependent: Bool, on chip: Chip) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.float32, [800])])
    var made = HandMadeProgram(graph)
    for index in 0..<count {
      made.add(
        .vector(core: 0),
        .compute(
          inputs: [made.view(0, in: .scratchpad(core: 0), at: 0)],
          output: made.view(1, in: .scratchpad(core: 0), at: 4096)),
        after: dependent && index > 0 ? [index - 1] : [])
    }
    return try Machine.run(program: made.program, chip: chip, options: timingOnly)
  }

  @Test func `Vector commands pipeline, dependent ones wait for the last result`() throws {
    // 800 operations on 8 lanes, 5 stages.
    #expect(try Self.vectors(1, dependent: false, on: testChip()).elapsedCycles == 105)
    #expect(try Self.vectors(10, dependent: false, on: testChip()).elapsedCycles == 1005)
    #expect(try Self.vectors(10, dependent: true, on: testChip()).elapsedCycles == 1050)
  }

  @Test func `Scratchpad ports bound a vector engine that is wide enough`() throws {
    let chip = testChip {
      $0.cores[0].vector!.lanes = 800
      $0.cores[0].scratchpad.banks = 1
      $0.cores[0].scratchpad.portsPerBank = 1
    }
    // 3,200 bytes in and 3,200 out, 16 a cycle.
    let record = try Self.vectors(1, dependent: false, on: chip)
    #expect(record.elapsedCycles == 400 + 5)
  }

  @Test func `A clock whose period is no whole number of femtoseconds does not drift`() throws {
    let chip = testChip { $0.cores[0].clockHertz = 700_000_000 }
    let record = try Self.vectors(2000, dependent: true, on: chip)
    #expect(record.elapsedCycles == 105 * 2000)
    // 210,000 cycles of 700 MHz are exactly 300 microseconds.
    #expect(record.elapsedFemtoseconds == 300_000_000_000)
  }

  @Test func `DMA beats that hit the banks of a running product delay it`() throws {
    func run(ports: Int) throws -> RunRecord {
      let chip = testChip {
        $0.cores[0].scratchpad.banks = 2
        $0.cores[0].scratchpad.portsPerBank = ports
        $0.cores[0].dma.setupCycles = 0
        $0.dram.latencyNanoseconds = 0
      }
      let graph = try oneNodeGraph(
        "MatMul",
        inputs: [[512, 16], [16, 8]].map { TensorType(.int8, $0, quantization: Quantization(scale: 1)) })
      var made = HandMadeProgram(graph, homes: [0: 0])
      made.add(
        .load(core: 0),
        .transfer(from: made.atHome(0), to: made.view(0, in: .scratchpad(core: 0), at: 16384)))
      made.add(
        .matrix(core: 0),
        .contract(
          a: made.view(0, in: .scratchpad(core: 0), at: 0),
          b: made.view(1, in: .scratchpad(core: 0), at: 8192),
          accumulator: made.view(2, in: .accumulator(core: 0), at: 0, element: .int32), reduction: 0..<16,
          clears: true))
      return try Machine.run(program: made.program, chip: chip, options: Self.timingOnly)
    }
    let conflict = StallCause.allCases.firstIndex(of: .bankConflict)!
    let one = try run(ports: 1)
    let many = try run(ports: 8)
    #expect(one.engines[3].stallCycles[conflict] > 0)
    #expect(many.engines[3].stallCycles[conflict] == 0)
    #expect(
      one.timeline[1].endFemtoseconds - many.timeline[1].endFemtoseconds
        == UInt64(one.engines[3].stallCycles[conflict]) * 1_000_000)
    for engine in one.engines {
      #expect(engine.busyCycles + engine.stallCycles.reduce(0, +) == one.elapsedCycles)
    }
  }
}
