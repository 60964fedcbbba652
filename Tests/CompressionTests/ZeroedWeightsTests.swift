import Graphs
import Tensors
import Testing

@testable import Compression

@Suite("Weights that become zero")
struct ZeroedWeightsTests {
  @Test(arguments: [(2, 4), (1, 4), (4, 8)])
  func nOfMStayAlongTheReductionInEitherLayout(_ kept: Int, _ group: Int) throws {
    for transposed in [0, 1] {
      let dense = try graph(
        """
        {"name": "p", "inputs": {"x": [3, 18]}, "nodes": [
          {"op": "Gemm", "name": "product", "features": 5, "transB": \(transposed)}]}
        """)
      let sparse = try dense.pruned(Pruning(.structured(kept: kept, group: group)))
      #expect(try !dense.weightsKeep(kept, ofEach: group, in: 0))
      #expect(try sparse.weightsKeep(kept, ofEach: group, in: 0))
    }
  }

  @Test func theLargestOfFourStayAndOfEqualOnesTheFirst() throws {
    let dense = try graph(
      """
      {"name": "p", "inputs": {"x": [1, 6]}, "nodes": [
        {"op": "Gemm", "name": "product", "transB": 1, "B": {"values": [[1, -3, 2, 3, 5, 4], [1, 1, 1, 1, 0, 7]]}}]}
      """)
    let sparse = try dense.pruned(Pruning("2:4"))
    let weights = try sparse.constant(try #require(sparse.nodes[0].inputs[1])).floats
    #expect(weights == [0, -3, 0, 3, 5, 4, 1, 1, 0, 0, 0, 7])
  }

  @Test(arguments: [0, 0.3, 0.5, 0.99])
  func thatPartOfTheWeightsIsZeroAndTheRestIsNoSmaller(_ fraction: Double) throws {
    let dense = try graph(
      """
      {"name": "p", "inputs": {"x": [1, 16]}, "nodes": [{"op": "Gemm", "name": "product", "features": 10}]}
      """)
    let sparse = try dense.pruned(Pruning(.magnitude(fraction: fraction)))
    let value = try #require(dense.nodes[0].inputs[1])
    let (before, after) = (try dense.constant(value).floats, try sparse.constant(value).floats)
    #expect(after.count { $0 == 0 } == Int(fraction * 160))
    let gone = zip(before, after).filter { $1 == 0 }.map { abs($0.0) }.max() ?? 0
    #expect(after.filter { $0 != 0 }.allSatisfy { abs($0) >= gone })
  }

  @Test(arguments: ["channels=0.5", "2:4", "magnitude=0.75", "conv1+fc1:channels=0.25", "fc1:2:4"])
  func aPruningReadsAsItIsWritten(_ text: String) throws {
    #expect(try Pruning(text).name == text)
  }

  @Test(arguments: [
    ("chanels=0.5", "channels"), ("channels=1.5", "less than 1"), ("4:4", "fewer"),
    ("half", "no way to prune"),
  ])
  func aMistakeIsToldWithWhatWouldBeRight(_ text: String, _ words: String) {
    #expect {
      try Pruning(text)
    } throws: {
      "\($0)".contains(words)
    }
  }
}
