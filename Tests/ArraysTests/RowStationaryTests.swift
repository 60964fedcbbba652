import Testing

@testable import Arrays

@Suite("Row-stationary array")
struct RowStationaryTests {
  private func convolution(_ random: inout Generator) -> RowConvolution<IntegerArithmetic> {
    let filter = (height: random.integer(in: 1...5), width: random.integer(in: 1...5))
    let size = (
      height: filter.height + random.integer(in: 0...7), width: filter.width + random.integer(in: 0...7)
    )
    let (channels, filters) = (random.integer(in: 1...3), random.integer(in: 1...3))
    func words(_ count: Int) -> [Int8] {
      (0..<count).map { _ in random.integer(in: 0...3) == 0 ? 0 : Int8(random.integer(in: -128...127)) }
    }
    return RowConvolution(
      channels: channels, filters: filters, filter: filter, stride: random.integer(in: 1...3),
      inputSize: size,
      input: words(channels * size.height * size.width),
      weights: words(filters * channels * filter.height * filter.width))
  }

  /// By definition.
  private func results(_ convolution: RowConvolution<IntegerArithmetic>) -> [Int32] {
    var results: [Int32] = []
    for filter in 0..<convolution.filters {
      for y in 0..<convolution.outputHeight {
        for x in 0..<convolution.outputWidth {
          var sum: Int32 = 0
          for channel in 0..<convolution.channels {
            for row in 0..<convolution.filterHeight {
              for column in 0..<convolution.filterWidth {
                let word = convolution.inputWord(
                  channel: channel, row: y * convolution.stride + row, column: x * convolution.stride + column
                )
                let weight = convolution.weight(filter: filter, channel: channel, row: row, column: column)
                sum += Int32(word) * Int32(weight)
              }
            }
          }
          results.append(sum)
        }
      }
    }
    return results
  }

  @Test("Sums, cycles and words of random convolutions", arguments: 0..<6)
  func randomCases(chunk: Int) {
    for seed in stride(from: chunk, to: 300, by: 6) {
      var random = Generator(seed: seed)
      let convolution = convolution(&random)
      let (rows, columns) = (random.integer(in: 1...6), random.integer(in: 1...6))
      let array = RowStationaryArray(
        rows: rows, columns: columns, queueDepth: rows + convolution.stride, convolution: convolution)
      while !array.isFinished, array.cycle < 1_000_000 { array.step() }
      let name = "seed \(seed): \(rows)×\(columns)"
      #expect(array.results == results(convolution), "\(name)")

      var (cycles, filterWords, inputWords) = (0, 0, 0)
      for pass in RowPass.passes(of: convolution, rows: rows, columns: columns) {
        // With queues that hide the rows' distance, and a stride. The first window comes word by word; each output takes its products and one addition, or its words; each
        // row adds a cycle after the one below; then the sum stands at the output.
        let period = max(convolution.filterWidth + 1, convolution.stride)
        cycles +=
          convolution.filterWidth + 1 + pass.filterRows.count + period * (convolution.outputWidth - 1) + 1
        filterWords += pass.filterRows.count * convolution.filterWidth
        let inputRows = Set(
          pass.outputRows.flatMap { row in pass.filterRows.map { row * convolution.stride + $0 } })
        inputWords +=
          inputRows.count * ((convolution.outputWidth - 1) * convolution.stride + convolution.filterWidth)
      }
      #expect(array.cycle == cycles, "\(name)")
      #expect(array.filterWords == filterWords, "\(name)")
      #expect(array.inputWords == inputWords, "\(name)")
      let products =
        convolution.filters * convolution.channels * convolution.outputHeight * convolution.outputWidth
        * convolution.filterHeight * convolution.filterWidth
      #expect(array.multipliers.occupied == products, "\(name)")
      #expect(array.sumWrites - array.sumReads == array.results.count, "\(name)")
    }
  }

  @Test("A row of the input comes once for all PEs of its diagonal")
  func diagonals() {
    let convolution = RowConvolution<IntegerArithmetic>(
      channels: 1, filters: 1, filter: (3, 3), stride: 1, inputSize: (5, 5),
      input: Array(repeating: 1, count: 25), weights: Array(repeating: 2, count: 9))
    let array = RowStationaryArray(rows: 3, columns: 3, queueDepth: 3, convolution: convolution)
    while !array.isFinished { array.step() }
    #expect(array.passCount == 1)
    // Nine PEs need 45 words; five diagonals bring 25.
    #expect(array.inputWords == 25)
    #expect(array.results == Array(repeating: 18, count: 9))
  }
}
