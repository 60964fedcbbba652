import Testing
import Tilewright

@Suite struct StudyReadingTests {
  private func values(_ range: String) throws -> [String] {
    try smallStudy("\"parameters\": {\"dram.bandwidth\": \(range)}").parameters[0].values.map(\.words)
  }

  @Test func listsKeepTheirOrder() throws {
    #expect(try values("[\"40 GB/s\", \"10 GB/s\"]") == ["40 GB/s", "10 GB/s"])
  }

  @Test func rangesGoByStepByFactorAndByCount() throws {
    #expect(
      try values("{\"from\": \"10 GB/s\", \"to\": \"40 GB/s\", \"step\": \"15 GB/s\"}")
        == ["10 GB/s", "25 GB/s", "40 GB/s"])
    #expect(
      try values("{\"from\": \"256 KiB\", \"to\": \"1 MiB\", \"factor\": 2}") == [
        "256 KiB", "512 KiB", "1 MiB",
      ])
    #expect(try values("{\"from\": 1, \"to\": 9, \"count\": 3}") == ["1", "5", "9"])
    #expect(
      try values("{\"from\": \"1 MHz\", \"to\": \"100 MHz\", \"count\": 3, \"scale\": \"log\"}")
        == ["1 MHz", "10 MHz", "100 MHz"])
    #expect(try values("{\"from\": 0.5, \"to\": 1.5, \"step\": 0.5}") == ["0.5", "1", "1.5"])
  }

  @Test func figuresWithUnitsCountInTheUnitOfTheirColumn() throws {
    let study = try smallStudy("\"parameters\": {\"dram.latency\": [\"0.1 us\", \"80 ns\"]}")
    #expect(study.parameters[0].values.map(\.text) == ["100", "80"])
    let table = SweepTable(try StudyPlan(study), metrics: ["elapsed_cycles"])
    #expect(table.headings == ["chip", "model", "dram.latency_ns", "elapsed_cycles", "status", "error"])
  }

  @Test func nullLeavesAKeyOfTheChipOut() throws {
    let study = try smallStudy(
      """
      "parameters": {"network.topology": ["torus", "ring"], "network.columns": [3, null], "network.rows": [2, null]},
      "linked": [["network.topology", "network.columns", "network.rows"]]
      """)
    let points = SweepTable(try StudyPlan(study), metrics: ["elapsed_cycles"]).points
    #expect(points.map { Array($0.cells.dropFirst(2)) } == [["3", "2", "torus"], ["", "", "ring"]])
    #expect(points.allSatisfy { $0.refusal == nil })
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let members: String
    let message: String
    var testDescription: String { members }
  }

  static let mistakes = [
    Mistake(
      members: "\"paramters\": {}", message: "study.json: paramters: unknown key; did you mean “parameters”?"),
    Mistake(
      members: "\"parameters\": {\"dram.channels\": []}",
      message: "study.json: parameters.dram.channels: is empty; list at least one value"),
    Mistake(
      members: "\"parameters\": {\"dram.channels\": [[1]]}",
      message:
        "study.json: parameters.dram.channels[0]: is a list; expected a number, a word, or a figure with a unit"
    ),
    Mistake(
      members: "\"parameters\": {\"run.batch\": [null]}",
      message:
        "study.json: parameters.run.batch[0]: is null; expected a number, a word, or a figure with a unit"),
    Mistake(
      members: "\"parameters\": {\"dram..channels\": [1]}",
      message:
        "study.json: parameters.dram..channels: “dram..channels” is not a path; write keys and list positions such as "
        + "“cores[*].matrix.rows” or “cores[0].clock”"),
    Mistake(
      members: "\"parameters\": {\"run.bach\": [1]}",
      message: "study.json: parameters.run.bach: no such option of a run; did you mean “run.batch”?"),
    Mistake(
      members: "\"parameters\": {\"a\": {\"from\": 4, \"to\": 1, \"step\": 1}}",
      message: "study.json: parameters.a: takes no step, or more than 100000; from ≤ to, step > 0"),
    Mistake(
      members: "\"parameters\": {\"a\": {\"from\": \"1 ns\", \"to\": \"1 GHz\", \"count\": 2}}",
      message: "study.json: parameters.a: mixes units of different kinds; give from, to and step alike"),
    Mistake(
      members: "\"parameters\": {\"a\": [1], \"b\": {\"follows\": \"c\"}}",
      message: "study.json: parameters.b: follows “c”, which has no values of its own; did you mean “a”?"),
    Mistake(
      members: "\"parameters\": {\"a\": [1, 2], \"b\": [1]}, \"linked\": [[\"a\", \"b\"]]",
      message: "study.json: linked[0]: links lists of 2, 1 values; linked parameters have equally many"),
    Mistake(
      members: "\"sampling\": \"random\"",
      message: "study.json: sampling: says no count; write {\"method\": \"random\", \"count\": 100}"),
    Mistake(
      members: "\"metrics\": [\"elapsed_cycle\"]",
      message: "study.json: metrics[0]: unknown metric “elapsed_cycle”; did you mean “elapsed_cycles”?"),
    Mistake(
      members: "\"constraints\": [\"elapsed_cycle <= 3\"]",
      message:
        "study.json: constraints[0]: “elapsed_cycle” is neither a metric nor a parameter of this study; did you mean "
        + "“elapsed_cycles”?"),
    Mistake(
      members: "\"goals\": {\"elapsed_ns\": \"minimise\"}",
      message: "study.json: goals.elapsed_ns: unknown value “minimise”; did you mean “minimize”?"),
    Mistake(
      members: #""figures": [{"name": "time", "title": "T", "x": "modle", "y": "elapsed_ns"}]"#,
      message:
        "study.json: figures[0].x: “modle” is neither set by this study nor a metric; did you mean “model”?"),
    Mistake(
      members: #""figures": [{"name": "../time", "title": "T", "x": "model", "y": "elapsed_ns"}]"#,
      message:
        "study.json: figures[0].name: “../time” does not name a file; use small letters, digits and hyphens"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsNamedWithItsPlaceAndWhatIsRight(_ mistake: Mistake) {
    let error = #expect(throws: InputError.self) { try smallStudy(mistake.members) }
    #expect(error?.description == mistake.message)
  }

  @Test func resultsStandBesideTheStudy() throws {
    #expect(try smallStudy("\"results\": \"mine.csv\"").results == "mine.csv")
    #expect(
      try Study.read("results/first-sweep/study.json", metrics: evaluationMetrics.names).results
        == "results/first-sweep/results.csv")
  }
}
