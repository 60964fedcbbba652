import Documents

/// Where a byte address lies: a permutation of the bits above the burst, written from the most significant field to the
/// least: `row(16) | bank(2) | column(7) | bank_group(2)`. A field may stand in several places.
public struct DRAMAddressMap: Sendable {
  public enum Field: String, Sendable, CaseIterable {
    case channel, rank
    case bankGroup = "bank_group"
    case bank, row, column
  }

  /// Neighbouring bits of the address that are neighbours in the place, too.
  private struct Slice: BitwiseCopyable {
    /// Index of what they are part of in `DRAMPlace`: channel, bank, row, column.
    var part: Int
    /// Lowest bit in the address (in bursts) and in the part.
    var addressBit: Int
    var partBit: Int
    var mask: Int
  }

  private let burstShift: Int
  private let slices: [Slice]
  /// Where several such memories stand side by side: who holds an address, and the channels of each.
  private var interleave: ChannelInterleave?
  private var channelsEach = 0

  /// - Throws: `InputError` for unknown fields (with the nearest), malformed widths, and widths that do not make the
  ///   organisation.
  public init(_ text: String, organisation: DRAMOrganisation, at place: String) throws {
    var parsed: [(field: Field, bits: Int)] = []
    for part in text.split(separator: "|") {
      let word = part.filter { $0 != " " }
      guard let open = word.firstIndex(of: "("), word.last == ")",
        let bits = Int(word[word.index(after: open)...].dropLast()), 1...40 ~= bits
      else {
        throw InputError(at: place, "“\(part)” is no field", remedy: "such as row(16)")
      }
      let name = String(word[..<open])
      guard let field = Field(rawValue: name) else {
        throw InputError(
          at: place, "unknown field “\(name)”",
          remedy: suggestion(for: name, among: Field.allCases.map(\.rawValue)))
      }
      parsed.append((field, bits))
    }
    var filled = [Int](repeating: 0, count: Field.allCases.count)
    var slices: [(field: Int, slice: Slice)] = []
    var addressBit = 0
    for (field, bits) in parsed.reversed() {
      let index = Field.allCases.firstIndex(of: field)!
      slices.append(
        (index, Slice(part: 0, addressBit: addressBit, partBit: filled[index], mask: (1 << bits) - 1)))
      filled[index] += bits
      addressBit += bits
    }
    let wanted = [
      organisation.channels, organisation.ranks, organisation.bankGroups, organisation.banksPerGroup,
      organisation.rows, organisation.columns,
    ]
    for (index, field) in Field.allCases.enumerated() where 1 << filled[index] != wanted[index] {
      throw InputError(
        at: place, "\(field.rawValue) has \(filled[index]) bits for \(wanted[index])",
        remedy: "the bits of each field must count exactly what the organisation has")
    }
    // A bank's number counts rank by rank, group by group: all are powers of two, so their bits stand side by side.
    let bankBit = organisation.banksPerGroup.trailingZeroBitCount
    let groupBit = organisation.bankGroups.trailingZeroBitCount
    let parts = [(0, 0), (1, bankBit + groupBit), (1, bankBit), (1, 0), (2, 0), (3, 0)]
    self.slices = slices.map { field, slice in
      Slice(
        part: parts[field].0, addressBit: slice.addressBit, partBit: slice.partBit + parts[field].1,
        mask: slice.mask)
    }
    burstShift = organisation.burstBytes.trailingZeroBitCount
  }

  /// The map of several such memories with `channelsEach` channels, over which addresses are interleaved.
  public func interleaved(_ interleave: ChannelInterleave, channelsEach: Int) -> DRAMAddressMap {
    var map = self
    map.interleave = interleave
    map.channelsEach = channelsEach
    return map
  }

  /// The place of the burst that holds a byte. Bits above the map are ignored: addresses wrap.
  public func place(of address: Int) -> DRAMPlace {
    guard let interleave else { return permuted(address) }
    var place = permuted(interleave.local(address))
    place.channel += interleave.channel(of: address) * channelsEach
    return place
  }

  private func permuted(_ address: Int) -> DRAMPlace {
    var parts = InlineArray<4, Int>(repeating: 0)
    let burst = address >> burstShift
    for slice in slices {
      parts[slice.part] |= ((burst >> slice.addressBit) & slice.mask) << slice.partBit
    }
    return DRAMPlace(channel: parts[0], bank: parts[1], row: parts[2], column: parts[3])
  }
}

/// A burst's place. `bank` counts the banks of the channel: rank by rank, group by group.
public struct DRAMPlace: Sendable, Hashable, BitwiseCopyable {
  public var channel: Int
  public var bank: Int
  public var row: Int
  public var column: Int

  @inlinable
  public init(channel: Int, bank: Int, row: Int, column: Int) {
    (self.channel, self.bank, self.row, self.column) = (channel, bank, row, column)
  }

  /// The place of which each part has the bits of both: of a block, and of a burst in the block, whose address bits are
  /// others than the block's.
  @inlinable
  public static func | (block: DRAMPlace, burst: DRAMPlace) -> DRAMPlace {
    DRAMPlace(
      channel: block.channel | burst.channel, bank: block.bank | burst.bank, row: block.row | burst.row,
      column: block.column | burst.column)
  }
}
