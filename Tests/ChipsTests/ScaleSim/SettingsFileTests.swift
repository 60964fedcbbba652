import Documents
import Testing

@testable import Chips

@Suite struct SettingsFileTests {
  private func settings(_ text: String) throws -> SettingsFile {
    try SettingsFile(parsing: text, file: "a.cfg")
  }

  @Test func valuesFollowAColonOrAnEqualsSign() throws {
    let file = try settings("[general]\nrun_name = first: a=b\n\n[presets]\nHeight :  32\n")
    #expect(file.optional("general", "run_name")?.value == "first: a=b")
    #expect(file.optional("presets", "Height")?.value == "32")
    #expect(file.optional("presets", "Height")?.line == 5)
  }

  @Test func capitalsMakeNoDifference() throws {
    let file = try settings("[Presets]\nifmapsramszKB = 64\n")
    #expect(try file.required("presets", "IfmapSramSzkB").value == "64")
  }

  @Test func commentsMarksAndForeignLineEndsAreNoSettings() throws {
    let file = try settings("\u{FEFF}# about\r\n[a]\r\n; x = 1\r\n  y = 2  \r\n")
    #expect(file.optional("a", "x") == nil)
    #expect(file.optional("a", "y")?.value == "2")
  }

  @Test(arguments: [
    ("x = 1\n", "a.cfg, line 1"), ("[a]\nnothing\n", "a.cfg, line 2"), ("[a\n", "a.cfg, line 1"),
    ("[a]\nx = 1\n\nX : 2\n", "a.cfg, line 4"), ("[a]\n[b]\n[A]\n", "a.cfg, line 3"),
  ]) func whatIsNoSettingIsRefusedWithItsLine(_ text: String, _ place: String) {
    let error = #expect(throws: InputError.self) { try settings(text) }
    #expect(error?.place == place)
  }

  @Test func aMissingKeyNamesTheNearestOne() throws {
    let file = try settings("[a]\nArayHeight = 1\n")
    let error = #expect(throws: InputError.self) { try file.required("a", "ArrayHeight") }
    #expect(error?.remedy == "“arayheight” is there: did you mean “ArrayHeight”?")
  }
}
