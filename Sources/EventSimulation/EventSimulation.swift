// EventSimulation
