import Chips
import Documents
import Tensors

/// A published power of a chip whose paper also counted what it did: products, accesses to its buffer, time. Ours is the
/// energy of what the paper counted, so that the tables of energy are held against it without our model of its schedule.
///
/// What leaves the buffer or comes back to it drives the array's buses. Beside that, every product reads and writes small
/// memories in its PE, whose sizes the paper gives. Where the paper tells the share of zeros among the inputs, products and
/// what they would have read are skipped for them, as the chip does.
struct CountedCase: Sendable {
  var chip: ChipSettings
  var element: ElementType
  /// Columns of the table, and what turns them into products, bytes and seconds.
  var products: Column
  var bufferBytes: Column
  var seconds: Column
  var zeroPercent: String?
  var bufferCapacityBytes: Int
  /// Wire that a value drives on its way between the buffer and a PE.
  var busMillimetres: Double
  var localMemories: [LocalMemory]

  struct Column: Sendable {
    var name: String
    var scale: Double

    func value(_ row: CSVRow) throws -> Double { try row.double(name) * scale }
  }

  /// A memory in each PE.
  struct LocalMemory: Sendable {
    var bytes: Int
    /// For each product, of one element.
    var accesses: Int
    /// Whether a product that is skipped leaves it alone.
    var isSkipped: Bool
  }

  init(_ document: Document) throws {
    var object = try document.object()
    chip = try ChipSettings(&object)
    element = try object.required("element").choice(ElementType.self)
    products = try Self.column(object.required("products"))
    bufferBytes = try Self.column(object.required("bufferBytes"))
    seconds = try Self.column(object.required("seconds"))
    zeroPercent = try object.optional("zeroPercent")?.string()
    bufferCapacityBytes = try object.required("bufferCapacity").quantity(.size, in: 1...1 << 40)
    busMillimetres = try object.required("busMillimetres").double(in: 0...100)
    localMemories = try object.required("localMemories").array().map(Self.memory)
    try object.finish()
  }

  /// Milliwatts.
  func figure(_ row: CSVRow, on chip: Chip) throws -> Double {
    let table = EnergyTable(chip)
    let node = chip.technology.node
    let volts = Double(chip.technology.cores.present.microvolts) / Double(node.nominalMicrovolts)
    let supply = volts * volts
    let scale = chip.technology.constants.memory * supply
    let worked = 1 - (try zeroPercent.map { try row.double($0) } ?? 0) / 100
    var perProduct = Double(table.cores[0].multiplyAccumulate[element] ?? 0) / 1e6 * worked
    for memory in localMemories {
      let access = MemoryEnergy.access(bits: element.bitWidth, capacityBytes: memory.bytes, at: node)
      perProduct += scale * access * Double(memory.accesses) * (memory.isSkipped ? worked : 1)
    }
    let perByte =
      scale * MemoryEnergy.access(bits: 8, capacityBytes: bufferCapacityBytes, at: node)
      + 8 * supply * WireEnergy.bit(millimetres: busMillimetres, at: node)
    let picojoules = try perProduct * products.value(row) + perByte * bufferBytes.value(row)
    let load = FullLoadPower(chip, element: element)
    let clocked = load.parts.filter { ["gated clock", "standing clock", "leakage"].contains($0.name) }
    let standing = clocked.reduce(0) { $0 + $1.watts }
    return 1000 * (picojoules * 1e-12 / (try seconds.value(row)) + standing)
  }

  private static func column(_ document: Document) throws -> Column {
    var object = try document.object()
    let column = Column(
      name: try object.required("column").string(), scale: try object.required("scale").double())
    try object.finish()
    return column
  }

  private static func memory(_ document: Document) throws -> LocalMemory {
    var object = try document.object()
    let memory = LocalMemory(
      bytes: try object.required("capacity").quantity(.size, in: 1...1 << 30),
      accesses: try object.required("accesses").integer(in: 1...1000),
      isSkipped: try object.required("skippedForZeros").bool())
    try object.finish()
    return memory
  }
}
