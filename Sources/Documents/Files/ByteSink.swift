import Foundation

/// Where a writer's bytes go.
public protocol ByteSink {
  mutating func write(_ bytes: [UInt8]) throws
  /// Writes bytes that lie elsewhere, such as in a mapped file.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws { try write(Array(bytes)) }
}

/// Keeps what is written, for tests and for small documents.
public struct MemorySink: ByteSink, Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(_ bytes: [UInt8]) { self.bytes += bytes }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// An open file descriptor, such as standard output.
public struct DescriptorSink: ByteSink, Sendable {
  public static let standardOutput = DescriptorSink(descriptor: 1, name: "standard output")

  let descriptor: Int32
  let name: String

  /// - Throws: `InputError` when the system takes no more bytes (disk full).
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw InputError(at: name, "cannot be written: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(written)
    }
  }

  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

extension Slice<UnsafeRawBufferPointer> {
  fileprivate var baseAddress: UnsafeRawPointer? { base.baseAddress.map { $0 + startIndex } }
}
