import Arrays
import Chips
import Tensors

/// How fast arrays run register by register, on this machine: 128×128 PEs, four tiles, each variant.
public enum ArrayBenchmark: String, Sendable, CaseIterable {
  case outputBlock = "os, shifted out"
  case outputShadow = "os, second register"
  case outputBus = "os, column buses"
  case serial = "ws, loaded before the tile"
  case chain = "ws, loaded behind the tile"
  case tagged = "ws, loaded with the wavefront"
  case shadowChain = "ws, loaded under the tile"
  case shadowTagged = "ws, loaded with the wavefront under the tile"

  public static let side = 128
  /// Words that stream through each tile.
  public static let lengths = [512, 2048]

  public enum Numbers: String, Sendable, CaseIterable {
    case integers = "int8"
    case floats = "fp16"
  }

  /// What one run took.
  public struct Row: Sendable {
    public var array: ArrayBenchmark
    public var numbers: Numbers
    public var length: Int
    public var cycles: Int
    /// Processor seconds of the fastest of some tries.
    public var seconds: Double

    /// 10⁶ PE cycles, in which every register may change, a processor second.
    public var megaUpdatesPerSecond: Double {
      Double(cycles * ArrayBenchmark.side * ArrayBenchmark.side) / seconds * 1e-6
    }
  }

  public func measure(_ numbers: Numbers, length: Int) -> Row {
    let shape = shape(length)
    let left = SeededFill.integers(seed: 1, modulus: 255, low: -127, count: shape.rows * shape.reduction)
    let right = SeededFill.integers(seed: 2, modulus: 255, low: -127, count: shape.reduction * shape.columns)
    let engine = MatrixEngine(
      array: .systolic(systolic), rows: Self.side, columns: Self.side, precisions: [])
    var cycles = 0
    let seconds: Double
    switch numbers {
    case .integers:
      let product = ArrayProduct<IntegerArithmetic>(
        shape, left: left.map { Int8($0) }, right: right.map { Int8($0) })
      seconds = ProcessUsage.leastSeconds(of: 3) { cycles = engine.runRegisters(product).record.totalCycles }
    case .floats:
      let product = ArrayProduct<FloatArithmetic>(
        shape, left: left.map { Float($0) }, right: right.map { Float($0) })
      seconds = ProcessUsage.leastSeconds(of: 3) { cycles = engine.runRegisters(product).record.totalCycles }
    }
    return Row(array: self, numbers: numbers, length: length, cycles: cycles, seconds: seconds)
  }

  /// Two by two tiles, through which `length` words stream.
  private func shape(_ length: Int) -> MatrixProductShape {
    let two = 2 * Self.side
    return systolic.dataflow == .outputStationary
      ? MatrixProductShape(rows: two, columns: two, reduction: length)
      : MatrixProductShape(rows: length, columns: two, reduction: two)
  }

  private var systolic: Systolic {
    func stationary(_ loading: StationaryLoading) -> Systolic {
      Systolic(
        dataflow: .weightStationary, outputDrain: .block, stationaryLoading: loading, trimsEdgeTiles: false)
    }
    func output(_ drain: OutputDrain) -> Systolic {
      Systolic(
        dataflow: .outputStationary, outputDrain: drain, stationaryLoading: .serial, trimsEdgeTiles: false)
    }
    return switch self {
    case .outputBlock: output(.block)
    case .outputShadow: output(.shadow)
    case .outputBus: output(.bus)
    case .serial: stationary(.serial)
    case .chain: stationary(.chain)
    case .tagged: stationary(.tagged)
    case .shadowChain: stationary(.shadowChain)
    case .shadowTagged: stationary(.shadowTagged)
    }
  }
}
