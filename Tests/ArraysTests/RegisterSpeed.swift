import Foundation
import Testing
@testable import Arrays
@testable import Chips
@Test(.enabled(if: ProcessInfo.processInfo.environment["SPEED"] != nil)) func speed() {
  let variants: [Systolic] = OutputDrain.allCases.map { Systolic(dataflow: .outputStationary, outputDrain: $0, stationaryLoading: .serial, trimsEdgeTiles: true) } + StationaryLoading.allCases.map { Systolic(dataflow: .weightStationary, outputDrain: .block, stationaryLoading: $0, trimsEdgeTiles: true) }
  for systolic in variants {
    let shape = MatrixProductShape(rows: 512, columns: 256, reduction: 512)
    let p = ArrayProduct<IntegerArithmetic>(shape, left: (0..<512*512).map { Int16($0 % 127) - 60 }, right: (0..<512*256).map { Int16($0 % 113) - 60 })
    let engine = MatrixEngine(array: .systolic(systolic), rows: 128, columns: 128, precisions: [])
    let a = engine
    var t = timespec(); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t)
    let r = a.runRegisters(p).record
    var u = timespec(); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &u)
    let s = Double(u.tv_sec - t.tv_sec) + Double(u.tv_nsec - t.tv_nsec) * 1e-9
    print("speed", systolic.dataflow, systolic.outputDrain, systolic.stationaryLoading, r.totalCycles, Double(r.processingElementCycles) / s / 1e6)
  }
}
