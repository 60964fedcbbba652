import Tensors

/// An operator whose every output element depends on one element of each (broadcast) input.
protocol ElementwiseOperator: TiledOperator {
  /// The element type of the result.
  func resultElement(for inputs: [TensorType]) throws -> ElementType

  /// The kernel: inputs of computing type that broadcast to `shape`. What an element becomes must not depend on
  /// its place in the array.
  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor

  /// The kernel of operators with optional inputs.
  func compute(withGaps inputs: [Tensor?], shape: [Int]) throws -> Tensor

  /// Scalar operations for one element of the output.
  func operationsPerElement(inputCount: Int) -> Int
}

extension ElementwiseOperator {
  static var kind: TiledKind { .map }

  func operationsPerElement(inputCount: Int) -> Int { max(1, inputCount - 1) }

  func compute(withGaps inputs: [Tensor?], shape: [Int]) throws -> Tensor {
    try compute(try inputs.indices.map { try inputs.required($0) }, shape: shape)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let types = try inputs.indices.map { try inputs.required($0).type }
    return [
      TensorType(try resultElement(for: types), try Broadcasting.shape(types.map(\.shape)))
    ]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    ElementwiseTile(
      operation: self, inputShapes: inputs.map { $0?.type.shape },
      rank: outputs[0].shape.count)
  }
}

/// Boxes of an element-wise operator.
struct ElementwiseTile: TileableOperator {
  let operation: any ElementwiseOperator
  let inputShapes: [[Int]?]
  let rank: Int

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    inputShapes[index].map { Broadcasting.inputBox(of: $0, for: output) }
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    try operation.compute(withGaps: inputs, shape: output.shape)
  }

  func scalarOperations(for output: Box) -> Int {
    output.elementCount * operation.operationsPerElement(inputCount: inputShapes.count)
  }
}

/// Loops of element-wise kernels.
enum ElementwiseLoop {
  /// `result[i] = operation(input[i])` on fp32.
  @inline(__always)
  static func map(_ input: Tensor, _ operation: (Float) -> Float) -> Tensor {
    let count = input.elementCount
    return input.readingFloats { source in
      .buildingFloats(input.shape) { target in
        for index in 0..<count { target[index] = operation(source[index]) }
      }
    }
  }

  /// `result[i] = operation(input[i])` on integers, wrapped to the element type.
  @inline(__always)
  static func mapIntegers(_ input: Tensor, _ operation: (Int64) -> Int64) -> Tensor {
    Tensor(TensorType(input.type.element, input.shape), integers: input.integers.map(operation))
  }

  /// `result = operation(left, right)` over the broadcast shape.
  @inline(__always)
  static func combine<Source: BitwiseCopyable, Target: BitwiseCopyable>(
    _ left: UnsafePointer<Source>, _ leftShape: [Int], _ right: UnsafePointer<Source>, _ rightShape: [Int],
    into target: UnsafeMutablePointer<Target>, shape: [Int], _ operation: (Source, Source) -> Target
  ) {
    let walk = BroadcastWalk(left: leftShape, right: rightShape, output: shape)
    let row = walk.extents[walk.extents.count - 1]
    let leftStep = walk.leftStrides[walk.extents.count - 1]
    let rightStep = walk.rightStrides[walk.extents.count - 1]
    walk.forEachRow { leftOffset, rightOffset, outputOffset in
      let a = left + leftOffset
      let b = right + rightOffset
      let result = target + outputOffset
      switch (leftStep, rightStep) {
      case (1, 1):
        for index in 0..<row { result[index] = operation(a[index], b[index]) }
      case (1, 0):
        let constant = b[0]
        for index in 0..<row { result[index] = operation(a[index], constant) }
      case (0, 1):
        let constant = a[0]
        for index in 0..<row { result[index] = operation(constant, b[index]) }
      default:
        for index in 0..<row { result[index] = operation(a[index * leftStep], b[index * rightStep]) }
      }
    }
  }

  /// Real numbers to real numbers.
  @inline(__always)
  static func combine(
    _ left: Tensor, _ right: Tensor, shape: [Int], _ operation: (Float, Float) -> Float
  ) -> Tensor {
    left.readingFloats { a in
      right.readingFloats { b in
        .buildingFloats(shape) { target in
          combine(a, left.shape, b, right.shape, into: target, shape: shape, operation)
        }
      }
    }
  }

  /// Integers to integers, wrapped to `element`.
  @inline(__always)
  static func combineIntegers(
    _ left: Tensor, _ right: Tensor, element: ElementType, shape: [Int],
    _ operation: (Int64, Int64) -> Int64
  ) -> Tensor {
    Tensor(
      TensorType(element, shape),
      integers: combine(left.integers, left.shape, right.integers, right.shape, shape: shape, operation))
  }

  /// As `combineIntegers` for operations that only compare: uint64 keeps its order beyond `Int64.max`.
  @inline(__always)
  static func choose(
    _ left: Tensor, _ right: Tensor, shape: [Int], _ operation: (Int64, Int64) -> Int64
  ) -> Tensor {
    Tensor(
      TensorType(left.type.element, shape),
      ordered: combine(
        left.orderedIntegers, left.shape, right.orderedIntegers, right.shape, shape: shape, operation))
  }

  @inline(__always)
  static func combine(
    _ left: [Int64], _ leftShape: [Int], _ right: [Int64], _ rightShape: [Int], shape: [Int],
    _ operation: (Int64, Int64) -> Int64
  ) -> [Int64] {
    let count = shape.reduce(1, *)
    return left.withUnsafeBufferPointer { a in
      right.withUnsafeBufferPointer { b in
        [Int64](unsafeUninitializedCapacity: max(count, 1)) { target, written in
          if count > 0 {
            combine(
              a.baseAddress!, leftShape, b.baseAddress!, rightShape, into: target.baseAddress!,
              shape: shape, operation)
          }
          written = count
        }
      }
    }
  }
}
