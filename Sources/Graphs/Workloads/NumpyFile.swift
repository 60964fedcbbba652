import Documents
import Tensors

/// A tensor out of a NumPy `.npy` file (version 1 to 3, C order, little endian).
public enum NumpyFile {
  /// - Throws: `InputError` when there is no such file, or it is damaged.
  public static func read(_ path: String) throws -> Tensor {
    let place = Document(value: .string(path), file: path)
    guard let file = try? MappedFile(path: path) else {
      throw InputError(.notFound, at: path, "no such file, or it cannot be read")
    }
    let header = try NumpyHeader(file, at: place)
    let bytes = file.withBytes { Array($0[header.dataOffset..<file.count]) }
    return Tensor(type: header.type, bytes: bytes)
  }
}
