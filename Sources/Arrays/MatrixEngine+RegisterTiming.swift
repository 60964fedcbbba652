import Chips
import Documents
import Tensors

extension MatrixEngine {
  /// PE cycles beyond which a product is not run through its registers.
  static let maximumRegisterCycles = 1 << 40

  /// Cycles of a matrix product as `timing(of:element:)` gives them, found out by running the array register by
  /// register.
  ///
  /// The same product follows once more, so that the array itself shows when the next command's first word may
  /// enter.
  /// - Throws: `InputError` when the engine does not multiply the type, or the shape is empty or too large to be
  ///   stepped through.
  public func registerTiming(of shape: MatrixProductShape, element: ElementType) throws -> ProductTiming {
    // Also refuses what no level can take.
    let expected = try timing(of: shape, element: element)
    let (updates, overflows) = expected.totalCycles.multipliedReportingOverflow(by: rows * columns)
    guard !overflows, updates <= Self.maximumRegisterCycles else {
      throw InputError(
        at: "matrix engine",
        "would take \(expected.totalCycles) cycles of \(rows * columns) PEs register by register",
        remedy: "use --fidelity matrix=tile")
    }
    let cyclesPerStep = cyclesPerStep(element) ?? 1
    guard case .systolic = array else {
      let record = runRegisters(ArrayProduct<IntegerArithmetic>(zeros: shape)).record
      let last = record.tiles[record.tiles.count - 1].inputs
      return ProductTiming(
        preloadCycles: 0, streamCycles: (last.upperBound + 1) * cyclesPerStep,
        lastTileCycles: last.count * cyclesPerStep,
        drainCycles: record.totalCycles - last.upperBound - 1, tiles: record.tiles.count)
    }
    var followed = shape
    followed.groups += 1
    let tiles = runRegisters(ArrayProduct<IntegerArithmetic>(zeros: followed)).record.tiles
    let count = tiles.count / followed.groups * shape.groups
    let total = tiles[..<count].map(\.outputs.upperBound).max()! + 1
    let preload = tiles[0].inputs.lowerBound
    let next = tiles[count]
    let nextWord = min(next.stationaryWords?.lowerBound ?? next.inputs.lowerBound, total)
    let streamEnd = min(max(nextWord, tiles[count - 1].inputs.upperBound + 1), total)
    return ProductTiming(
      preloadCycles: preload * cyclesPerStep, streamCycles: (streamEnd - preload) * cyclesPerStep,
      lastTileCycles: (streamEnd - nextWord) * cyclesPerStep,
      drainCycles: (total - streamEnd) * cyclesPerStep, tiles: count)
  }
}
