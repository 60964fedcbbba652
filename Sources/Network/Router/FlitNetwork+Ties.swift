/// The order in which a router looks after a channel, among those it does the same for in the same cycle.
///
/// It matters where packets draw lots for their way: the first to be looked after gets the next number. The router
/// followed here keeps a list for each of its stages. What fails stays in the list, in order; heads that were routed
/// or got a channel in this cycle come before those that failed, and flits that arrive come last.
struct TurnOrder: BitwiseCopyable {
  /// Among heads to be routed: successors of tails in the order of those, then arrivals by port.
  var routing = SIMD2<Int>(0, 0)
  /// Among heads that ask for a channel.
  var allocation = 0
  /// Among channels that ask for the switch.
  var switching = SIMD2<Int>(0, 0)
}

/// A head whose way out of the next router is settled as it leaves this one.
struct DepartingHead: BitwiseCopyable {
  var order: SIMD2<Int>
  var packet: Int32
  /// The input port it will come in by.
  var port: Int32
}

/// Drawing lots in the order of the reference. Nothing here is done for topologies on which nothing is drawn.
extension FlitNetwork {
  /// A flit has arrived in an empty channel.
  @inline(__always)
  func noteArrival(_ channel: Int) {
    guard hasTies else { return }
    let input = inputs[channel]
    if isSpeculative || input.held >= 0 {
      turnOrders[channel].switching = SIMD2(cycle, Int(input.localPort))
    }
    turnOrders[channel].routing = SIMD2(.max, Int(input.localPort))
    turnOrders[channel].allocation = (2 &* cycle) << 20 | Int(input.localPort)
  }

  /// A tail has left the channel, and another packet is at its front.
  @inline(__always)
  func noteSuccessor(_ channel: Int) {
    guard hasTies else { return }
    let port = Int(inputs[channel].localPort)
    turnOrders[channel].routing = turnOrders[channel].switching
    turnOrders[channel].allocation = (2 &* cycle &+ 1) << 20 | port
  }

  /// The channel has got an output channel.
  @inline(__always)
  func noteAllocation(_ channel: Int) {
    guard hasTies, !isSpeculative else { return }
    turnOrders[channel].switching = SIMD2(-cycle, turnOrders[channel].allocation)
  }

  /// Heads whose routing is done get their ways, router by router.
  @inline(never)
  mutating func routeInOrder(_ done: UnsafeBufferPointer<Int32>) {
    for channel in done { queueForRouting(channel) }
    for word in 0..<drawingRouters.count {
      var drawing = drawingRouters[word]
      drawingRouters[word] = 0
      while drawing != 0 {
        routeHeads(of: word &* 64 &+ drawing.trailingZeroBitCount)
        drawing &= drawing &- 1
      }
    }
  }

  /// A head takes its place among those of its router.
  @inline(__always)
  private func queueForRouting(_ channel: Int32) {
    let router = Int(inputs[Int(channel)].router)
    drawingRouters[router >> 6] |= 1 &<< UInt64(router & 63)
    let order = turnOrders[Int(channel)].routing
    var link = firstHeads.start + router
    while link.pointee >= 0, !order.comes(before: turnOrders[Int(link.pointee)].routing) {
      link = nextHeads.start + Int(link.pointee)
    }
    nextHeads[Int(channel)] = link.pointee
    link.pointee = channel
  }

  @inline(__always)
  private mutating func routeHeads(of router: Int) {
    var channel = firstHeads[router]
    firstHeads[router] = -1
    var index = 0
    while channel >= 0 {
      route(Int(channel))
      turnOrders[Int(channel)].allocation = -(cycle << 20) &+ index
      ask(Int(channel))
      index &+= 1
      channel = nextHeads[Int(channel)]
    }
  }

  /// A head leaves for a router by one of its ports, and its way on from there is to be found.
  @inline(__always)
  mutating func noteDeparture(_ packet: Int32, order: SIMD2<Int>, port: Int) {
    let head = DepartingHead(order: order, packet: packet, port: Int32(port))
    departing.append(head)
    var place = departing.count &- 1
    while place > 0, order.comes(before: departing[place &- 1].order) {
      departing[place] = departing[place &- 1]
      place &-= 1
    }
    departing[place] = head
  }

  /// Finds the way on for heads that have just left for other routers.
  mutating func routeAhead() {
    for index in 0..<departing.count {
      let head = departing[index]
      let record = packets.start + Int(head.packet)
      let router = Int(head.port) / ports
      let route = routing.route(
        to: Int(record.pointee.destination), at: router, from: Int(head.port) &- router &* ports,
        wayState: &record.pointee.wayState, &random)
      record.pointee.portAhead = UInt16(route.port)
      record.pointee.classAhead = route.channels
    }
    departing.removeAll()
  }

  /// A number is drawn for each packet that has come to the front of its source queue, though nobody looks at it.
  mutating func drawForPackets() {
    for word in 0..<activeNodes.count {
      var active = activeNodes[word]
      while active != 0 {
        let node = nodes.start + (word &* 64 &+ active.trailingZeroBitCount)
        active &= active &- 1
        guard !node.pointee.hasDrawn else { continue }
        node.pointee.hasDrawn = true
        random.skip()
      }
    }
  }
}

extension SIMD2<Int> {
  /// In lexicographic order.
  @inline(__always)
  fileprivate func comes(before other: SIMD2<Int>) -> Bool {
    self[0] != other[0] ? self[0] < other[0] : self[1] < other[1]
  }
}
