import Documents
import Foundation
import Mapping
import Tensors

/// The bytes of a memory. Pages that nobody touches cost nothing.
struct MemoryImage: ~Copyable {
  private let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// - Throws: `InputError` when this computer has not as much memory.
  init(byteCount: Int) throws {
    guard let base = calloc(max(byteCount, 1), 1) else {
      throw InputError(
        at: "simulated memory", "this computer has no \(byteCount) bytes for it",
        remedy: "run the model for its timing only")
    }
    self.byteCount = byteCount
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
}

/// The bytes of all memories, by their numbers in a `MemoryTable`.
final class MemoryImages {
  private let images: UnsafeMutablePointer<MemoryImage>
  private let count: Int

  init(_ table: MemoryTable) throws {
    images = .allocate(capacity: table.extents.count)
    var made = 0
    do {
      for extent in table.extents {
        (images + made).initialize(to: try MemoryImage(byteCount: extent))
        made += 1
      }
    } catch {
      images.deinitialize(count: made)
      images.deallocate()
      throw error
    }
    count = made
  }

  deinit {
    images.deinitialize(count: count)
    images.deallocate()
  }

  subscript(index: Int) -> MemoryImage {
    unsafeAddress { UnsafePointer(images + index) }
  }
}
