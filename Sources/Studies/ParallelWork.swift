import Foundation
import Synchronization

/// A thread with room for deep recursion, that can be waited for.
final class WorkerThread {
  private static let stackBytes = 16 << 20

  private let thread: Thread
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Void) {
    let done = done
    thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = Self.stackBytes
  }

  func start() { thread.start() }
  func join() { done.wait() }
}

/// Results of work that several threads share, one element at a time.
private final class SharedWork<Element: Sendable, Result: Sendable>: Sendable {
  private let elements: [Element]
  private let transform: @Sendable (Element) -> Result
  private let state: Mutex<(next: Int, results: [Result?])>

  init(_ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result) {
    self.elements = elements
    self.transform = transform
    state = Mutex((0, [Result?](repeating: nil, count: elements.count)))
  }

  func run() {
    while let index = next() {
      let result = transform(elements[index])
      state.withLock { $0.results[index] = result }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.next < elements.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  var results: [Result] { state.withLock { $0.results.compactMap { $0 } } }
}

extension Array where Element: Sendable {
  /// `transform` of every element, in order; several at once, the first ones begun first.
  func mapped<Result: Sendable>(
    jobs: Int, _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let work = SharedWork(self, transform)
    let threads = (0..<Swift.min(jobs, count)).map { _ in WorkerThread { work.run() } }
    for thread in threads { thread.start() }
    for thread in threads { thread.join() }
    return work.results
  }
}
