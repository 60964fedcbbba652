import Documents
import Tensors

extension MatrixEngine {
  /// Multiply-accumulates beyond which a command is refused, so that no cycle count can overflow.
  static let maximumMultiplyAccumulates = 1 << 42

  /// - Throws: `InputError` when the shape is empty or beyond all measure.
  func check(_ shape: MatrixProductShape) throws {
    guard let work = shape.multiplyAccumulates, work <= Self.maximumMultiplyAccumulates else {
      throw InputError(
        at: "matrix engine",
        "cannot take \(shape.groups) products of \(shape.rows)×\(shape.reduction)×\(shape.columns)",
        remedy: "every extent must be at least 1, and all multiply-accumulates at most 2^42")
    }
  }

  /// Cycles of a matrix product on this engine, operands always ready. O(1), whatever the shape.
  ///
  /// On a systolic array the total is that of the register-level array, exactly (see `SystolicSchedule`),
  /// with a step of `cyclesPerStep` cycles. On dot-product lanes every row of the left operand takes one
  /// step for each tile of `rows` products by `columns` lanes, and the adder trees' depth at the end, as in
  /// NVDLA.
  /// - Throws: `InputError` when the engine does not multiply the type, or the shape is empty or beyond all
  ///   measure.
  public func timing(of shape: MatrixProductShape, element: ElementType) throws -> ProductTiming {
    guard let cyclesPerStep = cyclesPerStep(element) else {
      throw InputError(
        at: "matrix engine", "does not multiply \(element.rawValue)",
        remedy: "valid: \(precisions.map(\.element.rawValue).joined(separator: ", "))")
    }
    try check(shape)
    switch array {
    case .systolic(let systolic):
      let schedule = SystolicSchedule(systolic, rows: rows, columns: columns, shape: shape)
      return schedule.timing.scaled(by: cyclesPerStep)
    case .dotProduct(let pipelineDepthCycles):
      let tiles =
        shape.groups * Folds(shape.reduction, by: rows).count * Folds(shape.columns, by: columns).count
      let tileCycles = shape.rows * cyclesPerStep
      return ProductTiming(
        preloadCycles: 0, streamCycles: tiles * tileCycles, lastTileCycles: tileCycles,
        drainCycles: pipelineDepthCycles, tiles: tiles)
    }
  }
}

extension SystolicSchedule {
  /// The schedule as one command, in steps.
  var timing: ProductTiming {
    let lastStart = lastTileFirstInput
    let total = lastOutput + 1
    // The next command's words may enter from here on; untrimmed arrays idle for the rows and columns that
    // the last tile leaves empty, which a command that stands alone does not wait for.
    let loadStart =
      array.dataflow == .outputStationary
      ? period(inner: inner.last, outer: outer.last, next: 0)
      : loadStart(inner: inner.last, outer: outer.last)
    let nextLoad = min(lastStart + loadStart, total)
    let streamEnd = min(max(nextLoad, lastStart + streamed), total)
    return ProductTiming(
      preloadCycles: preload, streamCycles: streamEnd - preload, lastTileCycles: streamEnd - nextLoad,
      drainCycles: total - streamEnd, tiles: tiles)
  }
}

extension ProductTiming {
  fileprivate func scaled(by factor: Int) -> ProductTiming {
    ProductTiming(
      preloadCycles: preloadCycles * factor, streamCycles: streamCycles * factor,
      lastTileCycles: lastTileCycles * factor, drainCycles: drainCycles * factor, tiles: tiles)
  }
}
