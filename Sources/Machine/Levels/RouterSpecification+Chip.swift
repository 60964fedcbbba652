import Chips
import Documents
import Network

extension RouterSpecification {
  static let defaultVirtualChannels = 4
  static let defaultBufferFlits = 8
  /// Flits that all buffers together have room for, at most: 128 MiB.
  private static let maximumFlits = 1 << 24

  /// The routers of a chip's network. A hop of `hopLatencyCycles` is a router and a link: a head needs `routerCycles` in an
  /// empty router and the rest on the link, at least one cycle; so a hop takes no less than two. An endpoint is a link
  /// away from its router. A lonely packet over `h` links between routers needs `(h + 1)` routers, `h + 2` links, and a
  /// cycle for each flit.
  public init(_ network: Chips.Network) {
    self.init()
    let cycles = network.routerCycles ?? min(4, max(1, network.hopLatencyCycles - 1))
    let presets: [RouterPipeline.Preset] = [.fast1, .fast2, .look3, .def4]
    pipeline = RouterPipeline(presets[min(max(cycles, 1), 4) - 1])
    linkCycles = max(1, network.hopLatencyCycles - cycles)
    nodeLinkCycles = linkCycles
    virtualChannels = network.virtualChannels ?? Self.defaultVirtualChannels
    bufferFlits = network.bufferFlits ?? max(Self.defaultBufferFlits, ClosedForms(self).creditCycles)
  }

  /// - Throws: `InputError` for routers that do not suit the topology, or whose buffers would not fit this computer.
  func check(_ topology: NetworkTopology, of chip: String) throws {
    try validate(for: topology, at: "\(chip): network")
    let channels = topology.routerCount * topology.portsPerRouter * virtualChannels
    guard channels <= Self.maximumFlits / (2 * bufferFlits) else {
      throw InputError(
        at: "\(chip): network", "has \(channels) virtual channels of \(bufferFlits) flits",
        remedy: "fewer of them, shorter ones, or --fidelity network=packet")
    }
  }
}
