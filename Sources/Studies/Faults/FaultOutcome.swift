/// What came of one fault.
public enum FaultOutcome: Sendable, Hashable {
  /// The machine named it: the reason is the first hazard, the refused command or the output that was wrong.
  case caught(String)
  /// It changed nothing, for a reason that can be given.
  case harmless(String)
  /// The numbers changed, or might have, and nobody noticed.
  case missed(String)
}

/// A fault with what came of it.
public struct FaultTrial: Sendable {
  public var fault: Fault
  /// The fault in words.
  public var text: String
  public var outcome: FaultOutcome
}

/// Every trial of a campaign.
public struct FaultReport: Sendable {
  public var trials: [FaultTrial]

  public init(trials: [FaultTrial]) {
    self.trials = trials
  }

  public var caught: Int { trials.count { if case .caught = $0.outcome { true } else { false } } }
  public var harmless: Int { trials.count { if case .harmless = $0.outcome { true } else { false } } }
  public var missed: Int { trials.count { if case .missed = $0.outcome { true } else { false } } }
}
