import Testing
import Tilewright

@Suite struct SamplingTests {
  private func points(_ sampling: String, _ sizes: [Int]) throws -> [[Int]] {
    let lists = sizes.enumerated().map { "\"model.p\($0)\": \(Array(0..<$1))" }.joined(separator: ", ")
    let study = try smallStudy("\"parameters\": {\(lists)}, \"sampling\": \(sampling)")
    return try StudyPlan(study).points.map { $0.values.map { Int($0.number!) } }
  }

  private func sampled(_ method: String, _ count: Int, seed: Int = 1, _ sizes: [Int]) throws -> [[Int]] {
    try points("{\"method\": \"\(method)\", \"count\": \(count), \"seed\": \(seed)}", sizes)
  }

  @Test func aGridHasEveryCombinationTheLastParameterFastest() throws {
    #expect(try points("\"grid\"", [2, 3]) == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    #expect(try points("\"grid\"", []) == [[]])
  }

  @Test func aListTakesValuesSideBySide() throws {
    #expect(try points("\"list\"", [3, 3]) == [[0, 0], [1, 1], [2, 2]])
    let error = #expect(throws: InputError.self) { try points("\"list\"", [3, 2]) }
    #expect(error?.reason == "lists of 3, 2 values do not go side by side")
  }

  @Test(arguments: ["random", "latin-hypercube", "sobol"])
  func theSameSeedGivesTheSamePointsAndNoneTwice(_ method: String) throws {
    let first = try sampled(method, 40, [10, 10, 10])
    #expect(try sampled(method, 40, [10, 10, 10]) == first)
    #expect(try sampled(method, 40, seed: 2, [10, 10, 10]) != first)
    #expect(Set(first).count == first.count)
    #expect(first.allSatisfy { $0.allSatisfy { (0..<10).contains($0) } })
  }

  @Test func randomPointsEndWhenAllAreTaken() throws {
    #expect(Set(try sampled("random", 100, [3, 4])).count == 12)
  }

  @Test func aLatinHypercubeUsesEveryValueEquallyOften() throws {
    let points = try sampled("latin-hypercube", 60, [60, 20, 12])
    #expect(points.count == 60)
    for (axis, size) in [60, 20, 12].enumerated() {
      let uses = Dictionary(grouping: points) { $0[axis] }.mapValues(\.count)
      #expect(uses.count == size)
      #expect(uses.values.allSatisfy { $0 == 60 / size })
    }
  }

  /// Of 2ⁿ points of a Sobol sequence, every axis has one in each of 2ⁿ slices; so has every elementary rectangle of the
  /// first two.
  @Test func aSobolSequenceIsSpreadEvenly() throws {
    let points = try sampled("sobol", 64, [Int](repeating: 64, count: 21))
    #expect(points.count == 64)
    for axis in 0..<21 { #expect(Set(points.map { $0[axis] }).count == 64, "axis \(axis)") }
    for split in 0...6 {
      let cells = points.map { [$0[0] >> (6 - split), $0[1] >> split] }
      #expect(Set(cells).count == 64, "\(1 << split) × \(64 >> split)")
    }
  }

  @Test func linkedParametersMoveTogetherAndFollowersFollow() throws {
    let study = try smallStudy(
      """
      "parameters": {"model.a": [1, 2], "model.b": [10, 20], "model.c": {"follows": "model.a", "times": 3},
        "model.d": [7, 8]}, "linked": [["model.a", "model.b"]]
      """)
    #expect(
      try StudyPlan(study).points.map { $0.values.map(\.text) }
        == [["1", "10", "3", "7"], ["1", "10", "3", "8"], ["2", "20", "6", "7"], ["2", "20", "6", "8"]])
  }

  @Test func moreThanAMillionPointsAreRefused() {
    let error = #expect(throws: InputError.self) {
      try points("\"grid\"", [200, 200, 200])
    }
    #expect(error?.reason == "makes more than 1000000 points")
  }
}
