import Mapping
import Tensors

/// Who wrote a byte: nobody, the data that were there before the run, a command, or a command that is at it.
struct Writer: Hashable, BitwiseCopyable {
  let code: Int32

  static let nobody = Writer(code: 0)
  static let initialData = Writer(code: 1)
  init(code: Int32) { self.code = code }
  init(command: Int) { code = Int32(command) + 2 }
  /// Bytes that the command will write until it completes.
  init(pending command: Int) { code = -(Int32(command) + 2) }

  var command: Int? { abs(code) < 2 ? nil : Int(abs(code)) - 2 }
  var isPending: Bool { code < 0 }
}

/// The writer of every byte of a memory.
///
/// Kept by pages of 256 bytes: a page with one writer is one number; only pages where writers meet are kept granule by
/// granule. Tiles are mostly contiguous, so reading or writing one costs a step per page.
struct WriterMap: ~Copyable {
  private static var pageBytes: Int { 256 }
  private static var whole: Int32 { -1 }

  private let granuleBytes: Int
  private let granulesPerPage: Int
  private let writers: FlatArray<Int32>
  /// Number of the page's block of granules, `whole` when it has one writer.
  private let blocks: FlatArray<Int32>
  private var granules: [Int32] = []
  private var freeBlocks: [Int32] = []

  init(byteCount: Int, granuleBytes: Int) {
    self.granuleBytes = granuleBytes
    granulesPerPage = Self.pageBytes / granuleBytes
    let pages = (byteCount + Self.pageBytes - 1) / Self.pageBytes
    writers = FlatArray(repeating: 0, count: pages)
    blocks = FlatArray(repeating: Self.whole, count: pages)
  }

  mutating func set(_ writer: Writer, on view: View) {
    var runs = StridedRuns(of: view.box, in: view.layout, element: view.element)
    while let run = runs.next() { set(writer, address: view.address + run.offset, count: run.bytes) }
  }

  mutating func set(_ writer: Writer, address: Int, count: Int) {
    var address = address
    let end = address + count
    while address < end {
      let page = address / Self.pageBytes
      let stop = min(end, (page + 1) * Self.pageBytes)
      if stop - address == Self.pageBytes {
        if blocks[page] != Self.whole {
          freeBlocks.append(blocks[page])
          blocks[page] = Self.whole
        }
        writers[page] = writer.code
      } else if blocks[page] != Self.whole || writers[page] != writer.code {
        let first = block(of: page) * granulesPerPage + address % Self.pageBytes / granuleBytes
        for granule in first..<first + (stop - address) / granuleBytes { granules[granule] = writer.code }
      }
      address = stop
    }
  }

  private mutating func block(of page: Int) -> Int {
    if blocks[page] != Self.whole { return Int(blocks[page]) }
    let block: Int
    if let free = freeBlocks.popLast() {
      block = Int(free)
    } else {
      block = granules.count / granulesPerPage
      granules.append(contentsOf: repeatElement(0, count: granulesPerPage))
    }
    for granule in block * granulesPerPage..<(block + 1) * granulesPerPage {
      granules[granule] = writers[page]
    }
    blocks[page] = Int32(block)
    return block
  }

  /// Who wrote the bytes of a view, in one number.
  func trail(of view: View) -> WriterTrail {
    var trail = WriterTrail()
    visit(view) { writer, _, count in trail.add(writer, count: count) }
    trail.end()
    return trail
  }

  /// Stretches of bytes of a view with one writer, in order; neighbouring stretches may have the same.
  func visit(_ view: View, _ body: (_ writer: Int32, _ address: Int, _ count: Int) -> Void) {
    var runs = StridedRuns(of: view.box, in: view.layout, element: view.element)
    while let run = runs.next() {
      var address = view.address + run.offset
      let end = address + run.bytes
      while address < end {
        let page = address / Self.pageBytes
        let stop = min(end, (page + 1) * Self.pageBytes)
        if blocks[page] == Self.whole {
          body(writers[page], address, stop - address)
        } else {
          let first = Int(blocks[page]) * granulesPerPage + address % Self.pageBytes / granuleBytes
          for granule in 0..<(stop - address) / granuleBytes {
            body(granules[first + granule], address + granule * granuleBytes, granuleBytes)
          }
        }
        address = stop
      }
    }
  }
}

/// A hash over the writers of a view's bytes, and whether nobody wrote some of them.
///
/// Neighbouring bytes of the same writer are joined before they are hashed, so the hash does not depend on how the
/// map keeps them.
struct WriterTrail: Hashable {
  private(set) var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  private(set) var hasUnwritten = false
  private var writer: Int32 = 0
  private var count = 0

  @inline(__always) mutating func add(_ writer: Int32, count: Int) {
    if writer == self.writer {
      self.count &+= count
    } else {
      end()
      self.writer = writer
      self.count = count
    }
  }

  mutating func end() {
    guard count > 0 else { return }
    if writer == 0 { hasUnwritten = true }
    mix(UInt64(bitPattern: Int64(writer)))
    mix(UInt64(count))
    count = 0
  }

  private mutating func mix(_ word: UInt64) {
    // One round of a multiply-fold hash: both halves of the product depend on all bits of both words.
    let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    hash = product.high ^ product.low ^ word &* 0x9E37_79B9_7F4A_7C15
  }
}
