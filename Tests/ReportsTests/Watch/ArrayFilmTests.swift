import Testing
import Tilewright

@Suite("Watching an array")
struct ArrayFilmTests {
  private func film(_ chip: String, _ model: String, cycles: Int) throws -> ArrayFilm {
    let simulation = try Simulation(chip: chip, model: model)
    let product = try #require(try simulation.map().firstProduct(of: nil))
    let engine = try #require(simulation.chip.cores[product.core].matrix)
    return try ArrayFilm(title: "a < b", engine: engine, operands: product.operands, cycles: cycles)
  }

  @Test("A 4×4 product fills the 4×4 array as a slanted front, and leaves it row by row")
  func teaching() throws {
    let film = try film("teaching-4x4", "matmul-4x4", cycles: 100)
    #expect(film.frames.map(\.busyElements) == [1, 3, 6, 10, 12, 12, 10, 6, 3, 1, 0, 0, 0, 0])
    #expect(film.totalCycles == film.frames.count)
    #expect(
      film.frames[0].explanation.hasPrefix("Tile 1 begins. 4 words of the left matrix enter from the left."))
    #expect(film.frames[10].explanation == "4 sums leave the array.")
    #expect(film.frames.last?.activity.traffic.resultWords == 16)
    #expect(film.frames.last?.utilisation == 64.0 / (16 * 14))
  }

  @Test("The words in the array are those of the workload")
  func words() throws {
    let simulation = try Simulation(chip: "teaching-4x4", model: "matmul-4x4")
    let graph = try simulation.map().graph
    let product = try #require(
      graph.nodes.last { $0.inputs.count == 2 && type(of: $0.operation).name == "MatMul" })
    let operands = product.inputs.compactMap { $0 }
    let values = try ReferenceExecutor.run(graph, inputs: graph.seededInputs(), keeping: Set(operands))
    let (left, right) = (values[operands[0]]!.integers, values[operands[1]]!.integers)
    let film = try film("teaching-4x4", "matmul-4x4", cycles: 100)
    #expect(film.frames[0].elements[0].left == "\(left[0])")
    #expect(film.frames[0].elements[0].right == "\(right[0])")
    let sum = (0..<4).reduce(0) { $0 + left[$1] * right[4 * $1] }
    #expect(film.frames[3].elements[0].sum == "\(sum)")
  }

  @Test("A film that ends early does not claim to be the whole")
  func early() throws {
    let film = try film("gemmini-16x16", "mlp", cycles: 5)
    #expect(film.frames.count == 5)
    #expect(film.totalCycles == nil)
  }

  @Test("As text: what each PE multiplies; on narrow terminals, its sum")
  func text() throws {
    let film = try film("teaching-4x4", "matmul-4x4", cycles: 3)
    let wide = FilmText(film).frame(1)
    #expect(wide.hasPrefix("cycle 1   busy 3 of 16 PEs   utilisation so far 12.5 %\n"))
    #expect(wide.count { $0 == "×" } == 3 + 1)
    let narrow = FilmText(film, width: 30).frame(1)
    #expect(narrow.split(separator: "\n").dropFirst().prefix(4).allSatisfy { $0.count <= 30 })
  }

  @Test("As a page: one file, nothing from elsewhere, a PE in the picture for each")
  func page() throws {
    let film = try film("teaching-4x4", "matmul-4x4", cycles: 100)
    let page = FilmPage(film).text
    #expect(page.contains("<title>a &lt; b</title>"))
    #expect(page.split(separator: "class=\"pe\"").count == 17)
    #expect(!page.contains("http"))
    #expect(page.hasSuffix("</html>\n"))
  }

  @Test("More states than anybody can watch are refused")
  func patience() {
    #expect(throws: InputError.self) { try film("tpu-v1", "mlp", cycles: 100_000) }
  }
}
