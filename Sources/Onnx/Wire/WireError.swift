import Documents

/// What is wrong with a file's bytes. Every message around it adds its place on the way out.
struct WireError: Error {
  var byteOffset: Int
  var reason: String
  var remedy: String?
  /// Names of the messages and fields around the place, the innermost first.
  private var path: [String] = []

  init(at byteOffset: Int, _ reason: String, remedy: String? = nil) {
    self.byteOffset = byteOffset
    self.reason = reason
    self.remedy = remedy
  }

  /// The same error, known to lie in the field `name` (element `index` where the field is repeated).
  func inside(_ name: String, _ index: Int? = nil) -> WireError {
    var error = self
    error.path.append(index.map { "\(name)[\($0)]" } ?? name)
    return error
  }

  /// - Parameter file: path of the file that was read.
  func located(in file: String) -> InputError {
    let place = path.isEmpty ? "" : " in " + path.reversed().joined(separator: ".")
    return InputError(at: "\(file): byte \(byteOffset)\(place)", reason, remedy: remedy)
  }
}
