import DRAM

/// Commands of a channel as CSV: `clock,command,bankgroup,bank,row,column`; −1 where a command has none.
public enum DRAMCommandTrace {
  public static func write<Sink: ByteSink>(
    _ commands: [DRAMCommandRecord], of organisation: DRAMOrganisation, to sink: inout Sink
  ) throws {
    var writer = CSVWriter(sink)
    for column in ["clock", "command", "bankgroup", "bank", "row", "column"] { writer.field(column) }
    try writer.endRow()
    // An activation of several slots is issued before the column command that shares its last slot.
    let ordered = commands.enumerated().sorted {
      ($0.element.cycle, $0.offset) < ($1.element.cycle, $1.offset)
    }
    for (_, record) in ordered {
      writer.field(record.cycle)
      writer.field(record.command.name)
      writer.field(record.bank / organisation.banksPerGroup % organisation.bankGroups)
      writer.field(record.bank % organisation.banksPerGroup)
      writer.field(record.row)
      writer.field(record.column)
      try writer.endRow()
    }
    try writer.flush()
    sink = writer.sink
  }
}
