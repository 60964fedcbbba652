/// The channels of a memory, each with its own controller.
public struct DRAMChannels: ~Copyable {
  public let count: Int
  let all: UnsafeMutablePointer<DRAMChannel>

  /// - Throws: `InputError` for a standard that lacks timings.
  public init(_ standard: DRAMStandard, policy: DRAMPolicy, logsCommands: Bool = false) throws {
    let count = standard.organisation.channels
    // Whatever can be wrong with a standard shows here, before memory is taken that an error would not give back.
    _ = try DRAMChannel(standard, policy: policy)
    let channels = UnsafeMutablePointer<DRAMChannel>.allocate(capacity: count)
    for index in 0..<count {
      var channel = try DRAMChannel(standard, policy: policy)
      if logsCommands { channel.log = [] }
      (channels + index).initialize(to: channel)
    }
    self.count = count
    all = channels
  }

  deinit {
    all.deinitialize(count: count)
    all.deallocate()
  }
}
