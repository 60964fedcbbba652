import Documents
import Foundation
import Testing

@testable import Chips

@Suite("Chip schema")
struct ChipSchemaTests {
  @Test("The schema beside the chips is the one the reader's fields make")
  func file() throws {
    let file = Presets.folder.appending(path: "chip.schema.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == Chip.schema.text, "write Chip.schema.text to chips/chip.schema.json")
  }

  @Test("Every preset follows the schema", arguments: Presets.names)
  func presets(name: String) throws {
    let complaints = SchemaValidator(schema: Chip.schema).complaints(about: try Presets.document(name).value)
    #expect(complaints.isEmpty)
  }

  @Test(
    "Unknown keys and values of the wrong kind are refused by the schema as by the reader",
    arguments: MalformedChip.all.filter { $0.message.contains("unknown") || $0.message.contains("expected") })
  func refusals(chip: MalformedChip) throws {
    let complaints = SchemaValidator(schema: Chip.schema).complaints(about: try chip.document().value)
    #expect(!complaints.isEmpty)
  }

  @Test("Every property that the schema describes is known to the reader, wherever it may stand")
  func properties() throws {
    // The reader refuses a field it does not know with "unknown key"; any other complaint means it knows it.
    let places = [
      "chip": "", "core": "cores[0]", "matrix": "cores[0].matrix",
      "precision": "cores[0].matrix.precisions[0]", "sparsity": "cores[0].matrix.sparsity",
      "vector": "cores[0].vector",
      "scratchpad": "cores[0].scratchpad", "accumulator": "cores[0].accumulator", "dma": "cores[0].dma",
      "host": "host", "sharedBuffer": "sharedBuffer", "dram": "dram", "network": "network",
      "technology": "technology", "operatingPoint": "technology.operatingPoints[0]",
      "energy": "technology.energy", "wafer": "technology.wafer",
    ]
    #expect(Set(places.keys) == Set(Section.all.map(\.name)))
    for section in Section.all {
      let place = try #require(places[section.name])
      for field in section.fields {
        let path = place.isEmpty ? field.key : "\(place).\(field.key)"
        let document = try MalformedChip.sound().setting(path: path, to: .null, mayAdd: true)
        if field.key == "$schema" { continue }
        let error = #expect(throws: InputError.self) { try Chip.load(document) }
        #expect(error?.reason != "unknown key", "\(path)")
      }
    }
  }
}
