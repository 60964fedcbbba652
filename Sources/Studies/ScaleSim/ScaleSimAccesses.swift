import Chips
import Graphs

/// What the three reports of SCALE-Sim say of a layer's memories: when each is first and last used, and how many words
/// pass.
///
/// SRAM cycles are its own wherever every window lies within the input. DRAM figures are its own (in its mode without
/// stalls) for operands that fit half their SRAM; a larger one is read again for every sweep over it, while the layer
/// runs, which is simpler than SCALE-Sim's sets of addresses.
public struct ScaleSimAccesses: Sendable, Hashable {
  public struct Span: Sendable, Hashable {
    public var start: Int
    public var stop: Int
    public var words: Double

    /// Average over the span.
    public var wordsPerCycle: Double { words / Double(max(1, stop - start + 1)) }
  }

  public var inputSRAM: Span
  public var filterSRAM: Span
  public var outputSRAM: Span
  public var inputDRAM: Span
  public var filterDRAM: Span
  public var outputDRAM: Span

  /// Its column "Total Cycles (incl. prefetch)".
  public var cyclesWithPrefetch: Int { outputDRAM.stop - min(inputDRAM.start, filterDRAM.start) }

  public init(_ layer: ScaleSimLayer, _ count: ScaleSimCount, _ configuration: ScaleSimConfiguration) {
    let port = SRAMPort(count)
    (inputSRAM, filterSRAM, outputSRAM) = (port.inputs, port.filters, port.outputs)
    // Where the bandwidth is to be found, SCALE-Sim fetches ten words per cycle and stores one per column.
    let words = configuration.wordsPerCycle
    let readRate = words.first ?? 10
    let filterRate = words.count == 3 ? words[1] : readRate
    let writeRate = words.last ?? count.array.columns
    inputDRAM = Prefetch(kibibytes: configuration.inputKibibytes, wordsPerCycle: readRate).span(
      uniqueWords: layer.touchedInputs, sweeps: count.inputSweeps, sram: inputSRAM)
    filterDRAM = Prefetch(kibibytes: configuration.filterKibibytes, wordsPerCycle: filterRate).span(
      uniqueWords: count.reduction * count.columns, sweeps: count.filterSweeps, sram: filterSRAM)
    outputDRAM = Self.writeBack(count, kibibytes: configuration.outputKibibytes, wordsPerCycle: writeRate)
  }

  private static func writeBack(_ count: ScaleSimCount, kibibytes: Int, wordsPerCycle: Int) -> Span {
    let words = count.outputWords
    let half = kibibytes << 9
    let isHeld = words <= half
    let share = isHeld ? 1 : Double(half) / Double(words)
    let left = isHeld ? words : half
    return Span(
      start: Int(Double(count.totalCycles) * share),
      stop: count.totalCycles + (left + wordsPerCycle - 1) / wordsPerCycle - 1, words: Double(words))
  }
}

extension ScaleSimCount {
  /// Times that the folds go through all inputs.
  fileprivate var inputSweeps: Int { array.dataflow == .inputStationary ? 1 : columnFolds }

  /// Times that the folds go through all filters.
  fileprivate var filterSweeps: Int {
    switch array.dataflow {
    // The filters of a fold's columns stay while its rows change.
    case .outputStationary, .weightStationary: 1
    case .inputStationary: columnFolds
    }
  }
}

/// First and last cycles at the array's edges. A read counts in the cycle after its request.
private struct SRAMPort {
  let inputs: ScaleSimAccesses.Span
  let filters: ScaleSimAccesses.Span
  let outputs: ScaleSimAccesses.Span

  init(_ count: ScaleSimCount) {
    let array = count.array
    let spread = count.spread
    let lastFold = (count.folds - 1) * count.cyclesPerFold
    let (firstRows, lastRows) = (
      min(spread.rows, array.rows), spread.rows - (count.rowFolds - 1) * array.rows
    )
    let lastColumns = spread.columns - (count.columnFolds - 1) * array.columns
    func span(_ start: Int, _ stop: Int, _ words: Double) -> ScaleSimAccesses.Span {
      ScaleSimAccesses.Span(start: start, stop: stop, words: words)
    }
    let filterWords = Double(count.filterReads)
    let outputWords = Double(count.outputWrites)
    guard array.dataflow != .outputStationary else {
      inputs = span(1, lastFold + spread.time + lastRows - 1, count.inputReads)
      filters = span(1, lastFold + spread.time + lastColumns - 1, filterWords)
      outputs = span(
        spread.time - 1 + array.rows - firstRows, lastFold + spread.time + array.rows + lastColumns - 3,
        outputWords)
      return
    }
    let stationary = (array.rows - firstRows + 1, lastFold + array.rows)
    let streaming = (array.rows + 1, lastFold + array.rows + spread.time + lastRows - 1)
    let isWeightStationary = array.dataflow == .weightStationary
    let (input, filter) = isWeightStationary ? (streaming, stationary) : (stationary, streaming)
    inputs = span(input.0, input.1, count.inputReads)
    filters = span(filter.0, filter.1, filterWords)
    outputs = span(
      2 * array.rows - 1, lastFold + 2 * array.rows + spread.time + lastColumns - 3, outputWords)
  }
}

/// Half of an SRAM is filled before the layer starts, in sets of a hundredth of the whole.
private struct Prefetch {
  let kibibytes: Int
  let wordsPerCycle: Int

  func span(uniqueWords: Int, sweeps: Int, sram: ScaleSimAccesses.Span) -> ScaleSimAccesses.Span {
    let setWords = (kibibytes << 10) / 100
    let isHeld = uniqueWords < 50 * setWords
    let sets = isHeld ? (uniqueWords + setWords - 1) / setWords : 50
    let cycles = (sets * setWords + wordsPerCycle - 1) / wordsPerCycle
    let words = isHeld ? uniqueWords : uniqueWords * sweeps
    return ScaleSimAccesses.Span(
      start: -cycles, stop: isHeld ? -1 : max(0, sram.stop - 1), words: Double(words))
  }
}
