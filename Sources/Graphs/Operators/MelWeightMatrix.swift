import Foundation
import Tensors

/// ONNX `MelWeightMatrix`: triangles, evenly spaced on the mel scale, that sum the bins of a spectrum into bands.
/// Their corners lie on bins of the spectrum (rounded down) and their peaks are 1.
struct MelWeightMatrix: HostOperator {
  static let name = "MelWeightMatrix"
  static let inputCount = 5...5
  var element: ElementType

  init(attributes: inout AttributeReader) throws {
    element = try attributes.elementType("output_datatype") ?? .float32
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let bands = try inputs.fixedCount(0, "num_mel_bins")
    let length = try inputs.fixedCount(1, "dft_length")
    guard max(bands, length) <= Int32.max else {
      throw GraphError("\(bands) bands of a transform of \(length) are too many")
    }
    return [TensorType(element, [length / 2 + 1, bands])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let (bins, bands) = (outputs[0].shape[0], outputs[0].shape[1])
    let numbers = try (0..<5).map { index -> Double in
      guard let number = try inputs.required(index).floats.first else {
        throw GraphError("input \(index) of MelWeightMatrix is empty", remedy: "give one number")
      }
      return Double(number)
    }
    let (low, high) = (MelWeightMatrix.mel(numbers[3]), MelWeightMatrix.mel(numbers[4]))
    let step = (high - low) / Double(bands + 2)
    let corners = try (0..<bands + 2).map { index -> Int in
      let hertz = 700 * (pow(10, (low + Double(index) * step) / 2595) - 1)
      let bin = ((numbers[1] + 1) * hertz / numbers[2]).rounded(.down)
      guard let corner = Int(exactly: bin), 0..<bins ~= corner || index == bands + 1 && corner >= 0 else {
        throw GraphError("frequencies from \(numbers[3]) to \(numbers[4]) Hz are not all in the spectrum")
      }
      return corner
    }
    var weights = [Float](repeating: 0, count: bins * bands)
    for band in 0..<bands {
      let (left, peak, right) = (corners[band], corners[band + 1], corners[band + 2])
      for bin in left..<max(left, peak) {
        weights[bin * bands + band] = Float(bin - left) / Float(peak - left)
      }
      for bin in peak..<min(bins, max(right, peak + 1)) {
        weights[bin * bands + band] = right == peak ? 1 : Float(right - bin) / Float(right - peak)
      }
    }
    return [Tensor(outputs[0], floats: weights)]
  }

  private static func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
}
