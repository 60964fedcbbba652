/// Requests whose row was opened for them: at most one a bank, since a bank opens one row at a time.
struct ActivatedRequests: ~Copyable {
  private let requests: UnsafeMutablePointer<DRAMRequest>
  private let used: UnsafeMutablePointer<UInt64>
  private let wordCount: Int
  private(set) var count = 0
  private(set) var readCount = 0

  init(banks: Int) {
    requests = .allocate(capacity: banks)
    wordCount = (banks + 63) / 64
    used = .allocate(capacity: wordCount)
    used.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    requests.deallocate()
    used.deallocate()
  }

  var isEmpty: Bool { count == 0 }

  mutating func put(_ request: DRAMRequest) {
    let bank = Int(request.bank)
    (requests + bank).initialize(to: request)
    used[bank >> 6] |= 1 << UInt64(bank & 63)
    count += 1
    if !request.isWrite { readCount += 1 }
  }

  mutating func take(_ bank: Int) -> DRAMRequest {
    used[bank >> 6] &= ~(1 << UInt64(bank & 63))
    count -= 1
    if !requests[bank].isWrite { readCount -= 1 }
    return requests[bank]
  }

  @inline(__always)
  func forEachRequest(_ body: (Int, DRAMRequest) -> Void) {
    for word in 0..<wordCount {
      var bits = used[word]
      while bits != 0 {
        let bank = word << 6 | bits.trailingZeroBitCount
        body(bank, requests[bank])
        bits &= bits - 1
      }
    }
  }
}
