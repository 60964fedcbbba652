import Tilewright

/// `tilewright chips`: the chips that have names.
enum ChipsCommand: Command {
  static let specification = CommandSpecification(
    name: "chips", summary: "The chips that can be named, a line each", example: "chips")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    console.write(try list(.chips))
    return .done
  }
}

/// `tilewright workloads`: the models that have names.
enum WorkloadsCommand: Command {
  static let specification = CommandSpecification(
    name: "workloads", summary: "The models that can be named, a line each", example: "workloads")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    console.write(try list(.workloads))
    return .done
  }
}

private func list(_ shelf: Shelf) throws -> String {
  let entries = shelf.entries()
  guard !entries.isEmpty else {
    throw InputError(
      .notFound, at: shelf.rawValue, "no such folder was found",
      remedy: "run in the folder that holds it, or name that folder in \(Shelf.homeVariable)")
  }
  var table = TextTable([("name", .left), ("what it is", .left)])
  for entry in entries { table.row([entry.name, try entry.summary().map(firstSentence) ?? ""]) }
  return table.text
}

/// The first sentence, or the words of it that fit a line.
private func firstSentence(_ text: String) -> String {
  let sentence = text.split(separator: ": ", maxSplits: 1)[0].split(separator: ". ", maxSplits: 1)[0]
  guard sentence.count > 90 else {
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : String(sentence)
  }
  return sentence.prefix(90).split(separator: " ").dropLast().joined(separator: " ") + " …"
}
