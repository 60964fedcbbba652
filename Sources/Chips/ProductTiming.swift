/// Cycles that a matrix engine takes for one command, in the parts that neighbouring commands may overlap.
public struct ProductTiming: Sendable, Hashable {
  /// Before the first operand streams: loading the first stationary tile. Hidden under the previous command's last
  /// tile when the array has a shadow register.
  public var preloadCycles: Int
  /// From the first streamed operand to the moment the array can take the next command's first operand.
  public var streamCycles: Int
  /// Of `streamCycles`, those of the last array tile (the next command's preload may start under it).
  public var lastTileCycles: Int
  /// From the end of streaming to the last result in the accumulator.
  public var drainCycles: Int
  /// Array tiles (fold count).
  public var tiles: Int

  public init(
    preloadCycles: Int, streamCycles: Int, lastTileCycles: Int, drainCycles: Int, tiles: Int
  ) {
    self.preloadCycles = preloadCycles
    self.streamCycles = streamCycles
    self.lastTileCycles = lastTileCycles
    self.drainCycles = drainCycles
    self.tiles = tiles
  }

  /// Alone, on an idle array.
  public var totalCycles: Int { preloadCycles + streamCycles + drainCycles }
}
