import Documents
import Tensors

extension Technology {
  /// - Parameters:
  ///   - coreHertz, networkHertz: the clocks in the file, the cores' fastest.
  init(_ document: Document, coreHertz: Int, networkHertz: Int) throws {
    var read = try SectionReader(document, TechnologyFields.section)
    node = try read(TechnologyFields.node)
    isAssumed = false
    let threshold = try read.optional(TechnologyFields.threshold) ?? node.thresholdMicrovolts
    let alpha = try read.optional(TechnologyFields.alpha) ?? TechnologyFields.usualAlpha
    let points = try read.optional(TechnologyFields.operatingPoints) ?? []
    let rated = try read.optional(TechnologyFields.ratedClock) ?? coreHertz
    let coreVolts = try read.optional(TechnologyFields.voltage) ?? node.nominalMicrovolts
    let networkVolts = try read.optional(TechnologyFields.networkVoltage) ?? node.nominalMicrovolts
    cores = VoltageDomain(
      rated: OperatingPoint(clockHertz: rated, microvolts: coreVolts),
      present: OperatingPoint(clockHertz: coreHertz, microvolts: coreVolts), points: points,
      thresholdMicrovolts: threshold, alpha: alpha)
    let network = OperatingPoint(clockHertz: networkHertz, microvolts: networkVolts)
    self.network = VoltageDomain(
      rated: network, present: network, points: [], thresholdMicrovolts: threshold, alpha: alpha)
    thermalDesignNanowatts = try read.optional(TechnologyFields.thermalDesignPower)
    dieSquareMicrometres = try read.optional(TechnologyFields.dieArea)
    operandActivity = try read.optional(TechnologyFields.operandActivity) ?? 1
    energy = try read.optional(TechnologyFields.energy) ?? EnergyOverrides()
    wafer = try read.optional(TechnologyFields.wafer) ?? Wafer()
    try read.finish()
    try check(document)
  }

  private func check(_ document: Document) throws {
    let points = cores.points
    for (index, pair) in zip(points, points.dropFirst()).enumerated()
    where pair.0.clockHertz >= pair.1.clockHertz || pair.0.microvolts >= pair.1.microvolts {
      throw document.child("operatingPoints[\(index + 1)]").error(
        "is not above the point before it", remedy: "list points by clock, each with a higher supply")
    }
    for (name, domain) in [("voltage", cores), ("networkVoltage", network)]
    where domain.rated.microvolts <= domain.thresholdMicrovolts {
      throw document.child(name).error(
        "is \(Quantity.voltage.formatted(domain.rated.microvolts)), with a threshold of "
          + Quantity.voltage.formatted(domain.thresholdMicrovolts),
        remedy: "a supply is above the transistors' threshold")
    }
    try cores.check(cores.present, domain: "cores", at: document.place)
  }
}

enum TechnologyFields {
  /// Between 1 and 2; 1.3 fits the generations of tens of nanometres (Sakurai and Newton found 1.2 to 1.5 below a micron).
  static let usualAlpha = 1.3

  static let node = Field<TechnologyNode>.choice(
    "node", of: TechnologyNode.self, about: "CMOS generation that energies and areas are estimated for.")
  static let voltage = supply(
    "voltage", about: "Supply of the cores at which the file's clocks hold. Default: the generation's.")
  static let networkVoltage = supply(
    "networkVoltage", about: "Supply of network and shared buffer. Default: the generation's.")
  static let threshold = supply(
    "thresholdVoltage", about: "Threshold in the law of the highest clock. Default: the generation's.")
  static let alpha = Field<Double>.number(
    "alpha", in: 1...2, about: "Exponent of the alpha-power law. Default: 1.3."
  ).notRequired
  static let ratedClock = Field<Int>.quantity(
    "ratedClock", .frequency, in: 1_000...20_000_000_000,
    about: "Fastest clock of the cores at their voltage. Default: the fastest core's clock."
  ).notRequired
  static let operatingPoints = Field<[OperatingPoint]>.list(
    "operatingPoints", of: OperatingPointFields.section,
    about: "Points that the cores may run at, by clock, in place of the law.", read: OperatingPoint.init
  ).notRequired
  static let thermalDesignPower = Field<Int>.quantity(
    "thermalDesignPower", .power, in: 1_000...1_000_000_000_000_000,
    about: "Power of the chip that its cooling carries away, DRAM apart."
  ).notRequired
  static let dieArea = Field<Int>.quantity(
    "dieArea", .area, in: 100...1_000_000_000_000, about: "The die as published, instead of the estimate."
  ).notRequired
  static let operandActivity = Field<Double>.number(
    "operandActivity", in: 0.01...1,
    about: "Energy of arithmetic and memories on the data at hand over that on random data. Default: 1."
  ).notRequired
  static let energy = Field<EnergyOverrides>.section(
    "energy", EnergyFields.section, isRequired: false,
    about: "Figures of your own, at the rated supply, each instead of the estimate.",
    read: EnergyOverrides.init)
  static let wafer = Field<Wafer>.section(
    "wafer", WaferFields.section, isRequired: false, about: "What dies are cut from, for the cost estimate.",
    read: Wafer.init)

  static let section = Section(
    name: "technology",
    about: "What the chip is made in and runs at: for estimates of energy, area and cost.",
    fields: [
      node.description, voltage.description, networkVoltage.description, threshold.description,
      alpha.description, ratedClock.description, operatingPoints.description, thermalDesignPower.description,
      dieArea.description, operandActivity.description, energy.description, wafer.description,
    ])

  static func supply(_ key: String, about: String) -> Field<Int> {
    Field<Int>.quantity(key, .voltage, in: 100_000...5_000_000, about: about).notRequired
  }
}

extension OperatingPoint {
  init(_ document: Document) throws {
    var read = try SectionReader(document, OperatingPointFields.section)
    self.init(
      clockHertz: try read(OperatingPointFields.clock), microvolts: try read(OperatingPointFields.voltage))
    try read.finish()
  }
}

enum OperatingPointFields {
  static let clock = Field<Int>.clock(about: "Highest clock of the fastest core at the voltage.")
  static let voltage = Field<Int>.quantity(
    "voltage", .voltage, in: 100_000...5_000_000, about: "Supply of the cores.")

  static let section = Section(
    name: "operatingPoint", about: "A clock and the supply that it takes.",
    fields: [clock.description, voltage.description])
}

extension Wafer {
  init(_ document: Document) throws {
    var read = try SectionReader(document, WaferFields.section)
    self.init()
    diameterMillimetres = Double(try read.optional(WaferFields.diameter) ?? Int(diameterMillimetres))
    defectsPerSquareCentimetre = try read.optional(WaferFields.defects) ?? defectsPerSquareCentimetre
    clustering = try read.optional(WaferFields.clustering) ?? clustering
    priceDollars = try read.optional(WaferFields.price)
    try read.finish()
  }
}

enum WaferFields {
  static let diameter = Field<Int>.integer(
    "diameterMillimetres", in: 25...450, about: "Diameter. Default: 300."
  ).notRequired
  static let defects = Field<Double>.number(
    "defectsPerSquareCentimetre", in: 0...100, about: "Defect density. Default: 0.1."
  ).notRequired
  static let clustering = Field<Double>.number(
    "clustering", in: 0.1...1000, about: "Alpha of the negative-binomial yield. Default: 3."
  ).notRequired
  static let price = Field<Double>.number(
    "priceDollars", in: 1...1_000_000, about: "Price of a processed wafer. Default: the generation's."
  ).notRequired

  static let section = Section(
    name: "wafer", about: "What dies are cut from.",
    fields: [diameter.description, defects.description, clustering.description, price.description])
}
