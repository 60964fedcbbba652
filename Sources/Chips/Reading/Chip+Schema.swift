import Documents

extension Chip {
  /// JSON Schema of chip files, made from the fields that the reader reads.
  public static var schema: JSONValue {
    var schema = Section.chip.schemaMembers
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Tilewright chip"
    let parts = Section.all.filter { $0.name != Section.chip.name }
    schema["$defs"] = .object(
      Dictionary(uniqueKeysWithValues: parts.map { ($0.name, .object($0.schemaMembers)) }))
    return .object(schema)
  }
}

extension Section {
  static let chip = ChipFields.section

  /// Every kind of object in a chip file.
  static let all = [
    chip, CoreFields.section, MatrixFields.section, PrecisionFields.section, SparsityFields.section,
    VectorFields.section,
    ScratchpadFields.section, AccumulatorFields.section, DMAFields.section, HostFields.section,
    SharedBufferFields.section, DRAMFields.section, NetworkFields.section, TechnologyFields.section,
    OperatingPointFields.section, EnergyFields.section, WaferFields.section,
  ]

  fileprivate var schemaMembers: [String: JSONValue] {
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.key) }
    return [
      "type": "object",
      "description": .string(about),
      "additionalProperties": false,
      "required": .array(required),
      "properties": .object(
        Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.describedSchema) })),
    ]
  }
}

extension FieldDescription {
  fileprivate var describedSchema: JSONValue {
    guard case .object(var members) = schema else { return schema }
    members["description"] = .string(about)
    members["default"] = fallback
    return .object(members)
  }
}
