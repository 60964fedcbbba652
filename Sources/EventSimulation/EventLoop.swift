/// What a simulation does with its events. The loop is specialised for the type: no call through a table.
public protocol EventHandler<Payload>: ~Copyable {
  associatedtype Payload: BitwiseCopyable

  /// Plays one event at `time`; may schedule others, at `time` or later.
  mutating func handle(_ payload: Payload, at time: SimulationTime, in queue: inout EventQueue<Payload>)

  /// Asked after every event; true ends the run.
  var isFinished: Bool { get }
}

extension EventHandler where Self: ~Copyable {
  @inlinable
  public var isFinished: Bool { false }
}

/// Where a run ends at the latest.
public struct RunLimits: Sendable, Hashable {
  /// Events after this time stay pending.
  public var time: SimulationTime
  /// Events handled in this run at most.
  public var events: Int

  @inlinable
  public init(time: SimulationTime = .end, events: Int = .max) {
    self.time = time
    self.events = events
  }
}

/// Why a run ended, and after how many events.
public struct RunOutcome: Sendable, Hashable {
  public enum Reason: String, Sendable {
    case queueEmpty = "queue empty"
    case timeLimit = "time limit"
    case eventLimit = "event limit"
    case finished
  }

  public var reason: Reason
  public var eventsHandled: Int

  @inlinable
  public init(reason: Reason, eventsHandled: Int) {
    self.reason = reason
    self.eventsHandled = eventsHandled
  }
}

extension EventQueue {
  /// Hands events to `handler` in order until none is left, a limit is reached or the handler is finished.
  ///
  /// A run that ended at a limit can be continued by calling this again. After a time limit `now` is the limit.
  @inlinable
  public mutating func run<Handler: EventHandler & ~Copyable>(
    _ handler: inout Handler, until limits: RunLimits = RunLimits()
  ) -> RunOutcome where Handler.Payload == Payload {
    var handled = 0
    while handled < limits.events {
      guard let event = pop(notAfter: limits.time) else {
        return RunOutcome(reason: isEmpty ? .queueEmpty : .timeLimit, eventsHandled: handled)
      }
      handled &+= 1
      handler.handle(event.payload, at: event.time, in: &self)
      if handler.isFinished { return RunOutcome(reason: .finished, eventsHandled: handled) }
    }
    return RunOutcome(reason: .eventLimit, eventsHandled: handled)
  }
}
