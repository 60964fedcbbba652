import Documents

extension Core {
  /// `count` equal cores.
  static func list(_ document: Document) throws -> [Core] {
    var read = try SectionReader(document, CoreFields.section)
    let count = try read(CoreFields.count)
    let core = Core(
      name: try read(CoreFields.name),
      clockHertz: try read(CoreFields.clock),
      matrix: try read.optional(CoreFields.matrix),
      vector: try read.optional(CoreFields.vector),
      scratchpad: try read(CoreFields.scratchpad),
      accumulator: try read.optional(CoreFields.accumulator),
      dma: try read(CoreFields.dma))
    try read.finish()
    try core.check(document)
    guard count > 1 else { return [core] }
    return (0..<count).map { index in
      var numbered = core
      numbered.name += String(index)
      return numbered
    }
  }

  private func check(_ document: Document) throws {
    if matrix == nil, vector == nil {
      throw document.error("has no engine", remedy: "give it a “matrix”, a “vector”, or both")
    }
    if matrix != nil, vector == nil {
      throw document.error(
        "has a “matrix” but no “vector”",
        remedy: "the vector engine takes the sums out of the accumulator: give it one, such as 16 lanes")
    }
    if matrix != nil, accumulator == nil {
      throw document.error(
        "has a “matrix” but no “accumulator”", remedy: "partial sums need one, such as “64 KiB”")
    }
    if matrix == nil, accumulator != nil {
      throw document.child("accumulator").error(
        "belongs to a matrix engine", remedy: "leave it out, or give the core a “matrix”")
    }
    guard let matrix, let accumulator else { return }
    if accumulator.capacityBytes < matrix.resultTileBytes {
      throw document.child("accumulator.capacity").error(
        "holds \(Quantity.size.formatted(accumulator.capacityBytes))",
        remedy:
          "one array tile of 32-bit partial sums needs \(Quantity.size.formatted(matrix.resultTileBytes))")
    }
    if scratchpad.capacityBytes < matrix.operandTileBytes {
      throw document.child("scratchpad.capacity").error(
        "holds \(Quantity.size.formatted(scratchpad.capacityBytes))",
        remedy: "one array tile of operands needs \(Quantity.size.formatted(matrix.operandTileBytes))")
    }
  }
}

enum CoreFields {
  static let name = Field<String>.text("name", about: "Name; with a count, numbers from 0 are added.")
  static let count = Field<Int>.integer(
    "count", in: 1...ChipFields.maximumCores, default: 1, about: "How many equal cores.")
  static let clock = Field<Int>.clock(about: "Clock of the core's engines and memories.")
  static let matrix = Field<MatrixEngine>.section(
    "matrix", MatrixFields.section, isRequired: false, about: "Matrix engine; leave out for a core without.",
    read: MatrixEngine.init)
  static let vector = Field<VectorEngine>.section(
    "vector", VectorFields.section, isRequired: false, about: "Vector engine; leave out for a core without.",
    read: VectorEngine.init)
  static let scratchpad = Field<Scratchpad>.section(
    "scratchpad", ScratchpadFields.section, about: "Memory of operands and results.", read: Scratchpad.init)
  static let accumulator = Field<Accumulator>.section(
    "accumulator", AccumulatorFields.section, isRequired: false,
    about: "Memory of 32-bit partial sums: required with a matrix engine, wrong without.",
    read: Accumulator.init)
  static let dma = Field<DMAEngine>.section(
    "dma", DMAFields.section, about: "Moves data between memories.", read: DMAEngine.init)

  static let section = Section(
    name: "core", about: "Engines around a scratchpad.",
    fields: [
      name.description, count.description, clock.description, matrix.description, vector.description,
      scratchpad.description, accumulator.description, dma.description,
    ])
}

extension Field where Value == Int {
  static func clock(about: String) -> Field {
    quantity("clock", .frequency, in: 1_000...20_000_000_000, about: about)
  }
}
