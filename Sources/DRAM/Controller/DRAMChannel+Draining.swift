/// Whether reads or writes go.
///
/// Writes go above the high watermark or while no reads wait, until below the low one. Writes that keep coming would hold
/// the reads up for ever: once as many writes have gone as lie between the watermarks and a read is overdue, the reads
/// that wait by then have their turn, and no write is begun until they are served. A write that reads would hold up for ever is drained when it
/// is overdue.
extension DRAMChannel {
  @inline(__always)
  func wouldDrain(at cycle: Int) -> Bool {
    if reads.isEmpty { return true }
    if reads.oldestAge < rescuedReadsBefore { return false }
    if !isDraining { return writes.count > highWatermark || isOverdueWrite(at: cycle) }
    if drainedWrites >= drainBatch, isOverdueRead(at: cycle), !owesDrain(at: cycle) { return false }
    return writes.count >= lowWatermark || isOverdueWrite(at: cycle)
  }

  /// Whether a write is overdue that waited when draining began.
  private func owesDrain(at cycle: Int) -> Bool {
    isOverdueWrite(at: cycle) && writes.oldestAge < drainBegan
  }

  @inline(__always)
  mutating func decideDraining(at cycle: Int) {
    let drains = wouldDrain(at: cycle)
    if drains != isDraining {
      if drains {
        (drainedWrites, drainBegan) = (0, nextAge)
      } else if isOverdueRead(at: cycle) {
        rescuedReadsBefore = nextAge
      }
    }
    isDraining = drains
    drainingChangedAt = nil
  }

  @inline(__always)
  private func isOverdueRead(at cycle: Int) -> Bool {
    !reads.isEmpty && cycle &- reads.oldestArrival > readAgeCap
  }

  @inline(__always)
  private func isOverdueWrite(at cycle: Int) -> Bool {
    !writes.isEmpty && cycle &- writes.oldestArrival > writeAgeCap
  }

  /// The queues have changed in a cycle: the next one decides whether to drain.
  @inline(__always)
  mutating func noteQueuesChanged(at cycle: Int) { drainingChangedAt = cycle }

  /// A command before the decision leaves it to the next cycle.
  @inline(__always)
  mutating func postponeDraining(at cycle: Int) {
    if drainingChangedAt != nil { drainingChangedAt = cycle }
  }
}
