/// For somebody who steps the network among other clocked components.
extension FlitNetwork {
  /// The next cycle in which a step may do anything; nil while nothing is on its way.
  public var nextActiveCycle: Int? { hasActivity ? cycle : nextArrival }

  /// Packets that have arrived and were not taken note of.
  public var arrivalCount: Int { delivered.count }

  /// - Parameter index: below `arrivalCount`, in the order of arrival.
  public func arrival(_ index: Int) -> PacketRecord { packets[Int(delivered[index])] }

  /// Takes note of all arrivals: their numbers may be used again.
  public mutating func clearArrivals() { takeDelivered { _ in } }

  /// Flits that have left a router by an output port.
  public func flits(through output: Int) -> Int { outputPorts[output].flits }
}
