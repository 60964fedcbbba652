/// Channels that have to stay or go together, as disjoint sets; some have to stay.
struct ChannelTies {
  private var parents: [Int] = []
  /// Why a set has to stay, by its root: the node that cannot do with less.
  private var anchors: [Int: String] = [:]

  /// New channels that nothing ties yet.
  mutating func make(_ count: Int) -> [Int] {
    let first = parents.count
    parents.append(contentsOf: first..<first + count)
    return Array(first..<first + count)
  }

  func root(of channel: Int) -> Int {
    var channel = channel
    while parents[channel] != channel { channel = parents[channel] }
    return channel
  }

  mutating func tie(_ one: Int, _ other: Int) {
    let (from, to) = (root(of: one), root(of: other))
    guard from != to else { return }
    parents[from] = to
    if let reason = anchors.removeValue(forKey: from) { anchors[to] = anchors[to] ?? reason }
  }

  mutating func tie(_ ones: [Int], _ others: [Int]) {
    for (one, other) in zip(ones, others) { tie(one, other) }
  }

  /// These channels stay.
  mutating func anchor(_ channels: [Int], by reason: String) {
    for channel in channels where anchors[root(of: channel)] == nil { anchors[root(of: channel)] = reason }
  }

  /// Why a channel has to stay; nil where it may go.
  func anchor(of channel: Int) -> String? { anchors[root(of: channel)] }
}
