import Machine
import Mapping

extension Simulation {
  /// Breaks the run's schedule and plays each broken version: see `FaultInjection.run`.
  /// - Parameters:
  ///   - fidelity: how closely the broken runs are simulated; nil for the fast levels, whatever the run's own are.
  ///   - progress: told the number of breaks played so far.
  /// - Throws: as `map` and `FaultInjection.run`.
  public func injectFaults(
    count: Int, seed: UInt64, fidelity: Fidelity?, progress: (Int) -> Void = { _ in }
  ) throws -> FaultInjection {
    var options = MachineOptions()
    if let fidelity { try options.apply(fidelity.levels(on: chip), on: chip) }
    return try FaultInjection.run(
      program: map(), chip: chip, count: count, seed: seed, options: options, progress: progress)
  }
}
