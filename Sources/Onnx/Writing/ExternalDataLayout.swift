/// Where the elements of a model's tensors go when they get a file of their own.
struct ExternalDataLayout {
  /// Smaller tensors stay in the model: shapes and axes are looked at by those who read only the graph.
  static let smallestByteCount = 1024
  /// Every tensor starts at a multiple of this many bytes, so that vectors and pages can be read in place.
  static let alignment = 64

  /// Name of the file, beside the model.
  let location: String
  private(set) var tensors: [(offset: Int, storage: OnnxTensor.Storage)] = []
  private var end = 0

  init(location: String) { self.location = location }

  /// The offset of the next tensor, which is `byteCount` bytes long.
  mutating func place(_ storage: OnnxTensor.Storage, byteCount: Int) -> Int {
    let offset =
      (end + ExternalDataLayout.alignment - 1) / ExternalDataLayout.alignment * ExternalDataLayout.alignment
    tensors.append((offset, storage))
    end = offset + byteCount
    return offset
  }

  /// Hands the file's content over in pieces.
  func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let padding = [UInt8](repeating: 0, count: ExternalDataLayout.alignment)
    var position = 0
    for (offset, storage) in tensors {
      try padding[..<(offset - position)].withUnsafeBytes(sink)
      position = offset
      try storage.write {
        try sink($0)
        position += $0.count
      }
    }
  }
}
