import Documents

extension VectorEngine {
  init(_ document: Document) throws {
    var read = try SectionReader(document, VectorFields.section)
    lanes = try read(VectorFields.lanes)
    pipelineDepthCycles = try read(VectorFields.pipelineDepth)
    try read.finish()
  }
}

enum VectorFields {
  static let lanes = Field<Int>.integer("lanes", in: 1...65_536, about: "32-bit operations per cycle.")
  static let pipelineDepth = Field<Int>.integer(
    "pipelineDepthCycles", in: 0...10_000, about: "From a command's first operand to its first result.")

  static let section = Section(
    name: "vector", about: "Vector engine.", fields: [lanes.description, pipelineDepth.description])
}

extension DMAEngine {
  init(_ document: Document) throws {
    var read = try SectionReader(document, DMAFields.section)
    outstandingRequests = try read(DMAFields.outstandingRequests)
    requestsPerCycle = try read(DMAFields.requestsPerCycle)
    setupCycles = try read(DMAFields.setupCycles)
    try read.finish()
  }
}

enum DMAFields {
  static let outstandingRequests = Field<Int>.integer(
    "outstandingRequests", in: 1...65_536, about: "DRAM requests in flight at most, loads and stores each.")
  static let requestsPerCycle = Field<Int>.integer(
    "requestsPerCycle", in: 1...1024, about: "Requests issued per cycle at most.")
  static let setupCycles = Field<Int>.integer(
    "setupCycles", in: 0...1_000_000, about: "Before a transfer's first request.")

  static let section = Section(
    name: "dma", about: "DMA engine.",
    fields: [outstandingRequests.description, requestsPerCycle.description, setupCycles.description])
}

extension HostCore {
  init(_ document: Document) throws {
    var read = try SectionReader(document, HostFields.section)
    clockHertz = try read(HostFields.clock)
    operationsPerCycle = try read(HostFields.operationsPerCycle)
    startupCycles = try read(HostFields.startupCycles)
    dma = try read(HostFields.dma)
    try read.finish()
  }
}

enum HostFields {
  static let clock = Field<Int>.clock(about: "Clock of the host core.")
  static let operationsPerCycle = Field<Double>.number(
    "operationsPerCycle", in: 0.001...100_000, about: "Scalar operations per cycle, sustained.")
  static let startupCycles = Field<Int>.integer(
    "startupCycles", in: 0...1_000_000_000, about: "To start one operator.")
  static let dma = Field<DMAEngine>.section(
    "dma", DMAFields.section, about: "How it reaches DRAM.", read: DMAEngine.init)

  static let section = Section(
    name: "host", about: "General-purpose core for whatever has no engine.",
    fields: [
      clock.description, operationsPerCycle.description, startupCycles.description, dma.description,
    ])
}
