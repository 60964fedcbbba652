/// Where in the input an output position of `Resize` lies.
enum ResizeCoordinates: String, CaseIterable, Sendable {
  case halfPixel = "half_pixel"
  case halfPixelSymmetric = "half_pixel_symmetric"
  case pytorchHalfPixel = "pytorch_half_pixel"
  case alignCorners = "align_corners"
  case asymmetric
  case cropAndResize = "tf_crop_and_resize"

  /// All places of an axis.
  func places(_ axis: ResizeTarget.Axis, input: Int) -> [Float] {
    (0..<axis.length).map {
      source($0, input: input, output: axis.length, scale: axis.scale, region: axis.region)
    }
  }

  /// - Parameter scale: output length / input length, as the model states it.
  /// - Parameter region: the part of the input that is resized, as shares of it (`tf_crop_and_resize` only).
  func source(
    _ position: Int, input: Int, output: Int, scale: Float, region: ClosedRange<Float> = 0...1
  ) -> Float {
    let place = Float(position)
    // Where the scales leave a fraction of an element, ONNX reckons with the length before it was cut off.
    let product = scale * Float(input)
    let length = abs(product - Float(output)) < 1e-3 ? Float(output) : product
    switch self {
    case .asymmetric: return place / scale
    case .halfPixel: return (place + 0.5) / scale - 0.5
    case .pytorchHalfPixel: return length == 1 ? 0 : (place + 0.5) / scale - 0.5
    case .alignCorners: return length == 1 ? 0 : place * Float(input - 1) / (length - 1)
    case .cropAndResize:
      let (start, end) = (region.lowerBound, region.upperBound)
      let last = Float(input - 1)
      return output > 1
        ? start * last + place * (end - start) * last / Float(output - 1) : 0.5 * (start + end) * last
    case .halfPixelSymmetric:
      // The centre of the input stays the centre although scale · input is not a whole number.
      let adjustment = Float(output) / length
      let offset = Float(input) / 2 * (1 - adjustment)
      return offset + (place + 0.5) / scale - 0.5
    }
  }
}

/// How `Resize` in nearest mode rounds a place between two elements.
enum NearestRounding: String, CaseIterable, Sendable {
  case roundPreferFloor = "round_prefer_floor"
  case roundPreferCeil = "round_prefer_ceil"
  case floor
  case ceil

  func round(_ place: Float) -> Int {
    switch self {
    case .roundPreferFloor: Int((place - 0.5).rounded(.up))
    case .roundPreferCeil: Int((place + 0.5).rounded(.down))
    case .floor: Int(place.rounded(.down))
    case .ceil: Int(place.rounded(.up))
    }
  }
}
