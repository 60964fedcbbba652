import Tensors

/// An operator that replaces the elements along some axes by one number.
protocol ReductionOperator: TiledOperator {
  var attributes: ReductionAttributes { get }
  /// Scalar operations for one element of the input.
  static var operationsPerElement: Int { get }
  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int)
}

/// A reduction that is defined on integers, too.
protocol IntegerReductionOperator: ReductionOperator {
  /// Whether the result is one of the elements.
  static var onlyCompares: Bool { get }
  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int)
}

extension IntegerReductionOperator {
  static var onlyCompares: Bool { false }
}

/// What all reductions are told.
struct ReductionAttributes: Sendable {
  var axes: [Int]?
  var keepsAxes = true
  var isIdentityWithoutAxes = false
  /// All axes behind the channels, as the global pools reduce.
  var isGlobalPool = false

  init(axes: [Int]? = nil, keepsAxes: Bool = true) {
    self.axes = axes
    self.keepsAxes = keepsAxes
  }

  init(attributes: inout AttributeReader) throws {
    axes = try attributes.integers("axes")
    keepsAxes = try attributes.integer("keepdims") ?? 1 != 0
    isIdentityWithoutAxes = try attributes.integer("noop_with_empty_axes") == 1
  }

  static let globalPool: ReductionAttributes = {
    var attributes = ReductionAttributes()
    attributes.isGlobalPool = true
    return attributes
  }()

  func resolved(_ inputs: [OperatorInput?]) throws -> [Int] {
    let rank = try inputs.required(0).type.shape.count
    if isGlobalPool {
      guard rank >= 3 else { throw GraphError("a global pool needs axes behind the channels") }
      return Array(2..<rank)
    }
    let named = try inputs.fixedIntegers(1, "axes") ?? axes ?? []
    if named.isEmpty { return isIdentityWithoutAxes ? [] : Array(0..<rank) }
    return try Axes.normalized(named, rank: rank)
  }
}

extension ReductionOperator {
  static var kind: TiledKind { .reduce }
  static var inputCount: ClosedRange<Int> { 1...2 }
  static var operationsPerElement: Int { 1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let axes = try attributes.resolved(inputs)
    let shape = input.shape.indices.compactMap { axis in
      axes.contains(axis) ? (attributes.keepsAxes ? 1 : nil) : input.shape[axis]
    }
    let element =
      try Self.self is any IntegerReductionOperator.Type
      ? ElementAgreement.common(of: [input]) : ElementAgreement.real(of: [input], for: Self.name)
    return [TensorType(element, shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    ReductionTile(
      operation: self, input: try inputs.required(0).type.shape, axes: try attributes.resolved(inputs),
      keepsAxes: attributes.keepsAxes)
  }
}

/// Boxes of a reduction: the reduced axes are always whole.
struct ReductionTile: TileableOperator {
  let operation: any ReductionOperator
  let input: [Int]
  let axes: [Int]
  let keepsAxes: Bool

  var splittableAxes: [Int] {
    let kept = input.indices.filter { !axes.contains($0) }
    return keepsAxes ? kept : Array(kept.indices)
  }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    guard index == 0 else { return nil }
    var next = 0
    let ranges = input.indices.map { axis -> Range<Int> in
      if axes.contains(axis) {
        next += keepsAxes ? 1 : 0
        return 0..<input[axis]
      }
      next += 1
      return output.range(next - 1)
    }
    return Box(lower: ranges.map(\.lowerBound), extent: ranges.map(\.count))
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    let kernel = ReduceKernel(shape: input.shape, axes: axes)
    let count = output.elementCount
    let kind = type(of: operation)
    if input.type.element == .float32 {
      return input.readingFloats { source in
        .buildingFloats(output.shape) { kind.reduceReals(kernel, source, into: $0, count: count) }
      }
    }
    guard let kind = kind as? any IntegerReductionOperator.Type else {
      preconditionFailure("type inference lets \(kind.name) have real numbers only")
    }
    var results = [Int64](repeating: 0, count: count)
    let numbers = kind.onlyCompares ? input.orderedIntegers : input.integers
    numbers.withUnsafeBufferPointer { source in
      results.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        kind.reduceIntegers(kernel, source, into: target, count: count)
      }
    }
    let type = TensorType(input.type.element, output.shape)
    guard kind.onlyCompares else { return Tensor(type, integers: results) }
    // The extreme of no elements is the least or greatest number of the type.
    if kernel.count == 0, let range = type.element.integerRange, type.element != .uint64 {
      results = results.map { min(max($0, range.lowerBound), range.upperBound) }
    }
    return Tensor(type, ordered: results)
  }

  func scalarOperations(for output: Box) -> Int {
    inputBox(0, for: output)!.elementCount * type(of: operation).operationsPerElement
  }
}
