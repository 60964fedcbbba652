import Documents
import Foundation

/// A folder of files that people call by name: the chips and the workloads that come with Tilewright.
public enum Shelf: String, Sendable, CaseIterable {
  case chips
  /// DRAM standards with their controllers.
  case memories = "chips/dram"
  case workloads
  /// Samples with labels.
  case datasets = "workloads/datasets"

  /// Names another folder that holds `chips` and `workloads`.
  public static let homeVariable = "TILEWRIGHT_HOME"

  private var extensions: [String] {
    switch self {
    case .chips: ["json", "cfg"]
    case .memories: ["json"]
    case .datasets: ["json"]
    case .workloads: ["json", "onnx", "csv"]
    }
  }

  /// Schemas stand on the shelf, too, for editors; they are nothing to run.
  private func holdsEntry(_ file: String) -> Bool {
    extensions.contains((file as NSString).pathExtension) && !file.hasSuffix(".schema.json")
  }

  private var noun: String {
    switch self {
    case .chips: "chip"
    case .memories: "memory"
    case .workloads: "model"
    case .datasets: "data set"
    }
  }

  /// A file's name without its extension, and where it is.
  public struct Entry: Sendable, Hashable {
    public var name: String
    public var path: String
  }

  /// What stands on the shelf, by name. A name found in several places is taken from the first.
  public func entries(in roots: [String] = Shelf.roots) -> [Entry] {
    var found: [String: String] = [:]
    for root in roots {
      let folder = (root as NSString).appendingPathComponent(rawValue)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in names where holdsEntry(file) {
        let name = (file as NSString).deletingPathExtension
        if found[name] == nil { found[name] = (folder as NSString).appendingPathComponent(file) }
      }
    }
    return found.map(Entry.init).sorted { $0.name < $1.name }
  }

  /// What a word on the command line means, called by that word.
  /// - Throws: as below.
  public func entry(named word: String) throws -> Entry { Entry(name: word, path: try file(named: word)) }

  /// The file that a word on the command line means: a path, or a name on the shelf.
  /// - Throws: `InputError` `.notFound` with the nearest name.
  public func file(named word: String, in roots: [String] = Shelf.roots) throws -> String {
    let looksLikePath = word.contains("/") || extensions.contains((word as NSString).pathExtension)
    if !looksLikePath, let entry = entries(in: roots).first(where: { $0.name == word }) { return entry.path }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: word, isDirectory: &isFolder) {
      guard !isFolder.boolValue else {
        throw InputError(.notFound, at: word, "is a folder", remedy: "expected a \(noun) file or name")
      }
      return word
    }
    if looksLikePath { throw InputError(.notFound, at: word, "no such file") }
    throw unknown(word, in: roots)
  }

  private func unknown(_ word: String, in roots: [String]) -> InputError {
    let names = entries(in: roots).map(\.name)
    guard !names.isEmpty else {
      return InputError(
        .notFound, at: "\(noun) “\(word)”", "no such file, and no folder “\(rawValue)” was found",
        remedy: "run in the folder that holds “\(rawValue)”, or name it in \(Self.homeVariable)")
    }
    return InputError(
      .notFound, at: "\(noun) “\(word)”", "no such file, and no such name in “\(rawValue)”",
      remedy: suggestion(for: word, among: names))
  }

  /// Folders that may hold the shelves: the one that the environment names, the current one, and those above the
  /// executable (which stands in the package's build folder).
  public static var roots: [String] {
    var roots: [String] = []
    if let home = ProcessInfo.processInfo.environment[homeVariable] { roots.append(home) }
    roots.append(FileManager.default.currentDirectoryPath)
    var folder = URL(fileURLWithPath: executablePath).deletingLastPathComponent().standardizedFileURL
    while folder.path != "/", !folder.path.isEmpty {
      roots.append(folder.path)
      folder = folder.deletingLastPathComponent()
    }
    return roots
  }

  private static var executablePath: String {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return link ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
  }
}

extension Shelf.Entry {
  /// The line that the file gives under `summary`; nil when it has none, or is no JSON document.
  public func summary() throws -> String? {
    guard path.hasSuffix(".json") else { return nil }
    var object = try Document.read(path).object()
    return try object.optional("summary")?.string()
  }

  /// The whole numbers that a run may set, with their defaults; none for files that are no JSON documents.
  public func parameters() throws -> [(name: String, value: Int)] {
    guard path.hasSuffix(".json") else { return [] }
    var object = try Document.read(path).object()
    guard var parameters = try object.optional("parameters")?.object() else { return [] }
    return parameters.keys.compactMap { name in
      guard case .integer(let value)? = parameters.optional(name)?.value else { return nil }
      return (name, value)
    }
  }
}
