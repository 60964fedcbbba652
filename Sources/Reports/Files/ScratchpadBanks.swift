import Chips
import Machine
import Mapping
import Tensors

/// Bytes that the commands of a run read and wrote in each bank of the scratchpads, by address: words of `bankWidth`
/// go round the banks. Every operand and result counts once a command; engines that read an operand again and again
/// do so in the same banks.
struct ScratchpadBanks {
  let pictures: [BankPicture]

  init(_ run: RunRow) {
    let chip = run.result.chip
    var banks = chip.cores.map { [Traffic](repeating: Traffic(), count: $0.scratchpad.banks) }
    for command in run.result.program.commands {
      for (views, isWrite) in [(command.action.reads, false), (command.action.writes, true)] {
        for view in views {
          guard case .scratchpad(let core) = view.memory else { continue }
          let width = chip.cores[core].scratchpad.bankWidthBytes
          view.forEachRow { address, bytes in
            Self.count(address, bytes, width, isWrite, &banks[core])
          }
        }
      }
    }
    pictures = banks.enumerated().flatMap { core, banks in
      banks.enumerated().map {
        BankPicture(
          memory: MemoryIdentifier.scratchpad(core: core).name, bank: $0, readBytes: $1.readBytes,
          writtenBytes: $1.writtenBytes)
      }
    }
  }

  private struct Traffic {
    var readBytes = 0
    var writtenBytes = 0
  }

  /// Adds consecutive bytes: whole rounds give every bank a word, the rest goes to the banks from the first on.
  private static func count(
    _ address: Int, _ bytes: Int, _ width: Int, _ isWrite: Bool, _ banks: inout [Traffic]
  ) {
    let (rounds, rest) = bytes.quotientAndRemainder(dividingBy: width * banks.count)
    func add(_ bytes: Int, to bank: Int) {
      if isWrite { banks[bank].writtenBytes += bytes } else { banks[bank].readBytes += bytes }
    }
    if rounds > 0 { for bank in banks.indices { add(rounds * width, to: bank) } }
    var (place, left) = (address, rest)
    while left > 0 {
      let part = min(left, width - place % width)
      add(part, to: place / width % banks.count)
      (place, left) = (place + part, left - part)
    }
  }
}

extension View {
  /// Calls `body` with address and length of every run of consecutive bytes of the part that is meant.
  func forEachRow(_ body: (_ address: Int, _ bytes: Int) -> Void) {
    // From this axis on the part is as wide as what is stored, so that its rows join.
    var axis = box.rank
    var joined = 1
    while axis > 0 {
      axis -= 1
      joined *= box.extent(axis)
      if box.extent(axis) != layout.extent(axis) { break }
    }
    guard joined > 0 else { return }
    let rows = (0..<axis).reduce(1) { $0 * box.extent($1) }
    for row in 0..<rows {
      var (rest, offset, stride) = (row, 0, 1)
      for place in (0..<box.rank).reversed() {
        var index = box.lower(place) - layout.lower(place)
        if place < axis {
          index += rest % box.extent(place)
          rest /= box.extent(place)
        }
        offset += index * stride
        stride *= layout.extent(place)
      }
      body(address + element.byteCount(of: offset), element.byteCount(of: joined))
    }
  }
}
