import Chips
import Documents
import Testing

/// Eyeriss: 12 × 14 PEs that keep 12 input values, 224 weights and 24 partial sums each (JSSC 2017).
@Suite struct RowStationaryArrayTests {
  private let eyeriss = RowStationaryArray(
    rows: 12, columns: 14, inputWords: 12, filterWords: 224, sumWords: 24)

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
    #expect(timing.cycles == (4 * 13) * (4 * 3 + 1) * 384 * (256 / 4) / 4)
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

  @Test func twiceTheBatchTakesTwiceAsLong() throws {
    let one = try eyeriss.timing(of: layer())
    #expect(try eyeriss.timing(of: layer(batch: 2)).cycles == 2 * one.cycles)
  }

  @Test func aFilterTallerThanTheArrayIsRefused() {
    #expect(throws: InputError.self) { try eyeriss.timing(of: layer(filter: 13)) }
  }
}
