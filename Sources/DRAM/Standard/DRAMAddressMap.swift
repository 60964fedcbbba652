import Documents

/// Where a byte address lies: a permutation of the bits above the burst, written from the most significant field to the
/// least: `row(16) | bank(2) | column(7) | bank_group(2)`. A field may stand in several places.
public struct DRAMAddressMap: Sendable {
  public enum Field: String, Sendable, CaseIterable {
    case channel, rank
    case bankGroup = "bank_group"
    case bank, row, column
  }

  private struct Slice {
    var field: Int
    /// Lowest bit in the address (in bursts) and in the field.
    var addressBit: Int
    var fieldBit: Int
    var mask: Int
  }

  private let burstShift: Int
  private let slices: [Slice]
  private let organisation: DRAMOrganisation

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
    var slices: [Slice] = []
    var addressBit = 0
    for (field, bits) in parsed.reversed() {
      let index = Field.allCases.firstIndex(of: field)!
      slices.append(
        Slice(field: index, addressBit: addressBit, fieldBit: filled[index], mask: (1 << bits) - 1))
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
    self.slices = slices
    self.organisation = organisation
    burstShift = organisation.burstBytes.trailingZeroBitCount
  }

  /// The place of the burst that holds a byte. Bits above the map are ignored: addresses wrap.
  @inline(__always)
  public func place(of address: Int) -> DRAMPlace {
    var fields = InlineArray<6, Int>(repeating: 0)
    let burst = address >> burstShift
    for index in slices.indices {
      let slice = slices[index]
      fields[slice.field] |= ((burst >> slice.addressBit) & slice.mask) << slice.fieldBit
    }
    let bank = (fields[1] * organisation.bankGroups + fields[2]) * organisation.banksPerGroup + fields[3]
    return DRAMPlace(channel: fields[0], bank: bank, row: fields[4], column: fields[5])
  }
}

/// A burst's place. `bank` counts the banks of the channel: rank by rank, group by group.
public struct DRAMPlace: Sendable, Hashable {
  public var channel: Int
  public var bank: Int
  public var row: Int
  public var column: Int
}
