import Documents
import Foundation

/// A run as a JSON file: totals and a row per operator, engine and memory, keyed by metric names; and what pictures
/// need besides.
public struct RunJSON: Codable, Sendable, Hashable {
  /// Raised when a key changes its meaning; new keys leave it as it is.
  public static let currentFormat = 1

  public var format: Int
  public var totals: [String: Cell]
  public var macsByElementType: [String: Int]
  public var operators: [[String: Cell]]
  public var engines: [[String: Cell]]
  public var memories: [[String: Cell]]
  /// Missing in files of earlier versions, as the two below.
  public var network: NetworkPicture?
  public var banks: [BankPicture]?
  /// How closely each part was simulated; missing in files of earlier versions.
  public var levels: [String: String]?
  /// Only at levels that know them: DRAM at command level, network at flit level.
  public var dramChannels: [[String: Cell]]?
  public var packetLatency: [String: Cell]?
  /// What the mapper decided for the model as a whole, a sentence each; missing where there is nothing to say.
  public var plan: [String]?
  /// Only where it was asked for.
  public var timeline: TimelinePicture?

  enum CodingKeys: String, CodingKey {
    case format, totals, operators, engines, memories, network, banks, levels, timeline, plan
    case dramChannels = "dram_channels"
    case packetLatency = "packet_latency"
    case macsByElementType = "macs_by_element_type"
  }

  /// The file's bytes: the same run always gives the same bytes.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}

/// The links of the network, and how busy they were.
public struct NetworkPicture: Codable, Sendable, Hashable {
  public struct Link: Codable, Sendable, Hashable {
    /// Names of nodes.
    public var from: String
    public var to: String
    /// Cycles of the network's clock.
    public var busyCycles: Int

    enum CodingKeys: String, CodingKey {
      case from, to
      case busyCycles = "busy_cycles"
    }
  }

  /// An endpoint or, where several endpoints share one, a router.
  public struct Node: Codable, Sendable, Hashable {
    public var name: String
    /// Place in a grid; on a ring the place along it, on a crossbar any order.
    public var column: Int
    public var row: Int
  }

  /// `crossbar`, `ring`, `mesh` or `torus`.
  public var topology: String
  /// Of the run, in the network's clock.
  public var elapsedCycles: Int
  public var nodes: [Node]
  /// Into the network and out of it (from and to are the same node's name and `router`), and between routers.
  public var links: [Link]

  enum CodingKeys: String, CodingKey {
    case topology, nodes, links
    case elapsedCycles = "elapsed_cycles"
  }
}

/// A channel of the DRAM or a bank of another memory.
public struct BankPicture: Codable, Sendable, Hashable {
  public var memory: String
  public var bank: Int
  public var readBytes: Int
  public var writtenBytes: Int

  enum CodingKeys: String, CodingKey {
    case memory, bank
    case readBytes = "read_bytes"
    case writtenBytes = "written_bytes"
  }
}

extension RunJSON {
  /// What was computed: model and batch. Only runs of the same work can be faster than one another.
  public var work: String {
    "\(totals["model"]?.plainText ?? "?") at batch \(totals["batch"]?.plainText ?? "?")"
  }

  public func isOfSameWork(as other: RunJSON) -> Bool { work == other.work }
}
