import Documents
import Tensors

extension EnergyOverrides {
  init(_ document: Document) throws {
    var read = try SectionReader(document, EnergyFields.section)
    self.init()
    multiplyAccumulate = try read.optional(EnergyFields.multiplyAccumulate) ?? [:]
    vectorOperation = try read.optional(EnergyFields.vectorOperation)
    hostOperation = try read.optional(EnergyFields.hostOperation)
    scratchpadByte = try read.optional(EnergyFields.scratchpadByte)
    accumulatorByte = try read.optional(EnergyFields.accumulatorByte)
    sharedBufferByte = try read.optional(EnergyFields.sharedBufferByte)
    flitHop = try read.optional(EnergyFields.flitHop)
    dramByte = try read.optional(EnergyFields.dramByte)
    clockCycle = try read.optional(EnergyFields.clockCycle)
    leakageNanowatts = try read.optional(EnergyFields.leakage)
    try read.finish()
  }
}

enum EnergyFields {
  private static let range = 0...1_000_000_000_000

  static let multiplyAccumulate = Field<[ElementType: Int]>(
    "multiplyAccumulate",
    about: "By element type: a product, its sum, and all that moves in the array for them.",
    schema: [
      "type": "object", "additionalProperties": false,
      "properties": .object(
        Dictionary(
          uniqueKeysWithValues: MatrixPrecision.multipliable.map { ($0.rawValue, Quantity.energy.schema) })),
    ], isRequired: false
  ) { document in
    var object = try document.object()
    var energies: [ElementType: Int] = [:]
    for element in MatrixPrecision.multipliable {
      energies[element] = try object.optional(element.rawValue)?.quantity(.energy, in: range)
    }
    try object.finish()
    return energies
  }
  static let vectorOperation = figure("vectorOperation", about: "An operation of a vector lane.")
  static let hostOperation = figure("hostOperation", about: "An operation of the host core.")
  static let scratchpadByte = figure("scratchpadByte", about: "A byte in or out of a scratchpad.")
  static let accumulatorByte = figure("accumulatorByte", about: "A byte in or out of an accumulator.")
  static let sharedBufferByte = figure("sharedBufferByte", about: "A byte in or out of the shared buffer.")
  static let flitHop = figure("flitHop", about: "A link's width over a link, with its router.")
  static let dramByte = figure("dramByte", about: "A byte in or out of DRAM, interface included.")
  static let clockCycle = figure(
    "clockCycle", about: "The chip's clock tree, a cycle of the fastest core; 0 pJ for none.")
  static let leakage = Field<Int>.quantity(
    "leakage", .power, in: 0...1_000_000_000_000_000, about: "The whole chip's leakage."
  ).notRequired

  static let section = Section(
    name: "energy", about: "Energies of your own, at the rated supply.",
    fields: [
      multiplyAccumulate.description, vectorOperation.description, hostOperation.description,
      scratchpadByte.description, accumulatorByte.description, sharedBufferByte.description,
      flitHop.description, dramByte.description, clockCycle.description, leakage.description,
    ])

  private static func figure(_ key: String, about: String) -> Field<Int> {
    Field<Int>.quantity(key, .energy, in: range, about: about).notRequired
  }
}
