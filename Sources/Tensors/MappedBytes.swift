import Foundation

/// A file whose bytes are read from the disk when somebody looks at them; shared by all that lies in it.
public final class MappedFile: Sendable {
  public let path: String
  private let data: Data

  /// - Throws: the system's error when there is no such file or it cannot be read.
  public init(path: String) throws {
    self.path = path
    data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
  }

  /// Bytes in memory that stand for a file.
  public init(path: String, contents: [UInt8]) {
    self.path = path
    data = Data(contents)
  }

  public var count: Int { data.count }

  /// The bytes, for as long as `body` runs.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try data.withUnsafeBytes(body)
  }
}

/// A part of a mapped file.
public struct MappedBytes: Sendable {
  public let file: MappedFile
  public let range: Range<Int>

  /// - Precondition: `range` lies inside the file.
  public init(file: MappedFile, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "a part lies inside its file")
    self.file = file
    self.range = range
  }

  public var count: Int { range.count }

  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try file.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
