import EventSimulation
import Testing

@Suite("Simulation time")
struct SimulationTimeTests {
  @Test("times are ordered, added and subtracted as integers")
  func arithmetic() {
    let time = SimulationTime(femtoseconds: 1).adding(picoseconds: 3).adding(femtoseconds: 9)
    #expect(time.femtoseconds == 3010)
    #expect(time > .zero && time < .end)
    #expect(time.femtoseconds(since: SimulationTime(femtoseconds: 10)) == 3000)
    #expect(SimulationTime(femtoseconds: 1_500_000).nanoseconds == 1.5)
    #expect(SimulationTime(femtoseconds: 2_000_000_000_000_000).seconds == 2)
    #expect("\(time)" == "3010 fs")
  }

  @Test("time that would run past its end traps instead of starting again")
  func overflowTraps() async {
    // Printed, because an optimised build leaves out what nobody looks at.
    await #expect(processExitsWith: .failure) {
      print(SimulationTime.end.adding(femtoseconds: 1))
    }
    await #expect(processExitsWith: .failure) {
      print(ClockDomain(hertz: 700_000_000).time(ofCycle: 13_000_000_000_000))
    }
  }
}
