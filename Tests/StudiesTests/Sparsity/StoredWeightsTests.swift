import Foundation
import Testing
import Tilewright

/// What becomes of weights that are stored in fewer bits, or without their zeros.
@Suite("Weights as they are stored")
struct StoredWeightsTests {
  private static let levels = "matrix=tile,network=packet,dram=bandwidth"

  /// 64 vectors times weights.
  private static func product(k: Int) throws -> ModelFile {
    try ModelFile("gemm", settings: ["m": 64, "n": 128, "k": k])
  }

  private func run(
    _ chip: String, _ model: ModelFile, _ quantize: String, prune: [String] = [], numerics: Bool = true,
    fidelity: String = levels
  ) throws -> SimulationResult {
    var options = SimulationOptions()
    options.numerics = numerics
    options.fidelity = try Fidelity(fidelity)
    options.compression = Compression(
      prunings: try prune.map { try Pruning($0) }, precision: try PrecisionPlan([quantize]))
    var chip = try Chip.read(Shelf.chips.file(named: chip))
    // A single core, so that every weight is brought once.
    chip.cores = Array(chip.cores.prefix(1))
    return try Simulation(chip: chip, model: model, options: options).run()
  }

  private func digits() throws -> ModelFile { try ModelFile("digits-cnn", settings: ["batch": 2]) }

  /// Bytes that were asked for, without what requests bring besides.
  private func bytesRead(_ result: SimulationResult) -> Int {
    result.record.operators.reduce(0) { $0 + $1.dramUsefulReadBytes }
  }

  @Test("Codes of four bits take half of the bytes of codes of eight, of two bits a quarter")
  func narrowCodes() throws {
    let model = try Self.product(k: 512)
    let activations = 64 * 512
    func weightBytes(_ format: String) throws -> Int {
      bytesRead(try run("edge-npu", model, format, numerics: false)) - activations
    }
    let whole = try weightBytes("w8a8")
    let factors = whole - 512 * 128
    #expect(try weightBytes("w4a8") == 512 * 128 / 2 + factors)
    #expect(try weightBytes("w2a8") == 512 * 128 / 4 + factors)
  }

  @Test(
    "The numbers of narrow codes are right in every memory",
    arguments: ["w4a8", "w2a8", "w3a8,per-channel", "w4a4"])
  func narrowNumbers(format: String) throws {
    for fidelity in [Self.levels, "matrix=register,network=packet,dram=bandwidth"] {
      let result = try run("gemmini-16x16", digits(), format, fidelity: fidelity)
      #expect(result.record.verification?.passed == true, "\(format) \(fidelity)")
    }
  }

  @Test("A sparse engine computes what a dense one does", arguments: ["w8a8", "w4a8,per-channel", "fp16"])
  func sameNumbers(format: String) throws {
    let sparse = try run("edge-npu-sparse", digits(), format, prune: ["2:4"])
    let dense = try run("edge-npu", digits(), format, prune: ["2:4"])
    #expect(sparse.record.verification?.passed == true)
    let outputs = [sparse, dense].map { $0.record.verification?.outputs[$0.program.graph.outputs[0]]?.bytes }
    // Sums of floating-point numbers may be cut elsewhere.
    #expect(outputs[0] != nil && (outputs[0] == outputs[1] || format == "fp16"))
    #expect(sparse.record.elapsedCycles < dense.record.elapsedCycles)
    #expect(sparse.record.counters.dramReadBytes < dense.record.counters.dramReadBytes)
  }

  @Test("Its registers select by index: the same cycles and sums as the closed form")
  func registers() throws {
    func record(_ level: String) throws -> RunRecord {
      try run(
        "edge-npu-sparse", digits(), "w8a8", prune: ["2:4"],
        fidelity: "matrix=\(level),network=packet,dram=bandwidth"
      ).record
    }
    var registers = try record("register")
    #expect(registers.verification?.passed == true)
    registers.levels.matrix = .tile
    #expect("\(registers)" == "\(try record("tile"))")
  }

  @Test("Bytes are the kept values and their places")
  func bytes() throws {
    let model = try Self.product(k: 512)
    let dense = try run("edge-npu", model, "w8a8", prune: ["2:4"], numerics: false)
    let sparse = try run("edge-npu-sparse", model, "w8a8", prune: ["2:4"], numerics: false)
    let weights = 512 * 128
    #expect(
      bytesRead(dense) - bytesRead(sparse) == weights - weights / 2 - weights / 2 * 2 / 8)
  }

  @Test("Half of the products, half of the busy cycles of a long sum")
  func halfOfTheCycles() throws {
    let model = try Self.product(k: 8192)
    let dense = try run("edge-npu", model, "w8a8", prune: ["2:4"], numerics: false)
    let sparse = try run("edge-npu-sparse", model, "w8a8", prune: ["2:4"], numerics: false)
    func busy(_ result: SimulationResult) -> Double {
      Double(result.record.operators.reduce(0) { $0 + $1.matrixBusyCycles })
    }
    #expect(abs(busy(sparse) / busy(dense) - 0.5) < 0.02)
    func products(_ result: SimulationResult) -> Int {
      result.record.operators.reduce(0) { $0 + $1.multiplyAccumulates }
    }
    #expect(products(sparse) * 2 == products(dense))
    #expect(sparse.energy.total[.matrix] < dense.energy.total[.matrix])
  }

  @Test("Zeros are no gain without such an engine, nor in weights that do not keep its sparsity")
  func noGain() throws {
    let model = try Self.product(k: 512)
    func cycles(_ chip: String, _ prune: [String]) throws -> Int {
      try run(chip, model, "w8a8", prune: prune, numerics: false).record.elapsedCycles
    }
    #expect(try cycles("edge-npu", ["2:4"]) == cycles("edge-npu", []))
    #expect(try cycles("edge-npu-sparse", ["magnitude=0.4"]) == cycles("edge-npu-sparse", []))
    let program = try run("edge-npu-sparse", model, "w8a8", numerics: false).program
    #expect(program.operators.contains { $0.decisions.contains("second operand does not keep 2:4: dense") })
  }
}
