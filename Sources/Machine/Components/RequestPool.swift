/// A packet of requests, their answer, or a packet between cores, while it is under way.
struct Request: BitwiseCopyable {
  /// The engine that sent it and waits for its answer.
  var engine: Int32 = 0
  var command: Int32 = 0
  /// Memory channel it goes to, -1 for a packet to another core.
  var channel: Int32 = -1
  /// Endpoint the packet travels to at the moment, and that endpoint's router.
  var endpoint: Int32 = 0
  var router: Int32 = 0
  var bytes: Int32 = 0
  /// Requests in the packet.
  var count: Int32 = 1
  /// Bytes of its packets times links that they crossed so far, heads included.
  var linkBytes: Int32 = 0
  var isWrite = false
  /// Whether it is on its way back.
  var isAnswer = false
  /// Network cycle at which the head is at its next router.
  var cycle = 0

  /// Bytes that the packet carries besides its head: writes carry data there, reads back.
  @inline(__always) var payload: Int { isWrite != isAnswer ? Int(bytes) : 0 }
}

/// Room for every request that the engines' limits allow to be under way at once, and no more.
struct RequestPool: ~Copyable {
  let requests: FlatArray<Request>
  private let free: FlatArray<Int32>
  private var freeCount: Int

  init(capacity: Int) {
    requests = FlatArray(repeating: Request(), count: capacity)
    free = FlatArray((0..<capacity).map { Int32(capacity - 1 - $0) })
    freeCount = capacity
  }

  @inline(__always) mutating func take() -> Int32 {
    freeCount &-= 1
    return free[freeCount]
  }

  @inline(__always) mutating func giveBack(_ request: Int32) {
    free[freeCount] = request
    freeCount &+= 1
  }
}
