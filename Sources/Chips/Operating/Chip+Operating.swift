import Documents

/// What a user asks a chip to run at; nil keeps what the chip file says.
public struct OperatingRequest: Sendable, Hashable {
  public var coreHertz: Int?
  public var coreMicrovolts: Int?
  public var networkHertz: Int?
  public var networkMicrovolts: Int?

  public init() {}

  public var isEmpty: Bool { self == OperatingRequest() }
}

extension Chip {
  /// This chip with other clocks and supplies. Cores of several clocks keep their ratios: the fastest runs at the clock asked
  /// for. The shared buffer goes with the network. DRAM and host stay as they are.
  /// - Throws: `InputError` for a clock that the supply does not allow, with the highest that it does.
  public func operating(at request: OperatingRequest) throws -> Chip {
    guard !request.isEmpty else { return self }
    var chip = self
    chip.technology.cores.present = try technology.cores.point(
      request.coreHertz, request.coreMicrovolts, domain: "cores", of: self)
    chip.technology.network.present = try technology.network.point(
      request.networkHertz, request.networkMicrovolts, domain: "network", of: self)
    for index in cores.indices {
      chip.cores[index].clockHertz = try scaled(
        cores[index].clockHertz, by: chip.technology.cores, technology.cores)
    }
    chip.network.clockHertz = chip.technology.network.present.clockHertz
    chip.sharedBuffer?.clockHertz = try scaled(
      sharedBuffer?.clockHertz ?? 0, by: chip.technology.network, technology.network)
    return chip
  }

  private func scaled(_ hertz: Int, by new: VoltageDomain, _ old: VoltageDomain) throws -> Int {
    let (high, low) = hertz.multipliedFullWidth(by: new.present.clockHertz)
    guard high < old.present.clockHertz else { throw InputError(at: name, "has a clock that is too high") }
    return old.present.clockHertz.dividingFullWidth((high, low)).quotient
  }
}

extension VoltageDomain {
  fileprivate func point(
    _ hertz: Int?, _ microvolts: Int?, domain: String, of chip: Chip
  ) throws -> OperatingPoint {
    let point = OperatingPoint(
      clockHertz: hertz ?? present.clockHertz, microvolts: microvolts ?? present.microvolts)
    if hertz != nil || microvolts != nil { try check(point, domain: domain, at: chip.name) }
    return point
  }
}
