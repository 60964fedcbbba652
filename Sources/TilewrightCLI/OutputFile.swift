import Tilewright

/// Where a command's file goes: a file that is replaced whole, or the console for `-`.
enum OutputFile: ByteSink {
  case replacement(ReplacementFile)
  case console(any Console)

  /// - Throws: `InputError` when the file cannot be written; whatever `body` throws.
  static func write(_ path: String, _ console: any Console, _ body: (inout OutputFile) throws -> Void) throws
  {
    if path == "-" {
      var output = OutputFile.console(console)
      try body(&output)
    } else {
      try ReplacementFile.write(path) { file in
        var output = OutputFile.replacement(file)
        try body(&output)
      }
    }
  }

  func write(_ bytes: [UInt8]) throws {
    switch self {
    case .replacement(let file): try file.write(bytes)
    case .console(let console): console.write(String(decoding: bytes, as: UTF8.self))
    }
  }
}
