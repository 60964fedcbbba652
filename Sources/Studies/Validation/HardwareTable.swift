import Arrays
import Chips
import Documents

/// A table of cycles counted on hardware descriptions, recognised by its header.
public enum HardwareTable: Sendable {
  /// Whole products on systolic arrays.
  case products(CSVTable)
  /// Tiles of products on systolic arrays.
  case tiles(CSVTable)
  /// Convolutional layers on NVDLA's small configuration, under a read latency and rate.
  case layers(CSVTable)
  /// Tiles back to back on a public array that shifts its results sideways.
  case shiftedTiles(CSVTable)

  /// - Throws: `InputError` when the file is no table, or none of these.
  public static func read(_ file: String) throws -> HardwareTable {
    let table = try CSVTable.read(file)
    let columns = Set(table.columns)
    if columns.isSuperset(of: ["variant", "tile_i", "tile_j", "first_in", "last_out"]) {
      return .tiles(table)
    }
    if columns.isSuperset(of: ["variant", "R", "C", "M", "K", "N", "total_cycles"]) {
      return .products(table)
    }
    if columns.isSuperset(of: ["in_w", "out_c", "read_latency", "cycles_enable_to_interrupt"]) {
      return .layers(table)
    }
    if columns.isSuperset(of: ["R", "C", "K", "tiles", "ready_every", "total_cycles", "ok"]) {
      return .shiftedTiles(table)
    }
    throw InputError(
      at: file, "has no header that is known",
      remedy:
        "products (variant, R, C, M, K, N, total_cycles), tiles (variant, tile_i, tile_j, first_in, last_out), "
        + "layers (in_w, out_c, read_latency, cycles_enable_to_interrupt) "
        + "or shifted tiles (R, C, K, tiles, ready_every, total_cycles, ok)")
  }

  /// Whether its rows are so many that a summary says more.
  public var isLong: Bool {
    if case .layers = self { false } else { true }
  }

  /// Tilewright beside every row.
  /// - Throws: `InputError` with the line of a field that is not what it should be.
  public func rows() throws -> [ValidationRow] {
    switch self {
    case .products(let table): try table.rows.flatMap(SystolicRow.productRows)
    case .tiles(let table): try SystolicRow.tileRows(table)
    case .layers(let table): try LayerValidation(table).rows
    case .shiftedTiles(let table): try table.rows.map(ShiftedArrayRow.row)
    }
  }
}

extension Systolic {
  /// The kinds of array that the tables name.
  private static let variants: [String: Systolic] = {
    func os(_ drain: OutputDrain) -> Systolic {
      Systolic(
        dataflow: .outputStationary, outputDrain: drain, stationaryLoading: .serial, trimsEdgeTiles: false)
    }
    func ws(_ loading: StationaryLoading) -> Systolic {
      Systolic(
        dataflow: .weightStationary, outputDrain: .block, stationaryLoading: loading, trimsEdgeTiles: false)
    }
    return [
      "os_block": os(.block), "os_shadow": os(.shadow), "os_bus": os(.bus), "ws_serial": ws(.serial),
      "ws_chain": ws(.chain), "ws_tag": ws(.tagged), "ws_dbchain": ws(.shadowChain),
      "ws_dbtag": ws(.shadowTagged),
    ]
  }()

  /// The array of a row's `variant` and `trim`.
  init(_ row: CSVRow) throws {
    let name = try row.text("variant")
    guard let variant = Systolic.variants[name] else {
      throw InputError(
        at: "\(row.place), variant", "is “\(name)”",
        remedy: suggestion(for: name, among: Systolic.variants.keys.sorted()))
    }
    self = variant
    trimsEdgeTiles = try row.integer("trim") != 0
  }
}
