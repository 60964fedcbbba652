/// What a controller tells a device, by the names of the JEDEC standards.
public enum DRAMCommand: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case activate
  /// Closes one bank.
  case precharge
  /// Closes all banks of a rank.
  case prechargeAll
  case read
  case write
  /// Refreshes all banks of a rank.
  case refresh
  /// Refreshes one bank.
  case refreshBank

  /// As it stands in data files and command traces.
  public var name: String {
    switch self {
    case .activate: "ACT"
    case .precharge: "PRE"
    case .prechargeAll: "PREA"
    case .read: "RD"
    case .write: "WR"
    case .refresh: "REF"
    case .refreshBank: "REFB"
    }
  }

  public init?(name: String) {
    guard let command = DRAMCommand.allCases.first(where: { $0.name == name }) else { return nil }
    self = command
  }

  var index: Int { Int(rawValue) }
  static let count = allCases.count

  /// Whether it goes over the column bus where a device has one beside the row bus (HBM).
  @inline(__always)
  var isColumn: Bool { self == .read || self == .write }
}

/// The part of a channel within which a rule holds.
public enum DRAMScope: String, Sendable, CaseIterable {
  case channel, rank
  case bankGroup = "bank_group"
  case bank
}
