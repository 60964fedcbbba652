/// How a controller chooses: queues, order, rows, writes, refresh.
public struct DRAMPolicy: Sendable, Hashable {
  public enum RowPolicy: Sendable, Hashable {
    /// A row stays open until another one is wanted.
    case open
    /// A row is closed when nobody waits for it.
    case closed
    /// As `closed`, after so many cycles without a read or write.
    case timeout(cycles: Int)
  }

  public enum Refresh: String, Sendable, Hashable, CaseIterable {
    case allBanks = "all_banks"
    case perBank = "per_bank"
    case off
  }

  /// Requests that the controller holds.
  public var readQueueEntries: Int
  public var writeQueueEntries: Int
  /// Writes are drained from when more than this part of their queue is taken, or no reads wait …
  public var writeHighWatermark: Double
  /// … until less than this part is, and reads wait.
  public var writeLowWatermark: Double
  public var rowPolicy: RowPolicy
  /// A read older than this is overdue and goes before all younger requests: nobody starves. nil for the time in which a
  /// whole queue could be served with a row cycle for each request: whoever waits longer has been passed over. A posted
  /// write, for which nobody waits, is overdue after this times the entries of the write queue.
  public var ageCapCycles: Int?
  /// While a row has had fewer hits than this, a waiting hit keeps it open; 0: rows close for the oldest request.
  public var protectedHits: Int
  public var refresh: Refresh
  /// Refreshes that may be put off while requests wait (JEDEC allows 8).
  public var postponedRefreshes: Int

  public init(
    readQueueEntries: Int = 32, writeQueueEntries: Int = 32, writeHighWatermark: Double = 0.8,
    writeLowWatermark: Double = 0.2, rowPolicy: RowPolicy = .open, ageCapCycles: Int? = nil,
    protectedHits: Int = 0, refresh: Refresh = .allBanks, postponedRefreshes: Int = 0
  ) {
    self.readQueueEntries = readQueueEntries
    self.writeQueueEntries = writeQueueEntries
    self.writeHighWatermark = writeHighWatermark
    self.writeLowWatermark = writeLowWatermark
    self.rowPolicy = rowPolicy
    self.ageCapCycles = ageCapCycles
    self.protectedHits = protectedHits
    self.refresh = refresh
    self.postponedRefreshes = postponedRefreshes
  }
}
