import Foundation
import Tensors

/// ONNX `ReduceSum`: the sum.
struct ReduceSum: IntegerReductionOperator {
  static let name = "ReduceSum"
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 + $1 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 &+ $1 })
  }
}

/// ONNX `ReduceMean`: the mean.
struct ReduceMean: IntegerReductionOperator {
  static let name = "ReduceMean"
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 + $1 })
    let share = Float(kernel.count)
    for index in 0..<count { target[index] = target[index] / share }
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 &+ $1 })
    let share = Int64(max(1, kernel.count))
    for index in 0..<count { target[index] = target[index] / share }
  }
}

/// ONNX `ReduceMax`: the largest element.
struct ReduceMax: IntegerReductionOperator {
  static let name = "ReduceMax"
  static let onlyCompares = true
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: -.infinity, lift: { $0 }, combine: { $1 > $0 ? $1 : $0 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: .min, lift: { $0 }, combine: { max($0, $1) })
  }
}

/// ONNX `ReduceMin`: the smallest element.
struct ReduceMin: IntegerReductionOperator {
  static let name = "ReduceMin"
  static let onlyCompares = true
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: .infinity, lift: { $0 }, combine: { $1 < $0 ? $1 : $0 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: .max, lift: { $0 }, combine: { min($0, $1) })
  }
}

/// ONNX `ReduceProd`: the product.
struct ReduceProd: IntegerReductionOperator {
  static let name = "ReduceProd"
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try ReductionAttributes(attributes: &reader)
  }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 1, lift: { $0 }, combine: { $0 * $1 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 1, lift: { $0 }, combine: { $0 &* $1 })
  }
}

/// ONNX `GlobalAveragePool`: the mean of each channel.
struct GlobalAveragePool: ReductionOperator {
  static let name = "GlobalAveragePool"
  static let inputCount = 1...1
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws { attributes = .globalPool }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: 0, lift: { $0 }, combine: { $0 + $1 })
    let share = Float(kernel.count)
    for index in 0..<count { target[index] = target[index] / share }
  }
}

/// ONNX `GlobalMaxPool`: the largest element of each channel.
struct GlobalMaxPool: IntegerReductionOperator {
  static let name = "GlobalMaxPool"
  static let onlyCompares = true
  static let inputCount = 1...1
  var attributes: ReductionAttributes

  init(attributes reader: inout AttributeReader) throws { attributes = .globalPool }

  static func reduceReals(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: -.infinity, lift: { $0 }, combine: { $1 > $0 ? $1 : $0 })
  }

  static func reduceIntegers(
    _ kernel: ReduceKernel, _ source: UnsafePointer<Int64>, into target: UnsafeMutablePointer<Int64>,
    count: Int
  ) {
    kernel.reduce(source, into: target, initial: .min, lift: { $0 }, combine: { max($0, $1) })
  }
}
