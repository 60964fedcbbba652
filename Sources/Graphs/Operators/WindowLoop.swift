import Tensors

/// The loop that pooling operators share. Taps reach an output element in rising order of their
/// kernel position wherever the tile is cut.
enum WindowLoop {
  /// Applies `combine(running value, input element, tap number)` for every tap that falls on the input, for one
  /// channel of one batch item.
  /// - Parameters:
  ///   - source: the input box of this channel; `input` says where it lies.
  ///   - target: the output box of this channel, already initialised; `output` says where it lies.
  @inline(__always)
  static func accumulate(
    _ window: VolumeWindow, source: UnsafePointer<Float>, input: VolumeRange,
    target: UnsafeMutablePointer<Float>, output: VolumeRange,
    _ combine: (inout Float, Float, Int) -> Void
  ) {
    let columns = output.lower.width..<output.lower.width + output.extent.width
    for depth in 0..<output.extent.depth {
      let depthTaps = VolumeWindow.inside(
        output: depth + output.lower.depth, kernel: window.kernel.depth, stride: window.strides.depth,
        dilation: window.dilations.depth, pad: window.padsBefore.depth, input: window.input.depth)
      let firstPlane =
        (depth + output.lower.depth) * window.strides.depth - window.padsBefore.depth - input.lower.depth
      for height in 0..<output.extent.height {
        let heightTaps = VolumeWindow.inside(
          output: height + output.lower.height, kernel: window.kernel.height, stride: window.strides.height,
          dilation: window.dilations.height, pad: window.padsBefore.height, input: window.input.height)
        let firstRow =
          (height + output.lower.height) * window.strides.height - window.padsBefore.height
          - input.lower.height
        let row = target + (depth * output.extent.height + height) * output.extent.width
        for depthTap in depthTaps {
          let plane = firstPlane + depthTap * window.dilations.depth
          for heightTap in heightTaps {
            let line = plane * input.extent.height + firstRow + heightTap * window.dilations.height
            accumulateRow(
              window, line: source + line * input.extent.width, lineStart: input.lower.width, row: row,
              columns: columns,
              firstTap: (depthTap * window.kernel.height + heightTap) * window.kernel.width, combine)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func accumulateRow(
    _ window: VolumeWindow, line: UnsafePointer<Float>, lineStart: Int,
    row: UnsafeMutablePointer<Float>, columns: Range<Int>, firstTap: Int,
    _ combine: (inout Float, Float, Int) -> Void
  ) {
    let stride = window.strides.width
    for widthTap in 0..<window.kernel.width {
      let valid = VolumeWindow.outputs(
        in: columns, tap: widthTap, stride: stride, dilation: window.dilations.width,
        pad: window.padsBefore.width, input: window.input.width)
      let results = row + (valid.lowerBound - columns.lowerBound)
      let shift = widthTap * window.dilations.width - window.padsBefore.width - lineStart
      if stride == 1 {
        let values = line + (valid.lowerBound + shift)
        for index in 0..<valid.count { combine(&results[index], values[index], firstTap + widthTap) }
      } else {
        let start = valid.lowerBound * stride + shift
        for index in 0..<valid.count {
          combine(&results[index], line[start + index * stride], firstTap + widthTap)
        }
      }
    }
  }
}
