extension Routing {
  /// One dimension after the other, each the shorter way round, on a tie either way at random. The virtual channels
  /// are halved; which half a packet takes in a dimension is settled when it enters it: packets that will cross the
  /// link between the last and the first place take one half, the others the other.
  ///
  /// Free of deadlock: dimensions follow each other as in dimension order, so a cycle would lie in one direction of
  /// one ring and in one half. Packets that do not wrap never take the link between last and first place: their
  /// links are numbered by place and strictly grow. Those that wrap, on a ring of k, take at most ⌊k/2⌋ links, among
  /// them the one from place k − 1 to 0 (upwards), so of the others only those that leave places k − ⌊k/2⌋ … k − 2
  /// and 0 … ⌊k/2⌋ − 2: nobody takes the link that leaves place ⌊k/2⌋ − 1, and numbered from there on theirs grow,
  /// too. Nodes take packets of either half, and always drain.
  @inline(__always)
  func dateline(
    to node: Int, at router: Int, from input: Int, wayState: inout UInt8, _ random: inout LaggedFibonacci
  ) -> Route {
    let target = Int(nodeRouter[node])
    if target == router { return Route(port: Int(nodePort[node]), channels: .all) }
    var dimension = 0
    var (here, there): (Int32, Int32)
    repeat {
      (here, there) = (
        places[router &* dimensions &+ dimension], places[target &* dimensions &+ dimension]
      )
      dimension &+= 1
    } while here == there
    dimension &-= 1
    if input >> 1 == dimension && input < 2 &* dimensions {
      // Straight on: what comes in by the lower port leaves by the upper one.
      return Route(port: input ^ 1, channels: wayState == 0 ? .lower : .upper)
    }
    let extent = extents[dimension]
    let upwards = there &- here &+ (there < here ? extent : 0)
    let isUp = 2 &* upwards < extent || (2 &* upwards == extent && random.below(2) == 1)
    let wraps = isUp == (there < here)
    wayState = isUp == wraps ? 1 : 0
    return Route(
      port: 2 &* dimension &+ (isUp ? 0 : 1), channels: wayState == 0 ? .lower : .upper)
  }
}
