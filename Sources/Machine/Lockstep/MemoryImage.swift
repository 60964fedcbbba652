import Foundation
import Mapping
import Tensors

/// The bytes of a memory. Pages that nobody touches cost nothing.
struct MemoryImage: ~Copyable {
  private let base: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    guard let base = calloc(max(byteCount, 1), 1) else {
      preconditionFailure("no memory for \(byteCount) simulated bytes")
    }
    self.base = base
  }

  deinit { free(base) }

  /// The bytes of a view's box, in row-major order.
  func gather(_ view: View) -> [UInt8] {
    let size = view.byteCount
    return [UInt8](unsafeUninitializedCapacity: size) { target, count in
      var runs = StridedRuns(of: view.box, in: view.layout, element: view.element)
      var place = 0
      while let run = runs.next() {
        memcpy(target.baseAddress! + place, base + view.address + run.offset, run.bytes)
        place += run.bytes
      }
      count = size
    }
  }

  /// Puts the bytes of a box where the view says.
  func scatter(_ bytes: [UInt8], to view: View) {
    precondition(bytes.count == view.byteCount, "as many bytes as the view has")
    bytes.withUnsafeBytes { source in
      var runs = StridedRuns(of: view.box, in: view.layout, element: view.element)
      var place = 0
      while let run = runs.next() {
        memcpy(base + view.address + run.offset, source.baseAddress! + place, run.bytes)
        place += run.bytes
      }
    }
  }

  func write(_ bytes: [UInt8], at address: Int) {
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { memcpy(base + address, start, source.count) }
    }
  }
}
