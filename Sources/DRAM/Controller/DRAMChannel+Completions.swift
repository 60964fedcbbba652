extension DRAMChannel {
  /// Takes note of the reads in `completions`: they are there no longer.
  public mutating func clearCompletions() { completions.removeAll() }
}
