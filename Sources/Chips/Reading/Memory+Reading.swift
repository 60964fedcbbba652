import Documents

extension Scratchpad {
  init(_ document: Document) throws {
    var read = try SectionReader(document, ScratchpadFields.section)
    capacityBytes = try read(ScratchpadFields.capacity)
    banks = try read(ScratchpadFields.banks)
    bankWidthBytes = try read(ScratchpadFields.bankWidth)
    portsPerBank = try read(ScratchpadFields.portsPerBank)
    try read.finish()
    guard capacityBytes % (banks * bankWidthBytes) == 0 else {
      let row = banks * bankWidthBytes
      throw document.child("capacity").error(
        "is \(Quantity.size.formatted(capacityBytes))",
        remedy: "must be a multiple of banks × bankWidth (\(Quantity.size.formatted(row)))")
    }
  }
}

enum ScratchpadFields {
  static let capacity = Field<Int>.capacity
  static let banks = Field<Int>.integer("banks", in: 1...4096, about: "Banks, interleaved by bankWidth.")
  static let bankWidth = Field<Int>.powerOfTwoSize(
    "bankWidth", in: 1...4096, about: "Bytes a bank's port moves per cycle.")
  static let portsPerBank = Field<Int>.integer(
    "portsPerBank", in: 1...16, default: 1, about: "Accesses a bank serves per cycle.")

  static let section = Section(
    name: "scratchpad", about: "Banked memory of one core.",
    fields: [capacity.description, banks.description, bankWidth.description, portsPerBank.description])
}

extension Accumulator {
  init(_ document: Document) throws {
    var read = try SectionReader(document, AccumulatorFields.section)
    capacityBytes = try read(AccumulatorFields.capacity)
    try read.finish()
    guard capacityBytes % 4 == 0 else {
      throw document.child("capacity").error(
        "is \(Quantity.size.formatted(capacityBytes))", remedy: "must be a multiple of 4 B: sums are 32-bit")
    }
  }
}

enum AccumulatorFields {
  static let capacity = Field<Int>.capacity

  static let section = Section(
    name: "accumulator", about: "Memory of 32-bit partial sums.", fields: [capacity.description])
}

extension SharedBuffer {
  init(_ document: Document) throws {
    var read = try SectionReader(document, SharedBufferFields.section)
    capacityBytes = try read(SharedBufferFields.capacity)
    clockHertz = try read(SharedBufferFields.clock)
    banks = try read(SharedBufferFields.banks)
    bytesPerCyclePerBank = try read(SharedBufferFields.bankWidth)
    latencyCycles = try read(SharedBufferFields.latency)
    networkPorts = try read(SharedBufferFields.networkPorts)
    try read.finish()
    guard banks % networkPorts == 0 else {
      throw document.child("networkPorts").error(
        "is \(networkPorts)", remedy: "must divide the \(banks) banks evenly")
    }
  }
}

enum SharedBufferFields {
  static let capacity = Field<Int>.capacity
  static let clock = Field<Int>.clock(about: "Clock of the buffer.")
  static let banks = Field<Int>.integer("banks", in: 1...4096, about: "Banks that serve side by side.")
  static let bankWidth = Field<Int>.powerOfTwoSize(
    "bankWidth", in: 1...4096, about: "Bytes a bank moves per cycle.")
  static let latency = Field<Int>.integer(
    "latencyCycles", in: 0...100_000, about: "From a request to its first data.")
  static let networkPorts = Field<Int>.integer(
    "networkPorts", in: 1...1024, default: 1, about: "Network nodes that the banks are spread over.")

  static let section = Section(
    name: "sharedBuffer", about: "Memory on the chip that all cores share.",
    fields: [
      capacity.description, clock.description, banks.description, bankWidth.description, latency.description,
      networkPorts.description,
    ])
}

extension Field where Value == Int {
  static var capacity: Field {
    quantity("capacity", .size, in: 16...1 << 40, about: "Bytes it holds.")
  }
}
