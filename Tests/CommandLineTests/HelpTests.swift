import Testing

@testable import TilewrightCLI

@Suite struct HelpTests {
  @Test(arguments: ["-h", "--help", "help"])
  func overviewNamesEveryCommand(_ word: String) {
    let result = tilewright(word)
    #expect(result.code == .done)
    for specification in CommandLineTool.specifications {
      #expect(result.output.contains("\n  \(specification.name)"))
      #expect(result.output.contains(specification.summary))
    }
  }

  @Test(arguments: CommandLineTool.specifications.map(\.name))
  func everyCommandShowsItsOptionsAndAnExampleThatParses(_ name: String) throws {
    let result = tilewright(name, "-h")
    #expect(result.code == .done)
    #expect(result.error.isEmpty)
    #expect(tilewright("help", name).output == result.output)

    let specification = try #require(CommandLineTool.specifications.first { $0.name == name })
    for option in specification.options { #expect(result.output.contains("\n  \(option.name)")) }
    let words = specification.example.split(separator: " ").map(String.init)
    #expect(words[0] == name)
    #expect(throws: Never.self) { try Arguments(Array(words.dropFirst()), of: specification) }
  }

  /// Those of `conformance` are the standard's own tests, which come with a package; `compare` and `merge` want files that
  /// other commands have written (`CompareCommandTests`, `SweepCommandTests`).
  @Test(
    arguments: CommandLineTool.specifications.map(\.name).filter {
      !["bench", "conformance", "compare", "merge"].contains($0)
    })
  func everyExampleWorks(_ name: String) throws {
    let specification = try #require(CommandLineTool.specifications.first { $0.name == name })
    var words = specification.example.split(separator: " ").map(String.init)
    // Files go to the output instead of the folder that the tests happen to run in.
    for (index, word) in words.enumerated() where word.hasSuffix(".csv") || word.hasSuffix(".html") {
      words[index] = "-"
    }
    let result = tilewright(words)
    #expect(result.code == .done)
    #expect(result.error.isEmpty)
    #expect(!result.output.isEmpty)
  }

  /// The figures of `bench` take a while, and the example differs from this in their number only.
  @Test func theExampleOfBenchWorksWithFewerEvents() {
    #expect(BenchCommand.specification.example == "bench events")
    #expect(tilewright("bench", "events", "--events", "1000", "--pending", "1").code == .done)
  }

  @Test func helpLinesFitATerminal() {
    for specification in CommandLineTool.specifications {
      let lines = specification.help.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(specification.name)")
    }
  }
}
