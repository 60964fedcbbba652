import Documents

/// A row-stationary array behind a global buffer and a link to DRAM (Eyeriss), in closed form.
///
/// The buffer holds partial sums of some filters and images for a strip of output rows, and the inputs of as many
/// channels as are in work at a time. Inputs are fetched again for every part of the filters and strips, and the array
/// waits for them: the buffer has room to fetch the next pass's weights ahead, but not its inputs. Weights and results
/// are on the link meanwhile.
public struct RowStationaryBuffer: Sendable, Hashable {
  public var array: RowStationaryArray
  /// For inputs and partial sums.
  public var words: Int
  /// Words a cycle of the array's clock.
  public var linkWordsPerCycle: Double

  public init(array: RowStationaryArray, words: Int, linkWordsPerCycle: Double) {
    self.array = array
    self.words = words
    self.linkWordsPerCycle = linkWordsPerCycle
  }

  /// Cycles of a layer.
  public struct Timing: Sendable, Hashable {
    /// In which the array works.
    public var processing: Int
    /// In which it waits for inputs.
    public var waiting: Int

    public var total: Int { processing + waiting }
  }

  /// The quickest of all cuts into strips, parts of the filters and parts of the batch.
  /// - Parameters:
  ///   - stride: from one row or column of the input to the next that a filter begins at.
  ///   - inputSize: of an input on the link, 1 where it is not compressed.
  /// - Throws: `InputError` when a filter does not fit the array, or not one channel the buffer.
  public func timing(of layer: RowStationaryArray.Layer, stride: Int, inputSize: Double) throws -> Timing {
    var best: Timing?
    let tallest = array.columns * (array.rows / layer.filterHeight)
    for height in Self.cuts(layer.outputHeight) where height <= tallest {
      for filters in Self.cuts(layer.filters) {
        for images in 1...layer.batch {
          let timing = try timing(of: layer, height, filters, images, stride, inputSize)
          if let timing, timing.total < best?.total ?? .max { best = timing }
        }
      }
    }
    guard let best else {
      throw InputError(
        at: "row-stationary array", "does not fit the layer into its buffer of \(words) words",
        remedy: "a row of one filter's sums and the rows of one channel that it needs")
    }
    return best
  }

  /// nil when the buffer cannot hold it.
  private func timing(
    of layer: RowStationaryArray.Layer, _ height: Int, _ filters: Int, _ images: Int, _ stride: Int,
    _ inputSize: Double
  ) throws -> Timing? {
    let inputRows = (height - 1) * stride + layer.filterHeight
    let inputColumns = (layer.outputWidth - 1) * stride + layer.filterWidth
    let free = words - images * filters * height * layer.outputWidth
    let channels = free / (images * inputRows * inputColumns)
    guard channels > 0 else { return nil }
    var part = layer
    part.groups = 1
    part.batch = images
    part.filters = filters
    part.outputHeight = height
    let strips = Self.count(layer.outputHeight, by: height)
    let rounds = layer.groups * strips * Self.count(layer.filters, by: filters)
    let processing = try array.timing(of: part, mostChannels: channels).cycles
    let inputs = rounds * layer.batch * inputRows * inputColumns * layer.channels
    return Timing(
      processing: rounds * Self.count(layer.batch, by: images) * processing,
      waiting: Int((Double(inputs) * inputSize / linkWordsPerCycle).rounded(.up)))
  }

  /// Sizes of equal parts, the largest of each number of parts.
  private static func cuts(_ extent: Int) -> [Int] {
    Set((1...extent).map { count(extent, by: $0) }).sorted()
  }

  private static func count(_ extent: Int, by size: Int) -> Int { (extent - 1) / size + 1 }
}
