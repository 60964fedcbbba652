/// Requests whose row was opened for them: at most one a bank, since a bank opens one row at a time. They hold their row:
/// it is not closed before they are served.
struct ActivatedRequests: ~Copyable {
  /// Banks with such a request to read, and to write.
  private(set) var reads: BankSet
  private(set) var writes: BankSet
  private let requests: UnsafeMutablePointer<DRAMRequest>
  private(set) var readCount = 0
  private(set) var writeCount = 0
  /// When the next of them may be ready.
  let bounds: UnsafeMutablePointer<ActivatedBounds>

  init(banks: Int) {
    reads = BankSet(banks: banks)
    writes = BankSet(banks: banks)
    requests = .allocate(capacity: banks)
    bounds = .allocate(capacity: 1)
    bounds.initialize(to: ActivatedBounds())
  }

  deinit {
    requests.deallocate()
    bounds.deallocate()
  }

  var isEmpty: Bool { readCount + writeCount == 0 }

  @inline(__always)
  func holds(_ bank: Int) -> Bool { reads.contains(bank) || writes.contains(bank) }

  func holdsAny(of banks: Range<Int>) -> Bool { !isEmpty && banks.contains { holds($0) } }

  /// Banks with such a request, a word of the set.
  @inline(__always)
  func word(_ index: Int) -> UInt64 { reads.words[index] | writes.words[index] }

  @inline(__always)
  func age(_ bank: Int) -> Int { requests[bank].age }

  func arrival(_ bank: Int) -> Int { requests[bank].arrival }

  func isOfOtherDirection(_ bank: Int, than request: DRAMRequest) -> Bool {
    request.isWrite ? reads.contains(bank) : writes.contains(bank)
  }

  mutating func put(_ request: DRAMRequest) {
    let bank = Int(request.bank)
    precondition(!holds(bank), "a bank opens one row at a time")
    (requests + bank).initialize(to: request)
    if request.isWrite {
      writes.insert(bank)
      writeCount += 1
    } else {
      reads.insert(bank)
      readCount += 1
    }
  }

  mutating func take(_ bank: Int) -> DRAMRequest {
    let request = requests[bank]
    if request.isWrite {
      writes.remove(bank)
      writeCount -= 1
    } else {
      reads.remove(bank)
      readCount -= 1
    }
    return request
  }
}
