import Documents

/// The constraints of a standard, turned into cycles and sorted by what triggers them.
struct TimingRules: Sendable {
  /// A command that has to wait after another. Small: every channel walks its own rows of these for each command.
  struct Effect: Sendable, BitwiseCopyable {
    var cycles: Int32
    var following: DRAMCommand
    var cause: LostCycleCause
  }
  struct Window: Sendable, BitwiseCopyable {
    var cycles: Int
    var length: Int
    var following: DRAMCommand
    var cause: LostCycleCause
  }

  /// By scope and preceding command: `effects[scope * DRAMCommand.count + command]`.
  private(set) var effects: [[Effect]]
  /// By preceding command, within a rank.
  private(set) var windows: [[Window]]
  /// By preceding command, on every other rank of the channel.
  private(set) var otherRanks: [[Effect]]

  /// - Throws: `InputError` for timings that are unknown, and rules of a kind that no command could be held to.
  init(_ standard: DRAMStandard) throws {
    effects = Array(repeating: [], count: DRAMScope.allCases.count * DRAMCommand.count)
    windows = Array(repeating: [], count: DRAMCommand.count)
    otherRanks = Array(repeating: [], count: DRAMCommand.count)
    for (index, rule) in standard.constraints.enumerated() {
      let place = "\(standard.name): constraints[\(index)]"
      let cycles = try LatencyExpression(rule.latency, at: place).cycles(standard.timing, at: place)
      guard cycles > 0 else { continue }
      guard cycles <= Int32.max else {
        throw InputError(at: place, "keeps commands waiting for \(cycles) cycles")
      }
      let cause = LostCycleCause(of: rule)
      if let obstacle = rule.obstacle {
        throw InputError(at: place, obstacle.words, remedy: obstacle.remedy)
      }
      for preceding in rule.preceding {
        for following in rule.following {
          let effect = Effect(cycles: Int32(cycles), following: following, cause: cause)
          if rule.betweenRanks {
            otherRanks[preceding.index].append(effect)
          } else if rule.window > 1 {
            windows[preceding.index].append(
              Window(cycles: cycles, length: rule.window, following: following, cause: cause))
          } else {
            let scope = DRAMScope.allCases.firstIndex(of: rule.scope)!
            effects[scope * DRAMCommand.count + preceding.index].append(effect)
          }
        }
      }
    }
    dropHidden()
  }

  /// A rule within a part of the channel says nothing where one of a larger part keeps the same command waiting as long.
  private mutating func dropHidden() {
    let given = effects
    for scope in 1..<DRAMScope.allCases.count {
      for command in 0..<DRAMCommand.count {
        effects[scope * DRAMCommand.count + command].removeAll { effect in
          (0..<scope).contains { wider in
            given[wider * DRAMCommand.count + command].contains {
              $0.following == effect.following && $0.cycles >= effect.cycles
            }
          }
        }
      }
    }
  }
}

extension DRAMConstraint {
  /// Why no command could be held to this rule, and what to write instead; nil when all can.
  fileprivate var obstacle: (words: String, remedy: String)? {
    let wholeRank: [DRAMCommand] = [.prechargeAll, .refresh]
    if window > 1, betweenRanks { return ("is a window between ranks", "a window is within a rank") }
    if window > 1, scope != .rank {
      return ("has a window within a \(scope.rawValue)", "windows are per rank")
    }
    if betweenRanks, scope != .channel {
      return ("is between ranks, within a \(scope.rawValue)", "ranks share a channel: its scope is “channel”")
    }
    if window > 1 || betweenRanks, let command = preceding.first(where: wholeRank.contains) {
      return ("counts “\(command.name)” in a window or between ranks", "commands to one bank count there")
    }
    let isNarrow = scope == .bank || scope == .bankGroup
    if isNarrow, let command = (preceding + following).first(where: wholeRank.contains) {
      return ("holds “\(command.name)” within a \(scope.rawValue)", "it goes to a whole rank: write “rank”")
    }
    return nil
  }
}

/// Where cycles without data on the bus went.
public enum LostCycleCause: Int, Sendable, BitwiseCopyable, CaseIterable {
  case refresh
  case bankGroup
  case activationWindow
  case turnaround
  case conflict
  case noRequest

  public var name: String {
    switch self {
    case .refresh: "refresh"
    case .bankGroup: "bank_group"
    case .activationWindow: "activation_window"
    case .turnaround: "turnaround"
    case .conflict: "conflict"
    case .noRequest: "no_request"
    }
  }

  init(of rule: DRAMConstraint) {
    let isColumnPair = rule.preceding.allSatisfy(\.isColumn) && rule.following.allSatisfy(\.isColumn)
    if rule.preceding.contains(.refresh) || rule.preceding.contains(.refreshBank) {
      self = .refresh
    } else if isColumnPair {
      self = rule.preceding == rule.following && !rule.betweenRanks ? .bankGroup : .turnaround
    } else if rule.scope != .bank, rule.preceding == [.activate], rule.following == [.activate] {
      self = .activationWindow
    } else {
      self = .conflict
    }
  }
}
