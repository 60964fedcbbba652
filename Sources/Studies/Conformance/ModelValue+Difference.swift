import Graphs
import Tensors

/// The standard's rule: shapes and types equal; real numbers within `absolute + relative · |expected|`, not-a-number and
/// infinities where they are expected; everything else exact.
enum ConformanceTolerance {
  static let absolute = 1e-7
  static let relative = 1e-3

  static func accepts(_ value: Double, _ expected: Double) -> Bool {
    if value == expected || value.isNaN && expected.isNaN { return true }
    return abs(value - expected) <= absolute + relative * abs(expected)
  }
}

extension ModelValue {
  /// In words; nil when there is none.
  func difference(from expected: ModelValue) -> String? {
    switch (self, expected) {
    case (.tensor(let own), .tensor(let other)): return own.difference(from: other)
    case (.strings(let own), .strings(let other)):
      if own.shape != other.shape { return "has shape \(own.shape), expected \(other.shape)" }
      guard let place = own.elements.indices.first(where: { own.elements[$0] != other.elements[$0] }) else {
        return nil
      }
      return "has “\(own.elements[place])” at \(place), expected “\(other.elements[place])”"
    case (.sequence(let own), .sequence(let other)):
      guard own.count == other.count else { return "has \(own.count) elements, expected \(other.count)" }
      for index in own.indices {
        if let difference = own[index].difference(from: other[index]) { return "[\(index)] \(difference)" }
      }
      return nil
    case (.absent, .absent): return nil
    default: return "is \(kind), expected \(expected.kind)"
    }
  }

  private var kind: String {
    switch self {
    case .tensor: "a tensor"
    case .strings: "a tensor of strings"
    case .sequence: "a sequence"
    case .absent: "nothing"
    }
  }
}

extension Tensor {
  fileprivate func difference(from expected: Tensor) -> String? {
    guard type == expected.type else {
      return
        "is \(type.element.rawValue) \(shape), expected \(expected.type.element.rawValue) \(expected.shape)"
    }
    guard type.element.isFloatingPoint else {
      let (own, other) = (integers, expected.integers)
      return described(own.indices.filter { own[$0] != other[$0] }) { ("\(own[$0])", "\(other[$0])") }
    }
    let (own, other) = (doubles, expected.doubles)
    return described(own.indices.filter { !ConformanceTolerance.accepts(own[$0], other[$0]) }) {
      ("\(own[$0])", "\(other[$0])")
    }
  }

  private func described(_ wrong: [Int], _ texts: (Int) -> (String, String)) -> String? {
    guard let first = wrong.first else { return nil }
    let (own, other) = texts(first)
    return "differs at \(wrong.count) of \(elementCount): [\(first)] is \(own), expected \(other)"
  }

  private var doubles: [Double] {
    type.element == .float64 ? withElements(as: Double.self) { Array($0) } : floats.map(Double.init)
  }
}
