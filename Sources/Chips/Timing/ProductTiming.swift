/// Cycles that a matrix engine takes for one command, in the parts that neighbouring commands may overlap.
///
/// A command that follows directly streams its first operand at the later of two moments: when this command's
/// streaming ends, and `preloadCycles` of its own after the start of the last `lastTileCycles` of it.
public struct ProductTiming: Sendable, Hashable {
  /// Before the first operand streams: loading the first stationary tile.
  public var preloadCycles: Int
  /// From the first streamed operand to the moment the array can take the next command's first operand.
  public var streamCycles: Int
  /// Of `streamCycles`, the last ones, in the array's last tile: the next command's preload may run under
  /// them. The whole last tile when a shadow register takes the next tile's words, few or none otherwise.
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
