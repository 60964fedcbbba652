import Documents

/// A row-stationary array (Eyeriss), in closed form: a PE convolves a row of an input with a row of a filter, a column of
/// PEs adds up the rows of a filter, and input rows are shared along diagonals.
///
/// A logical set has a PE for each filter row and each output row of a strip; sets of other filters, channels or strips
/// fill the array beside it. In a pass every PE takes some channels of some filters. Its filters come first, over a bus
/// that brings each weight to all PEs that want it; then each partial sum takes a cycle besides its products, in which
/// the PE's one adder takes the sum from the PE below it (Chen et al., JSSC 2017, section IV), while sums of earlier
/// channels come and new ones leave over two buses of their own. Inputs arrive in time.
public struct RowStationaryArray: Sendable, Hashable {
  public var rows: Int
  public var columns: Int
  /// What a PE keeps: input values, weights, partial sums.
  public var inputWords: Int
  public var filterWords: Int
  public var sumWords: Int
  /// Words a cycle over each of the buses for weights, for sums on their way in, and for sums on their way out.
  public var busWords: Int

  public init(
    rows: Int, columns: Int, inputWords: Int, filterWords: Int, sumWords: Int, busWords: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.inputWords = inputWords
    self.filterWords = filterWords
    self.sumWords = sumWords
    self.busWords = busWords
  }

  /// A convolution, channels and filters of one group.
  public struct Layer: Sendable, Hashable {
    public var batch: Int
    public var groups: Int
    public var channels: Int
    public var filters: Int
    public var filterHeight: Int
    public var filterWidth: Int
    public var outputHeight: Int
    public var outputWidth: Int

    public init(
      batch: Int, groups: Int, channels: Int, filters: Int, filterHeight: Int, filterWidth: Int,
      outputHeight: Int, outputWidth: Int
    ) {
      self.batch = batch
      self.groups = groups
      self.channels = channels
      self.filters = filters
      self.filterHeight = filterHeight
      self.filterWidth = filterWidth
      self.outputHeight = outputHeight
      self.outputWidth = outputWidth
    }
  }

  /// What the array does at a time, all batch long.
  public struct Pass: Sendable, Hashable {
    /// In one PE.
    public var channels: Int
    public var filters: Int
    /// Sets beside and above each other that hold other strips, other channels, other filters.
    public var stripSets: Int
    public var channelSets: Int
    public var filterSets: Int
  }

  public struct Timing: Sendable, Hashable {
    public var cycles: Int
    public var passes: Int
    /// Of `cycles`, the first of all, in which no PE has its weights yet.
    public var loadCycles: Int
    public var pass: Pass
    /// On average over the strips.
    public var activePEs: Double
  }

  /// Cycles of the quickest mapping.
  /// - Parameter mostChannels: whose inputs may be in work at a time: what the buffer holds.
  /// - Throws: `InputError` when a filter's rows are more than the array's, or one of them is longer than a PE's memory.
  public func timing(of layer: Layer, mostChannels: Int = .max) throws -> Timing {
    guard layer.filterHeight <= rows, layer.filterWidth <= min(inputWords, filterWords) else {
      throw InputError(
        at: "row-stationary array", "has no room for a filter of \(layer.filterHeight)×\(layer.filterWidth)",
        remedy: "at most \(rows) rows of \(min(inputWords, filterWords)) values")
    }
    let strips = divide(layer.outputHeight, by: columns)
    let sets = rows / layer.filterHeight * max(1, columns / layer.outputHeight)
    var best: Timing?
    for channels in 1...min(layer.channels, inputWords / layer.filterWidth, mostChannels) {
      let mostFilters = min(layer.filters, sumWords, filterWords / (channels * layer.filterWidth))
      for filters in 1...max(1, mostFilters) {
        for stripSets in 1...min(sets, strips) {
          let mostSets = min(sets / stripSets, max(1, mostChannels / channels))
          for channelSets in 1...mostSets {
            let pass = Pass(
              channels: channels, filters: filters, stripSets: stripSets, channelSets: channelSets,
              filterSets: sets / (stripSets * channelSets))
            let timing = timing(of: pass, layer, strips: strips, sets: sets)
            if timing.cycles < best?.cycles ?? .max { best = timing }
          }
        }
      }
    }
    return best!
  }

  private func timing(of pass: Pass, _ layer: Layer, strips: Int, sets: Int) -> Timing {
    let filters = min(layer.filters, pass.filters * pass.filterSets)
    let channels = min(layer.channels, pass.channels * pass.channelSets)
    let passes =
      layer.groups * divide(strips, by: pass.stripSets) * divide(layer.channels, by: channels)
      * divide(layer.filters, by: filters)
    let weights = filters * channels * layer.filterHeight * layer.filterWidth
    let positions = layer.batch * layer.outputWidth
    let rowsAtOnce = divide(layer.outputHeight * pass.stripSets, by: strips)
    let loading = divide(weights, by: busWords)
    let products = positions * pass.filters * (pass.channels * layer.filterWidth + 1)
    let sums = divide(positions * rowsAtOnce * filters, by: busWords)
    let stripHeight = Double(layer.outputHeight) / Double(strips)
    return Timing(
      cycles: passes * (loading + max(products, sums)), passes: passes, loadCycles: loading, pass: pass,
      activePEs: Double(sets * layer.filterHeight) * stripHeight)
  }

  private func divide(_ extent: Int, by size: Int) -> Int { (extent - 1) / size + 1 }
}
