/// The window attributes that Conv and pooling share, as the model states them.
struct WindowAttributes: Sendable, Hashable {
  enum AutomaticPadding: String, Sendable, CaseIterable {
    case none = "NOTSET"
    case sameUpper = "SAME_UPPER"
    case sameLower = "SAME_LOWER"
    case valid = "VALID"
  }

  var kernel: [Int]?
  var strides: [Int]?
  var dilations: [Int]?
  /// Begins of all axes, then ends of all axes.
  var pads: [Int]?
  var automaticPadding = AutomaticPadding.none
  var roundsUp = false

  init(
    kernel: [Int]? = nil, strides: [Int]? = nil, dilations: [Int]? = nil, pads: [Int]? = nil
  ) {
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.pads = pads
  }

  init(attributes: inout AttributeReader) throws {
    kernel = try attributes.integers("kernel_shape")
    strides = try attributes.integers("strides")
    dilations = try attributes.integers("dilations")
    pads = try attributes.integers("pads")
    if let text = try attributes.string("auto_pad") {
      guard let padding = AutomaticPadding(rawValue: text) else {
        throw GraphError(
          "auto_pad “\(text)” is unknown",
          remedy: "one of \(AutomaticPadding.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      automaticPadding = padding
    }
    for (name, list, least) in [
      ("kernel_shape", kernel, 1), ("strides", strides, 1), ("dilations", dilations, 1), ("pads", pads, 0),
    ] {
      if let list, let wrong = list.first(where: { $0 < least }) {
        throw GraphError("\(name) holds \(wrong)", remedy: "at least \(least) on every axis")
      }
    }
  }

  /// `list`, or a default for every axis.
  /// - Throws: `GraphError` when its length is not `count`.
  static func list(_ list: [Int]?, _ name: String, count: Int, default value: Int) throws -> [Int] {
    guard let list else { return [Int](repeating: value, count: count) }
    guard list.count == count else {
      throw GraphError("\(name) has \(list.count) entries", remedy: "\(count) are needed here")
    }
    return list
  }
}

/// A window sliding over the spatial axes: every length known.
struct WindowGeometry: Sendable, Hashable {
  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  var padsBefore: [Int]
  var padsAfter: [Int]
  var input: [Int]
  var output: [Int]

  var rank: Int { input.count }
  var kernelPositions: Int { kernel.reduce(1, *) }

  /// Everything but the output's lengths, which the caller knows.
  init(
    kernel: [Int], strides: [Int], dilations: [Int], padsBefore: [Int], padsAfter: [Int], input: [Int]
  ) {
    self.kernel = kernel
    self.strides = strides
    self.dilations = dilations
    self.padsBefore = padsBefore
    self.padsAfter = padsAfter
    self.input = input
    output = []
  }

  /// - Parameter input: the spatial lengths, without batch and channels.
  /// - Throws: `GraphError` when the window does not fit.
  init(_ attributes: WindowAttributes, kernel: [Int], input: [Int]) throws {
    let rank = input.count
    guard kernel.count == rank else {
      throw GraphError("kernel \(kernel) does not fit the spatial shape \(input)")
    }
    self.kernel = kernel
    self.input = input
    strides = try WindowAttributes.list(attributes.strides, "strides", count: rank, default: 1)
    dilations = try WindowAttributes.list(attributes.dilations, "dilations", count: rank, default: 1)
    let pads = try WindowAttributes.list(attributes.pads, "pads", count: 2 * rank, default: 0)
    padsBefore = Array(pads[..<rank])
    padsAfter = Array(pads[rank...])
    output = []
    for axis in 0..<rank { try resolve(axis, attributes) }
  }

  private mutating func resolve(_ axis: Int, _ attributes: WindowAttributes) throws {
    let reach = (kernel[axis] - 1) * dilations[axis] + 1
    let stride = strides[axis]
    switch attributes.automaticPadding {
    case .none: break
    case .valid:
      padsBefore[axis] = 0
      padsAfter[axis] = 0
    case .sameUpper, .sameLower:
      let length = (input[axis] + stride - 1) / stride
      let total = max(0, (length - 1) * stride + reach - input[axis])
      padsBefore[axis] = attributes.automaticPadding == .sameUpper ? total / 2 : total - total / 2
      padsAfter[axis] = total - padsBefore[axis]
    }
    let room = input[axis] + padsBefore[axis] + padsAfter[axis] - reach
    guard room >= 0 else {
      throw GraphError(
        "kernel \(kernel) (dilations \(dilations)) is larger than the padded input \(input)",
        remedy: "axis \(axis) needs \(reach) elements and has \(room + reach)")
    }
    var length = room / stride + 1
    if attributes.roundsUp, attributes.automaticPadding == .none {
      length = (room + stride - 1) / stride + 1
      // A window that would start in the padding behind the input is dropped.
      if (length - 1) * stride >= input[axis] + padsBefore[axis] { length -= 1 }
    }
    output.append(length)
  }

  /// Input positions that outputs in `range` read along an axis, clipped to the input. At least one position,
  /// even for a window that lies in the padding.
  func inputRange(_ axis: Int, for range: Range<Int>) -> Range<Int> {
    let reach = (kernel[axis] - 1) * dilations[axis]
    let low = range.lowerBound * strides[axis] - padsBefore[axis]
    let high = (range.upperBound - 1) * strides[axis] - padsBefore[axis] + reach + 1
    let start = min(max(low, 0), max(0, input[axis] - 1))
    return start..<max(start + 1, min(high, input[axis]))
  }
}
