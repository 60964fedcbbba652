import Testing
import Tilewright

@Suite struct FidelityTests {
  @Test func whatIsNotNamedKeepsItsDefault() throws {
    #expect(try Fidelity("dram=bandwidth") == Fidelity())
    #expect(try Fidelity("network=packet,matrix=tile") == Fidelity())
    #expect(try Fidelity("matrix=register").matrix == .register)
  }

  @Test(arguments: [
    ("", "fidelity “”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("dram=bandwidth,", "fidelity “”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("dram=a=b", "fidelity “dram=a=b”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("cache=fast", "fidelity “cache=fast”: unknown subsystem “cache”; valid: dram, matrix, network"),
    ("matrix=tiles", "fidelity of matrix: unknown level “tiles”; did you mean “tile”?"),
  ])
  func whatDoesNotExistIsAnError(_ text: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try Fidelity(text) }
    #expect(error?.description == message)
    #expect(error?.exitCode == 64)
  }
}
