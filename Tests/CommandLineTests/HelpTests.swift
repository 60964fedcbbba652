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

  @Test func helpLinesFitATerminal() {
    for specification in CommandLineTool.specifications {
      let lines = specification.help.split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= 100 }, "\(specification.name)")
    }
  }
}
