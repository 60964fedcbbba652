import Documents

extension Field where Value == String {
  /// Generations of DRAM, and what memories are called that are of none.
  private static let memories = [
    "SDRAM", "DDR", "DDR2", "DDR3", "DDR4", "DDR5", "LPDDR", "LPDDR2", "LPDDR3", "LPDDR4", "LPDDR4X",
    "LPDDR5", "LPDDR5X", "LPDDR6", "GDDR5", "GDDR5X", "GDDR6", "GDDR6X", "GDDR7",
    "HBM", "HBM2", "HBM2e", "HBM2E", "HBM3", "HBM3e", "HBM3E", "HBM4", "AXI", "any", "flat", "teaching",
  ]

  /// What a memory is, which estimates of its energy go by: a generation of JEDEC's, with a rate behind it or without.
  static func dramStandard(_ key: String) -> Field {
    let names = memories.joined(separator: "|")
    return Field(
      key,
      about:
        "A generation and, behind a dash, its rate, such as HBM2 or DDR4-3200. AXI, any, flat and teaching "
        + "are memories of none; estimates of energy take them for DDR4.",
      schema: ["type": "string", "pattern": .string("^(\(names))(-[0-9].*)?$")]
    ) { document in
      let text = try document.string()
      let name = String(text.prefix { $0 != "-" })
      guard memories.contains(name) else {
        throw document.error("unknown standard “\(text)”", remedy: suggestion(for: name, among: memories))
      }
      let rate = text.dropFirst(name.count)
      guard rate.isEmpty || rate.dropFirst().first.map({ ("0"..."9").contains($0) }) ?? false else {
        throw document.error(
          "is “\(text)”, whose “\(rate)” is no rate", remedy: "write \(name), or \(name)-3200")
      }
      return text
    }
  }
}
