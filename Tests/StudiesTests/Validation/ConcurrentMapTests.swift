import Testing

@testable import Studies

@Suite("A map on all processors")
struct ConcurrentMapTests {
  @Test("gives what a plain one gives, in order", arguments: [0, 1, 7, 1_000])
  func order(_ count: Int) throws {
    var shares: [Double] = []
    let note = { shares.append($0) }
    let squares = try Array(0..<count).concurrentMap(progress: note) { $0 * $0 }
    #expect(squares == (0..<count).map { $0 * $0 })
    #expect(shares == shares.sorted() && shares.allSatisfy { 0..<1 ~= $0 })
  }

  @Test("throws the first error in order")
  func errors() {
    struct Failure: Error, Equatable { var number: Int }
    #expect(throws: Failure(number: 3)) {
      let ignore = { (_: Double) in }
      return try Array(0..<100).concurrentMap(progress: ignore) { number -> Int in
        guard number < 3 else { throw Failure(number: number) }
        return number
      }
    }
  }
}
