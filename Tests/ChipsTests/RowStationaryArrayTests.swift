import Chips
import Documents
import Testing

/// Eyeriss: 12 × 14 PEs that keep 12 input values, 224 weights and 24 partial sums each (JSSC 2017).
@Suite struct RowStationaryArrayTests {
  private let eyeriss = RowStationaryArray(
    rows: 12, columns: 14, inputWords: 12, filterWords: 224, sumWords: 24, busWords: 4)

  private func layer(
    batch: Int = 1, channels: Int = 256, filters: Int = 384, filter: Int = 3, output: Int = 13
  ) -> RowStationaryArray.Layer {
    RowStationaryArray.Layer(
      batch: batch, groups: 1, channels: channels, filters: filters, filterHeight: filter,
      filterWidth: filter,
      outputHeight: output, outputWidth: output)
  }

  @Test func setsStandAboveOneAnother() throws {
    // AlexNet's third layer: four sets of 3 × 13 PEs; four channels a PE, so 12 products and one addition a sum.
    let timing = try eyeriss.timing(of: layer(batch: 4))
    #expect(timing.activePEs == 156)
    // 64 filters at a time, whose weights come four a cycle before each pass.
    let passes = (384 / 64) * (256 / 4)
    #expect(timing.passes == passes && timing.loadCycles == 64 * 4 * 9 / 4)
    #expect(timing.cycles == passes * (64 * 4 * 9 / 4 + 16 * (4 * 13) * (4 * 3 + 1)))
  }

  @Test func tallOutputsAreCutIntoStrips() throws {
    // The second layer: 27 rows in strips of 14, two sets of 5 rows each.
    let timing = try eyeriss.timing(of: layer(channels: 48, filters: 128, filter: 5, output: 27))
    #expect(timing.activePEs == 135)
  }

  @Test func neverQuickerThanEveryPEMultiplyingInEveryCycle() throws {
    for (channels, filters, filter, output) in [
      (1, 1, 1, 1), (3, 96, 11, 55), (64, 10, 3, 224), (7, 5, 12, 9),
    ] {
      let shape = layer(channels: channels, filters: filters, filter: filter, output: output)
      let products = channels * filters * filter * filter * output * output
      #expect(try eyeriss.timing(of: shape).cycles * 168 >= products)
    }
  }

  @Test func twiceTheBatchSharesItsWeights() throws {
    let one = try eyeriss.timing(of: layer())
    let two = try eyeriss.timing(of: layer(batch: 2))
    #expect(two.cycles < 2 * one.cycles && two.cycles > one.cycles)
  }

  @Test func fewChannelsAtATimeWaitForTheirSums() throws {
    // One channel of a row of three weights: four cycles a sum, in which 4 × 14 × 16 sums must pass each way.
    let wide = layer(channels: 64, filters: 64, output: 224)
    let narrow = try eyeriss.timing(of: wide, mostChannels: 1)
    #expect(narrow.cycles >= 64 * 64 * 224 * 224 / 4)
    #expect(try eyeriss.timing(of: wide).cycles < narrow.cycles)
  }

  @Test func inputsAreWaitedForAndWeightsAreNot() throws {
    let chip = RowStationaryBuffer(array: eyeriss, words: 51_200, linkWordsPerCycle: 1.2)
    let third = layer(batch: 4)
    let timing = try chip.timing(of: third, stride: 1, inputSize: 1)
    // Sums of 64 filters and four images fill the buffer beside four channels of inputs.
    #expect(timing.processing == (try eyeriss.timing(of: layer(batch: 4, filters: 64)).cycles) * 6)
    #expect(timing.waiting == Int((Double(6 * 4 * 15 * 15 * 256) / 1.2).rounded(.up)))
    #expect(try chip.timing(of: third, stride: 1, inputSize: 0.5).total < timing.total)
    let small = RowStationaryBuffer(array: eyeriss, words: 100, linkWordsPerCycle: 1.2)
    #expect(throws: InputError.self) { try small.timing(of: third, stride: 1, inputSize: 1) }
  }

  @Test func aFilterTallerThanTheArrayIsRefused() {
    #expect(throws: InputError.self) { try eyeriss.timing(of: layer(filter: 13)) }
  }
}
