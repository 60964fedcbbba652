import Documents
import Foundation

/// Which Tilewright gave a result. A result of another build is not taken for this one's.
public enum ToolVersion {
  /// Raised when stored results change their meaning.
  private static let format = 1

  /// The format, and a fingerprint of the program that runs.
  public static let current: String = {
    let program = (try? FileFingerprint.text(of: executable)) ?? "unknown"
    return "\(format).\(program)"
  }()

  private static var executable: String {
    let link = "/proc/self/exe"
    let file = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return FileManager.default.fileExists(atPath: link) ? link : file
  }
}

/// What is in a file, whatever it is called and whenever it was written.
enum FileFingerprint {
  /// - Throws: `InputError` `.notFound` when the file cannot be read.
  static func text(of path: String) throws -> String {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      throw InputError(.notFound, at: path, "cannot be read")
    }
    var hash = StableHash()
    data.withUnsafeBytes { hash.combine($0) }
    return hash.text
  }
}
