/// A clock and the supply it runs at.
public struct OperatingPoint: Sendable, Hashable {
  public var clockHertz: Int
  public var microvolts: Int

  public init(clockHertz: Int, microvolts: Int) {
    self.clockHertz = clockHertz
    self.microvolts = microvolts
  }
}
