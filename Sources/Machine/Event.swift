/// What happens at a time, and to whom.
struct Event: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    /// An engine that sends requests may go on (`subject`: engine).
    case serve
    /// The head of a packet is at a router (request).
    case hop
    /// The tail of a request is at a DRAM channel that is played command by command (request).
    case requestArrived
    /// The controller of such a channel may act (channel).
    case memoryCycle
    /// A flit may move.
    case networkCycle
    /// A memory channel has an answer for its port (request).
    case answerReady
    /// An answer, or a packet of another core, has arrived entirely (request).
    case delivered
    /// A memory channel has a free place again (channel).
    case credit
    /// A matrix or vector engine may take its next command (engine).
    case accept
    /// It has streamed a command's last operand (engine).
    case streamEnded
    /// A command's last result is written (command).
    case computed
    /// Data that a fault delayed arrive after all (command).
    case lateData
  }
  /// First, so that the queue keeps an event, its time and its priority in 16 bytes.
  var subject: Int32
  var kind: Kind
}
