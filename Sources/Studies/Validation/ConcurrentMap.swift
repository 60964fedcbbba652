import Dispatch
import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// As `map`, on all processors: for calls that take long and know nothing of each other.
  ///
  /// - Parameter progress: gets the share that is done, on the caller's thread.
  /// - Throws: the error of the first element, in order, that has one among those tried.
  func concurrentMap<Value: Sendable>(
    progress: (Double) -> Void, _ transform: @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    // In portions, so that there is progress to be told, and a mistake in an early row ends the work.
    let portion = 8 * ProcessInfo.processInfo.activeProcessorCount
    var values: [Value] = []
    values.reserveCapacity(count)
    while values.count < count {
      progress(Double(values.count) / Double(count))
      let begin = values.count
      let size = Swift.min(portion, count - begin)
      let results = Mutex([Result<Value, any Error>?](repeating: nil, count: size))
      DispatchQueue.concurrentPerform(iterations: size) { index in
        let result = Result { try transform(self[begin + index]) }
        results.withLock { $0[index] = result }
      }
      for case let result? in results.withLock({ $0 }) { values.append(try result.get()) }
    }
    return values
  }
}
