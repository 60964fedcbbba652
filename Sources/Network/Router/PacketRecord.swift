/// A packet, from its creation to the arrival of its tail.
public struct PacketRecord: BitwiseCopyable, Sendable {
  public let source: Int32
  public let destination: Int32
  public let flits: Int32
  /// Links between routers passed, plus one: the routers the head has been in.
  public internal(set) var routers: Int32 = 0
  /// Any number the sender wants to find again.
  public let tag: Int
  /// Cycle of entry into the source queue.
  public let created: Int
  /// Cycle in which the head left the source queue.
  public internal(set) var injected = -1
  /// Cycle of arrival of the head at the destination.
  public internal(set) var headArrived = -1
  /// Cycle of arrival of the tail.
  public internal(set) var tailArrived = -1

  /// Flits that have arrived.
  var arrived: Int32 = 0
  /// The next packet in the source queue.
  var next: Int32 = -1
  /// What the routing function remembers.
  var wayState: UInt8 = 0
  /// Where the way is found a router ahead: the output port there, and the channels to ask for.
  var classAhead = ChannelClass.all
  var portAhead: UInt16 = 0

  /// Creation to arrival of the tail.
  public var latency: Int { tailArrived - created }
}

extension Wiring {
  /// A packet between two of its nodes.
  @inline(__always)
  func packet(from source: Int, to destination: Int, flits: Int, tag: Int, created: Int) -> PacketRecord {
    precondition(source >= 0 && source < nodeCount, "no such source")
    precondition(destination >= 0 && destination < nodeCount, "no such destination")
    precondition(flits > 0 && flits < 1 << 30, "a packet has 1 to 2^30 flits")
    return PacketRecord(
      source: Int32(source), destination: Int32(destination), flits: Int32(flits), tag: tag, created: created)
  }
}

extension FlatList<PacketRecord> {
  /// - Parameter free: slots that may be used again.
  /// - Returns: the slot the packet got.
  @inline(__always)
  mutating func add(_ record: PacketRecord, reusing free: inout FlatList<Int32>) -> Int32 {
    if free.count > 0 {
      let slot = free.removeLast()
      self[Int(slot)] = record
      return slot
    }
    append(record)
    return Int32(count &- 1)
  }
}
