import Documents

/// What a SCALE-Sim configuration (`.cfg`) says of the array and its memories. Files of versions 2 and 3 are read; what
/// version 2 does not know takes version 3's default.
public struct ScaleSimConfiguration: Sendable, Hashable {
  public var file: String
  public var runName: String
  public var rows: Int
  public var columns: Int
  public var dataflow: Dataflow
  /// Of 1,024 bytes; a word is a byte.
  public var inputKibibytes: Int
  public var filterKibibytes: Int
  public var outputKibibytes: Int
  /// Words per cycle from memory, one for each operand or one for all; empty when the tool is to find them.
  public var wordsPerCycle: [Int]
  /// Whether the layers' sparsity counts.
  public var usesSparsity: Bool
  public var sparseFormat: SparseFormat

  public enum SparseFormat: String, Sendable, CaseIterable {
    case csr, csc
    case blockedEllpack = "ellpack_block"
  }

  /// The largest array that is read.
  public static let maximumSide = 65_536

  /// - Throws: `InputError` with the line, and what would be right.
  public static func read(_ file: String) throws -> ScaleSimConfiguration {
    try ScaleSimConfiguration(SettingsFile.read(file))
  }

  /// - Parameter text: the file's content.
  public init(parsing text: String, file: String) throws {
    try self.init(SettingsFile(parsing: text, file: file))
  }

  init(_ settings: SettingsFile) throws {
    let presets = "architecture_presets"
    func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int {
      try settings.integer(settings.required(presets, key), key, in: range)
    }
    file = settings.file
    runName = settings.optional("general", "run_name")?.value ?? "scale_run"
    rows = try integer("ArrayHeight", in: 1...Self.maximumSide)
    columns = try integer("ArrayWidth", in: 1...Self.maximumSide)
    let memory = 1...(1 << 24)
    inputKibibytes = try integer("IfmapSramSzkB", in: memory)
    filterKibibytes = try integer("FilterSramSzkB", in: memory)
    outputKibibytes = try integer("OfmapSramSzkB", in: memory)
    let word = try settings.required(presets, "Dataflow")
    guard let dataflow = Dataflow(scaleSimWord: word.value) else {
      throw settings.error(word, "Dataflow", remedy: "one of os, ws, is")
    }
    self.dataflow = dataflow
    wordsPerCycle = try Self.wordsPerCycle(settings)
    usesSparsity = try Self.flag(settings, "sparsity", "SparsitySupport")
    sparseFormat = try Self.sparseFormat(settings, isUsed: usesSparsity)
    if usesSparsity, try Self.flag(settings, "sparsity", "OptimizedMapping") {
      throw settings.error(
        try settings.required("sparsity", "OptimizedMapping"), "OptimizedMapping",
        remedy: "rows with random sparsity of their own are not read: set False, and N:M in the topology")
    }
  }

  private static func wordsPerCycle(_ settings: SettingsFile) throws -> [Int] {
    let mode = try settings.required("run_presets", "InterfaceBandwidth")
    switch mode.value.uppercased() {
    case "CALC": return []
    case "USER": break
    default: throw settings.error(mode, "InterfaceBandwidth", remedy: "USER or CALC")
    }
    let list = try settings.required("architecture_presets", "Bandwidth")
    let words = try list.value.split(separator: ",").map { part in
      guard let number = Int(part.trimmingCharacters(in: .whitespaces)), 1...1_000_000 ~= number else {
        throw settings.error(list, "Bandwidth", remedy: "expected words per cycle, such as 10 or 10, 10, 10")
      }
      return number
    }
    guard words.count == 1 || words.count == 3 else {
      throw settings.error(
        list, "Bandwidth", remedy: "expected one number, or one each for inputs, filters, outputs")
    }
    return words
  }

  private static func flag(_ settings: SettingsFile, _ section: String, _ key: String) throws -> Bool {
    guard let setting = settings.optional(section, key) else { return false }
    switch setting.value.lowercased() {
    case "true": return true
    case "false": return false
    default: throw settings.error(setting, key, remedy: "True or False")
    }
  }

  private static func sparseFormat(_ settings: SettingsFile, isUsed: Bool) throws -> SparseFormat {
    guard isUsed, let setting = settings.optional("sparsity", "SparseRep") else { return .blockedEllpack }
    guard let format = SparseFormat(rawValue: setting.value.lowercased()) else {
      throw settings.error(
        setting, "SparseRep",
        remedy: suggestion(for: setting.value, among: SparseFormat.allCases.map(\.rawValue)))
    }
    return format
  }
}

extension Dataflow {
  /// `os`, `ws` or `is`.
  public init?(scaleSimWord word: String) {
    switch word.lowercased() {
    case "os": self = .outputStationary
    case "ws": self = .weightStationary
    case "is": self = .inputStationary
    default: return nil
    }
  }
}
