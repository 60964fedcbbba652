import Foundation
import Tensors

/// A window for Fourier transforms: a sum of cosines over one period.
protocol SignalWindow: HostOperator {
  var settings: WindowSettings { get }
  /// The value at an angle of 0 to 2π.
  static func value(at angle: Double) -> Double
}

/// What all windows are told.
struct WindowSettings: Sendable {
  /// Whether the window is one period of a function, not symmetric.
  var isPeriodic: Bool
  var element: ElementType

  init(attributes: inout AttributeReader) throws {
    isPeriodic = try attributes.integer("periodic") ?? 1 != 0
    element = try attributes.elementType("output_datatype") ?? .float32
  }
}

extension SignalWindow {
  static var inputCount: ClosedRange<Int> { 1...1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    [TensorType(settings.element, [try inputs.fixedCount(0, "size")])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let count = outputs[0].elementCount
    let period = settings.isPeriodic ? count : count - 1
    let values = (0..<count).map { index in
      Float(period == 0 ? 1 : Self.value(at: 2 * .pi * Double(index) / Double(period)))
    }
    return [Tensor(outputs[0], floats: values)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs[0].elementCount * (Work.transcendental + 3))
  }
}

/// ONNX `HannWindow`.
struct HannWindow: SignalWindow {
  static let name = "HannWindow"
  var settings: WindowSettings
  init(attributes: inout AttributeReader) throws { settings = try WindowSettings(attributes: &attributes) }
  static func value(at angle: Double) -> Double { 0.5 - 0.5 * cos(angle) }
}

/// ONNX `HammingWindow`, with the coefficients 25/46 and 21/46.
struct HammingWindow: SignalWindow {
  static let name = "HammingWindow"
  var settings: WindowSettings
  init(attributes: inout AttributeReader) throws { settings = try WindowSettings(attributes: &attributes) }
  static func value(at angle: Double) -> Double { (25 - 21 * cos(angle)) / 46 }
}

/// ONNX `BlackmanWindow`.
struct BlackmanWindow: SignalWindow {
  static let name = "BlackmanWindow"
  var settings: WindowSettings
  init(attributes: inout AttributeReader) throws { settings = try WindowSettings(attributes: &attributes) }
  static func value(at angle: Double) -> Double { 0.42 - 0.5 * cos(angle) + 0.08 * cos(2 * angle) }
}
