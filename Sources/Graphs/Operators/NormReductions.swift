import Foundation
import Tensors

/// ONNX `ReduceSumSquare`: the sum of squares.
struct ReduceSumSquare: IntegerReductionOperator {
  static let name = "ReduceSumSquare"
  static let operationsPerElement = 2
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 * $0 }, combine: { $0 + $1 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 &* $0 }, combine: { $0 &+ $1 })
  }
}

/// ONNX `ReduceL1`: the sum of magnitudes.
struct ReduceL1: IntegerReductionOperator {
  static let name = "ReduceL1"
  static let operationsPerElement = 2
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { abs($0) }, combine: { $0 + $1 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 < 0 ? 0 &- $0 : $0 }, combine: { $0 &+ $1 })
  }
}

/// ONNX `ReduceL2`: the root of the sum of squares.
struct ReduceL2: ReductionOperator {
  static let name = "ReduceL2"
  static let operationsPerElement = 2
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 * $0 }, combine: { $0 + $1 })
    for index in 0..<count { target[index] = target[index].squareRoot() }
  }
}

/// ONNX `ReduceLogSum`: the logarithm of the sum.
struct ReduceLogSum: ReductionOperator {
  static let name = "ReduceLogSum"
  static let operationsPerElement = 1
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 + $1 })
    for index in 0..<count { target[index] = log(target[index]) }
  }
}

/// ONNX `ReduceLogSumExp`: the logarithm of the sum of exponentials.
struct ReduceLogSumExp: ReductionOperator {
  static let name = "ReduceLogSumExp"
  static let operationsPerElement = 1 + Work.transcendental
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    let largest = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    defer { largest.deallocate() }
    kernel.reduce(source, into: largest, initial: -.infinity, lift: { $0 }, combine: { $1 > $0 ? $1 : $0 })
    kernel.reduce(source, into: target, initial: 0, lift: { exp($0) }, combine: { $0 + $1 })
    for index in 0..<count {
      // Where the plain sum overflows, the largest element is the whole of it at this precision.
      let sum = log(target[index])
      target[index] = sum.isInfinite ? largest[index] : sum
    }
  }
}
