import Machine
import RandomCases
import Testing

@Suite("Broken schedules of random programs")
struct RandomFaultTests {
  @Test(arguments: 0..<40) func `Every break is caught or proved harmless`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    let campaign = try FaultInjection.run(
      program: program, chip: test.chip, count: 25, seed: UInt64(number))
    let escapes = campaign.escapes.map(\.text)
    #expect(escapes.isEmpty, "\(escapes)")
  }
}
