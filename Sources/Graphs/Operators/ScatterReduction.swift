import Tensors

/// What Scatter operators do where an update meets what is there already.
enum ScatterReduction: String, CaseIterable, Sendable {
  /// The update replaces it.
  case none
  case add, mul, max, min

  init(attributes: inout AttributeReader) throws {
    let text = try attributes.string("reduction") ?? "none"
    guard let reduction = ScatterReduction(rawValue: text) else {
      throw GraphError(
        "reduction “\(text)” is unknown",
        remedy: "one of \(ScatterReduction.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = reduction
  }

  func combine(_ present: Float, _ update: Float) -> Float {
    switch self {
    case .none: update
    case .add: present + update
    case .mul: present * update
    case .max: update > present || update.isNaN ? update : present
    case .min: update < present || update.isNaN ? update : present
    }
  }

  func combine(_ present: Int64, _ update: Int64) -> Int64 {
    switch self {
    case .none: update
    case .add: present &+ update
    case .mul: present &* update
    case .max: Swift.max(present, update)
    case .min: Swift.min(present, update)
    }
  }

  /// `data` with the runs of `updates`, one behind the other, brought to their places in order.
  /// - Parameters:
  ///   - starts: where in `data` each run begins.
  ///   - run: elements of one run.
  func scatter(_ updates: Tensor, over data: Tensor, at starts: [Int], run: Int) throws -> Tensor {
    if self == .none {
      return try RawElements.inWholeBytes([data, updates]) {
        try replace($0[0], with: $0[1], at: starts, run: run)
      }
    }
    let places = starts.flatMap { $0..<$0 + run }
    if data.type.element == .float32 {
      var result = data.floats
      for (place, update) in zip(places, updates.floats) { result[place] = combine(result[place], update) }
      return Tensor(data.type, floats: result)
    }
    let compares = self == .max || self == .min
    var result = compares ? data.orderedIntegers : data.integers
    for (place, update) in zip(places, compares ? updates.orderedIntegers : updates.integers) {
      result[place] = combine(result[place], update)
    }
    return compares ? Tensor(data.type, ordered: result) : Tensor(data.type, integers: result)
  }

  private func replace(_ data: Tensor, with updates: Tensor, at starts: [Int], run: Int) throws -> Tensor {
    try RawElements.moving(data, to: data.shape) { source, target, width in
      target.copyMemory(from: source, byteCount: data.bytes.count)
      updates.bytes.withUnsafeBytes { updates in
        guard let updates = updates.baseAddress else { return }
        for (row, place) in starts.enumerated() {
          (target + place * width).copyMemory(from: updates + row * run * width, byteCount: run * width)
        }
      }
    }
  }
}
