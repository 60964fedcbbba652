import Graphs
import Testing

@Suite struct ScaleSimGraphTests {
  private func graph(_ rows: String) throws -> Graph {
    try Graph(ScaleSimTopology(parsing: "header\n" + rows, file: "net.csv"))
  }

  private func outputs(_ graph: Graph) -> [[Int]] { graph.outputs.map { graph.values[$0].type.shape } }

  @Test func everyLayerHasInputWeightsAndOutputOfItsOwn() throws {
    let graph = try graph("a, 8, 8, 3, 3, 2, 5, 1,\nb, 10, 20, 30,\n")
    #expect(graph.inputs.map { graph.values[$0].type.shape } == [[1, 2, 8, 8], [10, 30]])
    #expect(outputs(graph) == [[1, 5, 6, 6], [10, 20]])
    #expect(try GraphAnalysis(graph).multiplyAccumulates == 36 * 5 * 18 + 10 * 20 * 30)
  }

  @Test func theLastWindowIsFilledUpAsScaleSimCountsIt() throws {
    #expect(try outputs(graph("a, 224, 224, 7, 7, 3, 4, 2,\n")) == [[1, 4, 110, 110]])
  }

  @Test func theNextLayersInputTellsThatALayerIsPadded() throws {
    let graph = try graph("a, 224, 224, 3, 3, 3, 32, 2,\nb, 112, 112, 1, 1, 32, 64, 1,\n")
    #expect(outputs(graph) == [[1, 32, 112, 112], [1, 64, 112, 112]])
  }

  @Test func depthwiseRowsAreGroups() throws {
    let graph = try graph("DPa, 8, 8, 3, 3, 6, 1, 1,\n")
    #expect(outputs(graph) == [[1, 6, 6, 6]])
    #expect(try GraphAnalysis(graph).multiplyAccumulates == 6 * 36 * 9)
  }

  @Test func rowsOfOneNameAreToldApartByTheirLines() throws {
    #expect(try graph("a, 1, 2, 3,\na, 1, 2, 3,\n").nodes.map(\.name) == ["a", "a@3"])
  }

  @Test func aFilterLargerThanItsInputIsPadded() throws {
    #expect(try outputs(graph("a, 2, 5, 3, 3, 1, 4, 1,\n")) == [[1, 4, 2, 5]])
  }
}
