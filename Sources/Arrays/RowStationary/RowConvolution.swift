/// A convolution with its operands, as a row-stationary array takes it: without groups, padding already in place.
public struct RowConvolution<Arithmetic: ArrayArithmetic>: Sendable {
  public let channels: Int
  public let filters: Int
  public let filterHeight: Int
  public let filterWidth: Int
  public let stride: Int
  public let inputHeight: Int
  public let inputWidth: Int
  /// `channels × inputHeight × inputWidth`.
  public let input: [Arithmetic.Word]
  /// `filters × channels × filterHeight × filterWidth`.
  public let weights: [Arithmetic.Word]

  public init(
    channels: Int, filters: Int, filter: (height: Int, width: Int), stride: Int,
    inputSize: (height: Int, width: Int), input: [Arithmetic.Word], weights: [Arithmetic.Word]
  ) {
    precondition(stride > 0 && channels > 0 && filters > 0, "an empty convolution")
    precondition(
      filter.height <= inputSize.height && filter.width <= inputSize.width, "a filter larger than the input")
    precondition(input.count == channels * inputSize.height * inputSize.width, "input of another size")
    precondition(
      weights.count == filters * channels * filter.height * filter.width, "weights of another size")
    self.channels = channels
    self.filters = filters
    filterHeight = filter.height
    filterWidth = filter.width
    self.stride = stride
    inputHeight = inputSize.height
    inputWidth = inputSize.width
    self.input = input
    self.weights = weights
  }

  public var outputHeight: Int { (inputHeight - filterHeight) / stride + 1 }
  public var outputWidth: Int { (inputWidth - filterWidth) / stride + 1 }

  func inputWord(channel: Int, row: Int, column: Int) -> Arithmetic.Word {
    input[(channel * inputHeight + row) * inputWidth + column]
  }

  func weight(filter: Int, channel: Int, row: Int, column: Int) -> Arithmetic.Word {
    weights[((filter * channels + channel) * filterHeight + row) * filterWidth + column]
  }
}

/// What the array computes at a time: a set of PEs, one row of a filter times one row of the input in each.
struct RowPass: Sendable, Hashable {
  var filter: Int
  var channel: Int
  /// Rows of the filter, from above, one for each row of PEs.
  var filterRows: Range<Int>
  /// Rows of the output, one for each column of PEs.
  var outputRows: Range<Int>

  /// All passes of a convolution: sums of one output row stay in the buffer while channels and parts of the filter
  /// add to them.
  static func passes<Arithmetic>(
    of convolution: RowConvolution<Arithmetic>, rows: Int, columns: Int
  ) -> [RowPass] {
    var passes: [RowPass] = []
    for output in Swift.stride(from: 0, to: convolution.outputHeight, by: columns) {
      for filter in 0..<convolution.filters {
        for channel in 0..<convolution.channels {
          for row in Swift.stride(from: 0, to: convolution.filterHeight, by: rows) {
            passes.append(
              RowPass(
                filter: filter, channel: channel,
                filterRows: row..<min(row + rows, convolution.filterHeight),
                outputRows: output..<min(output + columns, convolution.outputHeight)))
          }
        }
      }
    }
    return passes
  }
}
