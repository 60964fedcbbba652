/// A row-stationary array (Eyeriss), register by register.
///
/// Each PE convolves one row of a filter, which it keeps, with one row of the input, which passes it: a product a
/// cycle, and a cycle to add the partial sum from the PE below. Rows of the filter are broadcast along rows of PEs,
/// rows of the input along diagonals, partial sums go up the columns. The sums of the lowest row begin with what the
/// buffer holds, those of the uppermost go back there.
public final class RowStationaryArray<Arithmetic: ArrayArithmetic> {
  /// One PE's registers.
  private struct PE {
    /// Words of the filter row that have come, and words of the input row.
    var weights = 0
    var words = 0
    /// Output that is being computed, products added to it, their sum.
    var output = 0
    var products = 0
    var sum: Arithmetic.Sum
    /// A finished sum, until the PE above takes it.
    var finished: Arithmetic.Sum?
  }

  public let rows: Int
  public let columns: Int
  /// Input words that a PE can hold beyond those of one window.
  public let queueDepth: Int
  public private(set) var cycle = 0
  public private(set) var multipliers = MultiplierCounts()
  /// Words over the filter buses, the input's diagonal buses, and in and out of the sums' buffer.
  public private(set) var filterWords = 0
  public private(set) var inputWords = 0
  public private(set) var sumReads = 0
  public private(set) var sumWrites = 0
  /// `filters × output height × output width`.
  public private(set) var results: [Arithmetic.Sum]

  private let convolution: RowConvolution<Arithmetic>
  private let passes: [RowPass]
  private var pass = 0
  private var elements: [PE] = []
  /// Input rows on the diagonals, and the words of each that have been sent.
  private var diagonals: [Int] = []
  private var sent: [Int] = []
  private var sentWeights = 0
  private var arrived = 0

  public init(rows: Int, columns: Int, queueDepth: Int, convolution: RowConvolution<Arithmetic>) {
    precondition(rows > 0 && columns > 0 && queueDepth >= 0, "an array without PEs")
    self.rows = rows
    self.columns = columns
    self.queueDepth = queueDepth
    self.convolution = convolution
    passes = RowPass.passes(of: convolution, rows: rows, columns: columns)
    results = Array(
      repeating: Arithmetic.zeroSum,
      count: convolution.filters * convolution.outputHeight * convolution.outputWidth)
    begin()
  }

  public var isFinished: Bool { pass == passes.count }
  /// Passes over the array.
  public var passCount: Int { passes.count }

  private var filterRows: Range<Int> { passes[pass].filterRows }
  private var outputRows: Range<Int> { passes[pass].outputRows }

  private func begin() {
    guard !isFinished else { return }
    elements = Array(
      repeating: PE(sum: Arithmetic.zeroSum), count: filterRows.count * outputRows.count)
    let needed = Set(
      outputRows.flatMap { output in filterRows.map { output * convolution.stride + $0 } })
    diagonals = needed.sorted()
    sent = Array(repeating: 0, count: diagonals.count)
    sentWeights = 0
    arrived = 0
  }

  /// One clock cycle. Does nothing more once finished.
  public func step() {
    guard !isFinished else { return }
    let before = elements
    // From the uppermost row down, so that a sum that is taken makes room for the next in the same cycle.
    for row in filterRows.indices {
      for column in outputRows.indices {
        compute(row - filterRows.lowerBound, column - outputRows.lowerBound)
      }
    }
    sendWeights()
    sendInput(before)
    cycle += 1
    if arrived == outputRows.count * convolution.outputWidth {
      pass += 1
      begin()
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int { row * outputRows.count + column }

  /// Row of the input that passes a PE.
  private func inputRow(_ row: Int, _ column: Int) -> Int {
    (outputRows.lowerBound + column) * convolution.stride + filterRows.lowerBound + row
  }

  private func compute(_ row: Int, _ column: Int) {
    let place = index(row, column)
    if row == 0, let sum = elements[place].finished {
      write(sum, column)
      elements[place].finished = nil
    }
    guard elements[place].output < convolution.outputWidth else { return }
    if elements[place].products < convolution.filterWidth {
      multiply(place, row, column)
    } else if elements[place].finished == nil, let below = sumFromBelow(row, column, place) {
      elements[place].finished = Arithmetic.add(below, elements[place].sum)
      elements[place].sum = Arithmetic.zeroSum
      elements[place].products = 0
      elements[place].output += 1
    }
  }

  private func multiply(_ place: Int, _ row: Int, _ column: Int) {
    let element = elements[place]
    let wanted = element.output * convolution.stride + element.products
    guard element.words > wanted, element.weights > element.products else { return }
    let word = convolution.inputWord(
      channel: passes[pass].channel, row: inputRow(row, column), column: wanted)
    let weight = convolution.weight(
      filter: passes[pass].filter, channel: passes[pass].channel, row: filterRows.lowerBound + row,
      column: element.products)
    elements[place].sum = Arithmetic.multiplyAccumulate(element.sum, word, weight)
    elements[place].products += 1
    multipliers.occupied += 1
    if word == Arithmetic.zeroWord || weight == Arithmetic.zeroWord { multipliers.zeroGated += 1 }
  }

  /// The sum that a PE adds its own to: from the PE below, which is free then, or from the buffer.
  private func sumFromBelow(_ row: Int, _ column: Int, _ place: Int) -> Arithmetic.Sum? {
    guard row == filterRows.count - 1 else {
      let below = index(row + 1, column)
      defer { elements[below].finished = nil }
      return elements[below].finished
    }
    if passes[pass].channel > 0 || filterRows.lowerBound > 0 { sumReads += 1 }
    return results[resultIndex(column, elements[place].output)]
  }

  private func resultIndex(_ column: Int, _ output: Int) -> Int {
    (passes[pass].filter * convolution.outputHeight + outputRows.lowerBound + column)
      * convolution.outputWidth
      + output
  }

  private func write(_ sum: Arithmetic.Sum, _ column: Int) {
    // The PE has begun the next output, or waits to.
    results[resultIndex(column, elements[index(0, column)].output - 1)] = sum
    sumWrites += 1
    arrived += 1
  }

  /// Each filter bus brings a word to its row of PEs.
  private func sendWeights() {
    guard sentWeights < convolution.filterWidth else { return }
    sentWeights += 1
    filterWords += filterRows.count
    for place in elements.indices { elements[place].weights = sentWeights }
  }

  /// Each diagonal bus brings a word to its PEs, when all of them have room at the beginning of the cycle.
  private func sendInput(_ before: [PE]) {
    let needed = (convolution.outputWidth - 1) * convolution.stride + convolution.filterWidth
    let capacity = convolution.filterWidth + queueDepth
    for (bus, diagonal) in diagonals.enumerated() where sent[bus] < needed {
      var places: [Int] = []
      for row in 0..<filterRows.count {
        for column in 0..<outputRows.count where inputRow(row, column) == diagonal {
          places.append(index(row, column))
        }
      }
      guard places.allSatisfy({ sent[bus] < before[$0].output * convolution.stride + capacity }) else {
        continue
      }
      sent[bus] += 1
      inputWords += 1
      for place in places { elements[place].words = sent[bus] }
    }
  }
}
