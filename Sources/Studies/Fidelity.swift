import Chips
import Documents
import Machine
import Network

/// How closely each part of the chip is simulated.
///
/// What is not named is simulated as closely as the chip's file allows: DRAM by its commands where the file names a
/// preset, the network flit by flit where packets pass several routers. At a crossbar packets meet at its ports only,
/// which the packet level knows, too.
public struct Fidelity: Sendable, Hashable {
  public var matrix = MatrixLevel.tile
  /// nil for the closest level that the chip's file allows.
  public var dram: DRAMLevel?
  public var network: NetworkLevel?

  public init() {}

  /// As on the command line: `dram=bandwidth,network=packet`; what is not named keeps its default.
  /// - Throws: `InputError` `.usage` with the nearest subsystem or level.
  public init(_ text: String) throws {
    var named: Set<String> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw InputError(
          .usage, at: "fidelity “\(item)”", "is not SUBSYSTEM=LEVEL", remedy: "such as dram=bandwidth")
      }
      guard named.insert(parts[0]).inserted else {
        throw InputError(
          .usage, at: "fidelity “\(text)”", "names \(parts[0]) twice", remedy: "name each once")
      }
      switch parts[0] {
      case "matrix": matrix = try Self.level(parts[1], of: parts[0])
      case "dram": dram = try Self.level(parts[1], of: parts[0])
      case "network": network = try Self.level(parts[1], of: parts[0])
      default:
        throw InputError(
          .usage, at: "fidelity “\(item)”", "unknown subsystem “\(parts[0])”",
          remedy: suggestion(for: parts[0], among: ["matrix", "dram", "network"]))
      }
    }
  }

  private static func level<Level: RawRepresentable<String> & CaseIterable>(
    _ name: String, of subsystem: String
  ) throws -> Level {
    guard let level = Level(rawValue: name) else {
      throw InputError(
        .usage, at: "fidelity of \(subsystem)", "unknown level “\(name)”",
        remedy: suggestion(for: name, among: Level.allCases.map(\.rawValue)))
    }
    return level
  }

  /// The levels of many quick runs: memory and network by their rates.
  public static let fast: Fidelity = {
    var fidelity = Fidelity()
    fidelity.dram = .bandwidth
    fidelity.network = .packet
    return fidelity
  }()

  /// The same in one spelling; what is left to the chip is a dash.
  public var text: String {
    [matrix.rawValue, dram?.rawValue ?? "-", network?.rawValue ?? "-"].joined(separator: ",")
  }

  /// The levels of a run on a chip.
  public func levels(on chip: Chip) -> SimulatedLevels {
    SimulatedLevels(
      matrix: matrix, dram: dram ?? (chip.dram.preset == nil ? .bandwidth : .command),
      network: network ?? (chip.network.topology.isRouted ? .flit : .packet))
  }
}
