import Testing
import Tilewright

@Suite struct TextTableTests {
  @Test func columnsAreAlignedAndTotalsStandBelowARule() {
    var table = TextTable([("operator", .left), ("cycles", .right), ("bound by", .left)])
    table.row(["conv", "1,234", "matrix"])
    table.row(["a longer name", "5", "–"])
    table.footer(["total", "1,239", ""])
    #expect(
      table.text == """
        operator       cycles  bound by
        ───────────────────────────────
        conv            1,234  matrix
        a longer name       5  –
        ───────────────────────────────
        total           1,239

        """)
  }
}
