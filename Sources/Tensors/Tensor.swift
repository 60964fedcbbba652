/// A tensor: its type and its bytes, row-major, little endian, shared until written.
public struct Tensor: Sendable {
  public let type: TensorType
  /// `type.byteCount` bytes.
  public internal(set) var bytes: [UInt8]

  public init(type: TensorType, bytes: [UInt8]) {
    precondition(bytes.count == type.byteCount, "a tensor holds exactly the bytes of its type")
    self.type = type
    self.bytes = bytes
  }

  /// All elements zero bits.
  public init(zeros type: TensorType) {
    self.init(type: type, bytes: [UInt8](repeating: 0, count: type.byteCount))
  }

  public var shape: [Int] { type.shape }
  public var elementCount: Int { type.elementCount }
}
