import Chips
import DRAM
import Machine

/// Energy of a run's DRAM by what its commands did, at `command` level: the devices' from data-sheet currents and counted
/// commands (`DRAMEnergy`), the pins' from the bytes that crossed them (`DRAMInterfaceEnergy`). Estimates.
public struct DRAMCommandEnergy: Sendable, Hashable {
  public enum Part: Int, Sendable, CaseIterable {
    /// Opening rows and closing them again.
    case activate
    case read
    case write
    case refresh
    /// Standing by, rows open or closed.
    case background
    /// Drivers and terminations of the data pins, at both ends.
    case interface
  }

  private var parts = [Energy](repeating: .zero, count: Part.allCases.count)

  init() {}

  /// nil where the run did not play commands, where the memory's file gives no currents, and where the chip's file states
  /// an energy for a byte of its own.
  public init?(_ record: RunRecord, on chip: Chip) {
    guard !record.dramChannels.isEmpty, chip.technology.energy.dramByte == nil else { return nil }
    var devices: [DRAMEnergy] = []
    for channel in record.dramChannels {
      guard let energy = channel.energy else { return nil }
      devices.append(energy)
    }
    func sum(_ part: KeyPath<DRAMEnergy, Double>) -> Energy {
      devices.reduce(.zero) { $0 + Energy(joules: $1[keyPath: part]) }
    }
    self[.activate] = sum(\.activationJoules)
    self[.read] = sum(\.readJoules)
    self[.write] = sum(\.writeJoules)
    self[.refresh] = sum(\.refreshJoules)
    self[.background] = sum(\.standbyJoules)
    let bytes = record.dramChannels.reduce(0) { $0 + $1.readBytes + $1.writtenBytes }
    let attojoulesPerByte = DRAMInterfaceEnergy(standard: chip.dram.playedStandard).picojoulesPerBit * 8e6
    self[.interface] = Energy(bytes, times: Int(attojoulesPerByte.rounded()))
  }

  public subscript(part: Part) -> Energy {
    get { parts[part.rawValue] }
    set { parts[part.rawValue] = newValue }
  }

  /// The sum of the parts, by definition.
  public var total: Energy { parts.reduce(.zero, +) }

  /// What is taken whether anything moves or not.
  public var standing: Energy { self[.refresh] + self[.background] }

  /// Shares the energy out among operators, to the last femtojoule: reads by the bytes that they read, writes by those that
  /// they wrote, rows and pins by both, and what is taken all the time by the cycles that each is charged with.
  func shared(among operators: [OperatorRecord]) -> [DRAMCommandEnergy] {
    var shares = [DRAMCommandEnergy](repeating: DRAMCommandEnergy(), count: operators.count)
    for part in Part.allCases {
      let weights = operators.map { record in
        switch part {
        case .read: record.dramReadBytes
        case .write: record.dramWriteBytes
        case .activate, .interface: record.dramReadBytes + record.dramWriteBytes
        case .refresh, .background: record.cycles
        }
      }
      for (index, share) in self[part].split(by: weights).enumerated() { shares[index][part] = share }
    }
    return shares
  }
}
