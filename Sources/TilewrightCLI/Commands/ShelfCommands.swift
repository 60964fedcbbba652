import Tilewright

/// `tilewright chips`: the chips that have names.
enum ChipsCommand: Command {
  static let specification = CommandSpecification(
    name: "chips", summary: "The chips that can be named, a line each", example: "chips")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    var table = TextTable([
      ("name", .left), ("type", .left), ("10¹² MACs/s", .right), ("DRAM GB/s", .right), ("what it is", .left),
    ])
    for entry in try entries(of: .chips) {
      let chip = try Chip.read(entry.path)
      let element = chip.matrixElements.first
      let peak = element.map { chip.peakMultiplyAccumulatesPerSecond($0) * 1e-12 }
      table.row([
        entry.name, element?.rawValue ?? "–", peak.map { significant($0) } ?? "–",
        significant(Double(chip.dram.bandwidthBytesPerSecond) * 1e-9), firstSentence(chip.summary, width: 80),
      ])
    }
    console.write(table.text)
    return .done
  }

  /// Three digits or so: small chips and large ones share a column.
  private static func significant(_ number: Double) -> String {
    HumanNumber.fixed(number, decimals: number >= 100 ? 0 : number >= 1 ? 1 : number >= 0.1 ? 2 : 4)
  }
}

/// `tilewright workloads`: the models that have names.
enum WorkloadsCommand: Command {
  static let specification = CommandSpecification(
    name: "workloads", summary: "The models that can be named, a line each", example: "workloads")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    var table = TextTable([("name", .left), ("--set", .left), ("what it is", .left)])
    for entry in try entries(of: .workloads) {
      let parameters = try entry.parameters().map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      table.row([entry.name, parameters, firstSentence(try entry.summary() ?? "", width: 66)])
    }
    console.write(table.text)
    return .done
  }
}

/// - Throws: `InputError` `.notFound` when there is no such shelf.
private func entries(of shelf: Shelf) throws -> [Shelf.Entry] {
  let entries = shelf.entries()
  guard !entries.isEmpty else {
    throw InputError(
      .notFound, at: shelf.rawValue, "no such folder was found",
      remedy: "run in the folder that holds it, or name that folder in \(Shelf.homeVariable)")
  }
  return entries
}

/// The first sentence, or the words of it that fit.
private func firstSentence(_ text: String, width: Int) -> String {
  var sentence = String(text.prefix(upTo: text.firstRange(of: ". ")?.lowerBound ?? text.endIndex))
  if sentence.hasSuffix(".") { sentence.removeLast() }
  guard sentence.count > width else { return sentence }
  let words = sentence.prefix(width - 1).split(separator: " ").dropLast().joined(separator: " ")
  let end = words.lastIndex { !",:;(".contains($0) } ?? words.startIndex
  return words[...end] + " …"
}
