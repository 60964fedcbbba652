import Graphs
import Synchronization
import Tensors

/// What weights become in each format, made once for all plans of one graph. Safe to share among threads.
final class StoredWeights: Sendable {
  private struct Key: Hashable {
    var weights: ValueIndex
    var format: NumberFormat
    /// Along which output channels run.
    var axis: Int
  }

  private let tensors = Mutex<[Key: Tensor]>([:])
  private let codes = Mutex<[Key: QuantizedWeights]>([:])

  /// Weights in a format that keeps their shape and has one scale at most.
  func tensor(
    of weights: ValueIndex, as format: NumberFormat, make: () throws -> Tensor
  ) rethrows -> Tensor {
    try StoredWeights.value(for: Key(weights: weights, format: format, axis: 0), in: tensors, make)
  }

  func codes(
    of weights: ValueIndex, as format: IntegerFormat, axis: Int, make: () throws -> QuantizedWeights
  ) rethrows -> QuantizedWeights {
    try StoredWeights.value(
      for: Key(weights: weights, format: .integer(format), axis: axis), in: codes, make)
  }

  /// Two threads may make the same value at once; they get equal ones.
  private static func value<Value: Sendable>(
    for key: Key, in known: borrowing Mutex<[Key: Value]>, _ make: () throws -> Value
  ) rethrows -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = try make()
    known.withLock { $0[key] = value }
    return value
  }
}
