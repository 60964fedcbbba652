// The state of the routers, as plain values in flat tables: virtual channels, ports, nodes.
//
// Input and output ports of all routers are numbered through (see `Wiring`); behind the output ports of routers
// come those of nodes. Channel `v` of port `p` is number `p · virtualChannels + v` of its table.

/// A flit in a buffer or on a link.
struct Flit: BitwiseCopyable {
  /// Number of the packet's slot.
  var packet: Int32
  /// Place in the packet, with two flags above.
  var position: UInt32

  static let tail: UInt32 = 1 << 31
  static let head: UInt32 = 1 << 30

  init(packet: Int32, place: Int32, of flits: Int32) {
    self.packet = packet
    position =
      UInt32(bitPattern: place) | (place == 0 ? Flit.head : 0) | (place == flits &- 1 ? Flit.tail : 0)
  }

  var isTail: Bool { position & Flit.tail != 0 }
  var isHead: Bool { position & Flit.head != 0 }
  var place: Int32 { Int32(bitPattern: position & ~(Flit.head | Flit.tail)) }
}

/// A flit on a link.
struct FlitInFlight: BitwiseCopyable {
  /// The virtual channel of a router that it will enter, or, at the node's end, `~` of the output channel it left.
  var target: Int32
  var flit: Flit
}

/// A virtual channel of an input port: its buffer, and the packet at the front of it.
///
/// The tables are read at every flit of every router; they are small so that many routers fit into a cache.
struct InputChannel: BitwiseCopyable {
  /// Output port of the packet at the front.
  var output: Int32 = -1
  /// Output channel it holds, or -1.
  var held: Int32 = -1
  /// Accept pointer of the channel allocator: a place among the router's output channels.
  var acceptPointer: Int32 = 0
  let port: Int32
  let router: Int32
  /// First flit in the ring buffer, and how many there are.
  var first: UInt16 = 0
  var count: UInt16 = 0
  /// Place among the router's ports, its channel in the port, and the output channels it may ask for.
  let localPort: UInt16
  let channel: UInt8
  var wanted = ChannelClass.all
}

/// What up to 64 ports of a router have to do.
struct PortMasks: BitwiseCopyable {
  /// Input ports with channels that ask for the switch, and with channels whose head asks for an output channel.
  var ready: UInt64 = 0
  var waiting: UInt64 = 0
  /// In the first word of a router: a request for a channel might succeed that did not before.
  var asksAgain = false
}

struct InputPort: BitwiseCopyable {
  /// Channels that hold an output channel, a flit and a credit: they ask for the switch.
  var ready: UInt64 = 0
  /// Channels whose head asks for an output channel.
  var waiting: UInt64 = 0
  /// Accept pointer of the switch allocator: a local output port.
  var acceptPointer: Int32 = 0
  /// The best grant in this step: distance from the accept pointer, and the output port.
  var acceptedDistance: Int32 = 0
  var accepted: Int32 = -1
  /// First output channel upstream, which gets the credits, and their way in cycles.
  var creditBase: Int32 = -1
  var creditCycles: Int32 = 0
  /// Where the round robin among the channels starts.
  var offset: UInt8 = 0
}

struct OutputPort: BitwiseCopyable {
  /// Channels that no packet holds.
  var free: UInt64
  /// Flits that have left.
  var flits = 0
  /// Grant pointer of the switch allocator: a local input port.
  var grantPointer: Int32 = 0
  /// The best request in this step: distance from the grant pointer, and the channel that asks, or -1.
  var grantedDistance: Int32 = 0
  var granted: Int32 = -1
  /// First channel of the input port at the far end, or -1: a node.
  var target: Int32 = -1
  var linkCycles: Int32 = 1
}

/// A virtual channel behind an output port.
struct OutputChannel: BitwiseCopyable {
  /// Free places in the buffer at the far end.
  var credits: Int32
  /// The input channel that holds or held it last, or -1.
  var holder: Int32 = -1
  /// Grant pointer of the channel allocator: a place among the router's input channels.
  var grantPointer: Int32 = 0
  /// The best request in this step, or -1.
  var grantedDistance: Int32 = 0
  var granted: Int32 = -1
  /// The node at the far end or, for channels out of a node, the node at this end; -1 between routers.
  var node: Int32 = -1
}

/// The source queue of a node.
struct NodeState: BitwiseCopyable {
  var firstPacket: Int32 = -1
  var lastPacket: Int32 = -1
  /// Flits of the first packet that have left.
  var sent: Int32 = 0
  /// Channel of the packet in progress, or -1; and of the last one.
  var channel: Int32 = -1
  var lastChannel: Int32 = -1
  /// A number was drawn for the first packet.
  var hasDrawn = false
}
