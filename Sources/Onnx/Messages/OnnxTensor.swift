import Tensors

/// `TensorProto`: element type, shape and where the elements lie.
public struct OnnxTensor: Sendable, Equatable {
  public enum Storage: Sendable {
    /// Little-endian packed elements in a mapped file (raw data, packed typed fields of the same layout, external
    /// data).
    case mapped(MappedBytes)
    /// Elements that had to be repacked (typed fields that hold small types as varints), or are made here.
    /// Empty where the file leaves the elements out (see `hasElements`).
    case bytes([UInt8])
    case strings([[UInt8]])
    /// Elements that are made when the tensor is written. The reader never gives this.
    case generated(GeneratedBytes)
  }
  public var name: String
  public var element: OnnxElement
  public var shape: [Int]
  public var storage: Storage
  public var documentation: String

  public init(
    name: String = "", element: OnnxElement, shape: [Int], storage: Storage, documentation: String = ""
  ) {
    self.name = name
    self.element = element
    self.shape = shape
    self.storage = storage
    self.documentation = documentation
  }

  /// Whether the elements are there. Files that describe a model without its weights leave them out.
  public var hasElements: Bool {
    guard !shape.contains(0) else { return true }
    return switch storage {
    case .strings(let strings): !strings.isEmpty
    default: storage.byteCount > 0
    }
  }
}

/// Bytes that exist piece by piece, while they are written.
public struct GeneratedBytes: Sendable {
  public let count: Int
  /// Hands over all bytes, in order.
  let write: @Sendable (_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

  /// - Parameter write: hands over exactly `count` bytes, the same ones whenever it is called.
  public init(
    count: Int, write: @escaping @Sendable (_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) {
    self.count = count
    self.write = write
  }
}

extension OnnxTensor.Storage {
  /// Of the packed elements; 0 for strings.
  public var byteCount: Int {
    switch self {
    case .mapped(let bytes): bytes.count
    case .bytes(let bytes): bytes.count
    case .generated(let bytes): bytes.count
    case .strings: 0
    }
  }

  /// Hands over the packed elements, in pieces and in order; of strings, nothing.
  public func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch self {
    case .mapped(let bytes): try bytes.withBytes(sink)
    case .bytes(let bytes): try bytes.withUnsafeBytes(sink)
    case .generated(let bytes): try bytes.write(sink)
    case .strings: break
    }
  }
}

/// `SparseTensorProto`: values, and where they stand in a tensor that is zero elsewhere.
public struct OnnxSparseTensor: Sendable, Equatable {
  /// Of shape [count]; carries the name.
  public var values: OnnxTensor
  /// int64, of shape [count] (flat positions) or [count, rank].
  public var indices: OnnxTensor
  public var shape: [Int]

  public init(values: OnnxTensor, indices: OnnxTensor, shape: [Int]) {
    self.values = values
    self.indices = indices
    self.shape = shape
  }
}
