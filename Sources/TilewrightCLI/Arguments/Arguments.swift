import Tilewright

/// The words behind a command's name, sorted into operands and options.
struct Arguments {
  private let specification: CommandSpecification
  private var operands: [String: String] = [:]
  private var repeated: [String] = []
  private var values: [String: [String]] = [:]

  /// - Throws: `InputError` `.usage` for unknown options (with the nearest one), missing values, missing or
  ///   superfluous operands.
  init(_ words: [String], of specification: CommandSpecification) throws {
    self.specification = specification
    var free: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        free += rest
        break
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        free.append(word)
        continue
      }
      try takeOption(word, from: &rest)
    }
    try takeOperands(free)
  }

  private mutating func takeOption(_ word: String, from rest: inout ArraySlice<String>) throws {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = specification.options.first(where: { $0.name == parts[0] }) else {
      throw usage(
        "unknown option “\(parts[0])”",
        remedy: suggestion(for: parts[0], among: specification.options.map(\.name) + ["-h"]))
    }
    if !option.repeats, values[option.name] != nil { throw usage("\(option.name) is given twice") }
    guard let valueName = option.value else {
      guard parts.count == 1 else { throw usage("\(option.name) takes no value") }
      values[option.name] = [""]
      return
    }
    let next = rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
    guard let value = parts.count == 2 ? parts[1] : next else {
      throw usage("\(option.name) needs a value", remedy: "write \(option.name) \(valueName)")
    }
    if parts.count == 1 { rest.removeFirst() }
    values[option.name, default: []].append(value)
  }

  private mutating func takeOperands(_ words: [String]) throws {
    for (operand, word) in zip(specification.operands, words) { operands[operand.name] = word }
    if specification.operands.last?.repeats == true {
      repeated = Array(words.dropFirst(specification.operands.count - 1))
    } else if words.count > specification.operands.count {
      throw usage("“\(words[specification.operands.count])” is one argument too many")
    }
    if let missing = specification.operands.dropFirst(words.count).first(where: { !$0.isOptional }) {
      throw usage("\(missing.name) is missing", remedy: "example: tilewright \(specification.example)")
    }
  }

  func usage(_ reason: String, remedy: String? = nil) -> InputError {
    InputError(.usage, at: "tilewright \(specification.name)", reason, remedy: remedy)
  }

  /// - Precondition: the operand is a required one of the command.
  func operand(_ name: String) -> String {
    guard let word = operands[name] else { preconditionFailure("\(name) is no required operand") }
    return word
  }

  /// All words of the last operand, when it repeats.
  var repeatedOperands: [String] { repeated }

  func optionalOperand(_ name: String) -> String? { operands[name] }

  /// The options of the command that name a file to write, whether they are given or not.
  var outputOptions: [String] { specification.options.filter(\.writesFile).map(\.name) }

  func has(_ flag: String) -> Bool { values[flag] != nil }

  func value(_ option: String) -> String? { values[option]?.last }

  func values(_ option: String) -> [String] { values[option] ?? [] }

  /// - Throws: `InputError` `.usage` when the value is no whole number of the range.
  func integer(_ option: String, in range: ClosedRange<Int>) throws -> Int? {
    try value(option).map { try integer($0, of: option, in: range) }
  }

  /// Numbers with commas between them.
  func integers(_ option: String, in range: ClosedRange<Int>) throws -> [Int]? {
    try value(option)?.split(separator: ",", omittingEmptySubsequences: false).map {
      try integer(String($0), of: option, in: range)
    }
  }

  private func integer(_ text: String, of option: String, in range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(text) else {
      throw usage("\(option) is “\(text)”", remedy: "expected a whole number")
    }
    guard range.contains(number) else {
      throw usage("\(option) is \(number)", remedy: "allowed: \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// `name=value` pairs with whole numbers, as `--set` takes them.
  func settings(_ option: String) throws -> [String: Int] {
    var settings: [String: Int] = [:]
    for text in values(option) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let number = Int(parts[1]) else {
        throw usage("\(option) is “\(text)”", remedy: "expected NAME=NUMBER, such as sequence=128")
      }
      guard settings.updateValue(number, forKey: parts[0]) == nil else {
        throw usage("\(option) \(parts[0]) is given twice")
      }
    }
    return settings
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: String, _ type: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    try value(option).map { try choice(option, $0, type) }
  }

  func operandChoice<Choice: RawRepresentable & CaseIterable>(
    _ operand: String, _ type: Choice.Type
  ) throws -> Choice? where Choice.RawValue == String {
    try operands[operand].map { try choice(operand, $0, type) }
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: String, _ text: String, _ type: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: text) else {
      throw usage(
        "\(option) is “\(text)”", remedy: suggestion(for: text, among: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }
}
