import Documents

/// A row-stationary array (Eyeriss), in closed form: a PE convolves a row of an input with a row of a filter, a column of
/// PEs adds up the rows of a filter, and input rows are shared along diagonals.
///
/// A logical set has a PE for each filter row and each output row of a strip; sets of other filters, channels or strips
/// fill the array beside it. Each partial sum costs a cycle besides its products, in which the PE's one adder takes the
/// sum from the PE below it (Chen et al., JSSC 2017, section IV). Memories feed the array at full rate.
public struct RowStationaryArray: Sendable, Hashable {
  public var rows: Int
  public var columns: Int
  /// What a PE keeps: input values, weights, partial sums.
  public var inputWords: Int
  public var filterWords: Int
  public var sumWords: Int

  public init(rows: Int, columns: Int, inputWords: Int, filterWords: Int, sumWords: Int) {
    self.rows = rows
    self.columns = columns
    self.inputWords = inputWords
    self.filterWords = filterWords
    self.sumWords = sumWords
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

  public struct Timing: Sendable, Hashable {
    public var cycles: Int
    /// On average over the strips.
    public var activePEs: Double
  }

  /// Cycles of the quickest mapping.
  /// - Throws: `InputError` when a filter's rows are more than the array's, or one of them is longer than a PE's memory.
  public func timing(of layer: Layer) throws -> Timing {
    guard layer.filterHeight <= rows, layer.filterWidth <= min(inputWords, filterWords) else {
      throw InputError(
        at: "row-stationary array", "has no room for a filter of \(layer.filterHeight)×\(layer.filterWidth)",
        remedy: "at most \(rows) rows of \(min(inputWords, filterWords)) values")
    }
    let strips = divide(layer.outputHeight, by: columns)
    let stacked = rows / layer.filterHeight
    let sets = stacked * max(1, columns / layer.outputHeight)
    var best = Int.max
    for channels in 1...min(layer.channels, inputWords / layer.filterWidth) {
      let mostFilters = min(layer.filters, sumWords, filterWords / (channels * layer.filterWidth))
      for filters in 1...max(1, mostFilters) {
        let work = strips * divide(layer.channels, by: channels) * divide(layer.filters, by: filters)
        let pass = layer.batch * layer.outputWidth * filters * (channels * layer.filterWidth + 1)
        best = min(best, layer.groups * divide(work, by: sets) * pass)
      }
    }
    let stripHeight = Double(layer.outputHeight) / Double(strips)
    return Timing(cycles: best, activePEs: Double(sets * layer.filterHeight) * stripHeight)
  }

  private func divide(_ extent: Int, by size: Int) -> Int { (extent + size - 1) / size }
}
