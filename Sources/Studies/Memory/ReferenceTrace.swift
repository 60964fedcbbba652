import DRAM
import Documents
import EventSimulation
import Foundation

/// The traces of the reference data: read from text where there is one, else made by their published recipe.
enum ReferenceTrace {
  /// - Parameters:
  ///   - folder: holds `NAME.LINE.txt` or `NAME.txt`; nil to make all.
  ///   - line: bytes of a request.
  /// - Throws: `InputError` when there is neither a file nor a recipe, with the nearest name.
  static func records(_ name: String, line: Int, folder: String?) throws -> [DRAMTraceRecord] {
    if let folder {
      for file in ["\(name).\(line).txt", "\(name).txt"] {
        let path = (folder as NSString).appendingPathComponent(file)
        if FileManager.default.fileExists(atPath: path) { return try DRAMTrace.read(path) }
      }
    }
    guard let recipe = recipes[name] else {
      throw InputError(
        .notFound, at: "trace “\(name)”", "is in no file “\(name).\(line).txt” and has no recipe",
        remedy:
          "give the folder of its text with --traces; \(suggestion(for: name, among: recipes.keys.sorted()))")
    }
    return recipe(line)
  }

  private static let kibi = 1 << 10
  private static let mebi = 1 << 20
  private static let gibi = 1 << 30
  private static let page = 8 << 10

  private static let recipes: [String: @Sendable (_ line: Int) -> [DRAMTraceRecord]] = [
    "seq_r": { sequential(50_000, $0) },
    "seq_w": { sequential(50_000, $0, writes: true) },
    "add_2r1w": { addition($0, offset: 0) },
    "add_2r1w_off": { addition($0, offset: 5 * page) },
    "stride_256": { strided($0, 256) },
    "stride_512": { strided($0, 512) },
    "stride_1k": { strided($0, kibi) },
    "stride_4k": { strided($0, 4 * kibi) },
    "stride_8k": { strided($0, 8 * kibi) },
    "rand_r": { random(40_000, $0, span: gibi, seed: 1) },
    "rand_rw21": { random(45_000, $0, span: gibi, seed: 2, oneWriteIn: 3) },
    "rand_4m": { random(40_000, $0, span: 4 * mebi, seed: 78) },
    "rand_512": { randomChunks($0, chunk: 512, seed: 79) },
    "chase": { random(10_000, $0, span: gibi, seed: 3) },
    "dma4": { streams(4, 12_500, $0) },
    "dma8": { streams(8, 6_250, $0) },
    "pingpong2": { line in
      (0..<20_000).map { read(at: $0 % 2 * 64 * mebi + $0 / 2 % 64 * line) }
    },
    "hop_pages": { line in (0..<40_000).map { read(at: $0 / 4 * page + $0 % 4 * line) } },
    "gaps": { line in
      (0..<20_000).map {
        DRAMTraceRecord(cycle: $0 / 64 * 2_000, stream: 0, isWrite: false, address: $0 * line)
      }
    },
  ]

  private static func read(at address: Int) -> DRAMTraceRecord {
    DRAMTraceRecord(cycle: 0, stream: 0, isWrite: false, address: address)
  }

  private static func sequential(
    _ count: Int, _ line: Int, writes: Bool = false, base: Int = 0, stream: Int = 0
  ) -> [DRAMTraceRecord] {
    (0..<count).map {
      DRAMTraceRecord(cycle: 0, stream: stream, isWrite: writes, address: base + $0 * line)
    }
  }

  /// Two operands are read and one result is written, a line of each in turn.
  private static func addition(_ line: Int, offset: Int) -> [DRAMTraceRecord] {
    interleaved([
      sequential(20_000, line), sequential(20_000, line, base: 256 * mebi + offset),
      sequential(20_000, line, writes: true, base: 512 * mebi + 2 * offset),
    ])
  }

  private static func strided(_ line: Int, _ stride: Int) -> [DRAMTraceRecord] {
    (0..<40_000).map { read(at: $0 * stride % gibi) }
  }

  /// - Parameter oneWriteIn: every request draws its address, then whether it is one of the writes; nil for reads.
  private static func random(
    _ count: Int, _ line: Int, span: Int, seed: UInt64, oneWriteIn writes: Int? = nil
  ) -> [DRAMTraceRecord] {
    var generator = LinearCongruentialGenerator(seed: seed)
    return (0..<count).map { _ in
      let address = generator.below(max(1, span / line)) * line
      let isWrite = writes.map { generator.below($0) == 0 } ?? false
      return DRAMTraceRecord(cycle: 0, stream: 0, isWrite: isWrite, address: address)
    }
  }

  private static func randomChunks(_ line: Int, chunk: Int, seed: UInt64) -> [DRAMTraceRecord] {
    var generator = LinearCongruentialGenerator(seed: seed)
    let lines = max(1, chunk / line)
    var base = 0
    return (0..<40_000).map { index in
      if index % lines == 0 { base = generator.below(gibi / chunk) * chunk }
      return read(at: base + index % lines * line)
    }
  }

  private static func streams(_ count: Int, _ length: Int, _ line: Int) -> [DRAMTraceRecord] {
    interleaved(
      (0..<count).map { sequential(length, line, base: $0 * (128 * mebi + 3 * page), stream: $0) })
  }

  /// A record of each list in turn.
  private static func interleaved(_ lists: [[DRAMTraceRecord]]) -> [DRAMTraceRecord] {
    lists[0].indices.flatMap { index in lists.map { $0[index] } }
  }
}
