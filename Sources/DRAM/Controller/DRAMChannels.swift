/// The channels of a memory, or of several equal ones, each with its own controller.
public struct DRAMChannels: ~Copyable {
  public let count: Int
  public let all: UnsafeMutablePointer<DRAMChannel>

  /// - Throws: `InputError` for a standard that lacks timings.
  public init(
    _ standard: DRAMStandard, policy: DRAMPolicy, memories: Int = 1, logsCommands: Bool = false
  ) throws {
    let count = memories * standard.organisation.channels
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
