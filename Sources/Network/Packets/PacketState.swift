// What the packet level keeps of routers and packets, as plain values in flat tables; numbered as at flit level.

/// The packets in a virtual channel of an input port, in order.
struct PacketQueue: BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1
  let port: Int32
  let router: Int32
  /// The output channel upstream, which gets the credits, and their way in cycles.
  var creditChannel: Int32 = -1
  var creditCycles: Int32 = 0
  /// Where the choice of an output channel starts: a place among the router's output channels.
  var acceptPointer: Int32 = 0
  /// Cycle from which the head of the next packet can be routed.
  var freeFrom = 0

  init(port: Int32, router: Int32) {
    self.port = port
    self.router = router
  }
}

/// An output port: its link, and who waits for it.
struct PacketPort: BitwiseCopyable {
  /// First channel of the input port at the far end, or -1: a node.
  var target: Int32 = -1
  /// Cycles from winning the switch to the far end.
  var flightCycles: Int32 = 0
  /// Entries that ask for the link while it is busy, and those for which no channel is free: first and last.
  var asking = EntryLine()
  var withoutChannel = EntryLine()
  var isServed = false
  var freeFrom = 0
  /// Cycles with a flit.
  var busyCycles = 0
}

/// Entries that wait for the same, in the order of their coming; strung together by `PacketEntry.nextInLine`.
struct EntryLine: BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1
}

/// A virtual channel behind an output port.
struct PacketChannel: BitwiseCopyable {
  /// Credits in its ring, and where the first is.
  var credits: Int32
  var firstCredit: Int32 = 0
  /// The entry that waits for a credit, or -1.
  var waiting: Int32 = -1
  /// Cycle from which another packet may take it; `Int.max` while one holds it.
  var freeFrom = 0

  init(credits: Int32) { self.credits = credits }
}

/// A packet in a channel of a router; a packet longer than a buffer is in several.
struct PacketEntry: BitwiseCopyable {
  var packet: Int32
  /// The channel it is in, and the entry behind it there.
  let queue: Int32
  var next: Int32 = -1
  var nextInLine: Int32 = -1
  /// Output port, the output channel it holds, and the entry of the same packet in the next router; -1 before.
  var port: Int32 = -1
  var held: Int32 = -1
  var onward: Int32 = -1
  let flits: Int32
  /// Flits that upstream has sent, and that have been passed on.
  var known: Int32 = 0
  var sent: Int32 = 0
  var wanted = ChannelClass.all
  /// Whether an event will come, or a line or credit be waited for: else only more flits bring it on.
  var isPending = false
  let headArrived: Int
  /// The first of the flits that come without a gap up to the last one known, its arrival, and that of the next to come.
  var runFirst: Int32 = 0
  var runArrival = 0
  var nextArrival = 0
}

/// The source queue of a node.
struct PacketSource: BitwiseCopyable {
  var firstPacket: Int32 = -1
  var lastPacket: Int32 = -1
  /// Flits of the first packet that have left, its channel, and its entry in the router; or -1.
  var sent: Int32 = 0
  var channel: Int32 = -1
  var entry: Int32 = -1
  var lastChannel: Int32 = -1
  var isPending = false
  /// Waits for a credit of any of its channels.
  var waits = false
  var freeFrom = 0
}
