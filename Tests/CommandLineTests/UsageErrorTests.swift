import Testing
import TilewrightCLI

/// Wrong words on the command line: what is said, and exit code 64.
@Suite struct UsageErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let words: String
    let message: String

    var testDescription: String { words }
  }

  static let cases: [Case] = [
    Case(words: "runn", message: "tilewright: unknown command “runn”; did you mean “run”?"),
    Case(
      words: "analyse resnet50",
      message: "tilewright: unknown command “analyse”; did you mean “analyze”?"),
    Case(
      words: "quux",
      message:
        "tilewright: unknown command “quux”; valid: accuracy, advise, analyze, bench, chips, codesign, compare, conformance, "
        + "convert, describe, dram, explain, merge, network, operate, report, run, sweep, validate, verify, watch, "
        + "workloads"),
    Case(
      words: "run edge-npu mlp --bach 3",
      message: "tilewright run: unknown option “--bach”; did you mean “--batch”?"),
    Case(
      words: "run edge-npu mlp -x",
      message: "tilewright run: unknown option “-x”; did you mean “-h”?"),
    Case(
      words: "verify edge-npu mlp --csv=a",
      message:
        "tilewright verify: unknown option “--csv”; valid: --batch, --dim, --fidelity, --inject, --optimize, --plan, --precision, --seed, "
        + "--set, --split, -h"),
    Case(
      words: "run",
      message:
        "tilewright run: CHIP is missing; example: tilewright run edge-npu resnet18 --timing-only "
        + "--csv resnet18.csv"),
    Case(
      words: "run edge-npu",
      message:
        "tilewright run: MODEL is missing; example: tilewright run edge-npu resnet18 --timing-only "
        + "--csv resnet18.csv"),
    Case(
      words: "run edge-npu mlp lenet", message: "tilewright run: “lenet” is one argument too many"),
    Case(
      words: "run edge-npu mlp --quantize w8b8",
      message: "number format “w8b8”: unknown format “w8b8”; did you mean “w8a8”?"),
    Case(
      words: "accuracy edge-npu digits-cnn --labels labels.npy",
      message:
        "tilewright accuracy: --labels is given without --dataset; name the .npy file that they belong to"
    ),
    Case(
      words: "run edge-npu mlp --quantize w8a8 --precision int8",
      message:
        "tilewright run: --precision and --quantize or --prune are both given; give one of them"),
    Case(
      words: "accuracy edge-npu digits-cnn --prune chanels=0.5",
      message: "pruning “chanels=0.5”: unknown way “chanels”; did you mean “channels”?"),
    Case(words: "chips edge-npu", message: "tilewright chips: “edge-npu” is one argument too many"),
    Case(
      words: "run edge-npu mlp --csv",
      message: "tilewright run: --csv needs a value; write --csv FILE"),
    Case(
      words: "run edge-npu mlp --csv --json a.json",
      message: "tilewright run: --csv needs a value; write --csv FILE"),
    Case(
      words: "run edge-npu mlp --timing-only=yes",
      message: "tilewright run: --timing-only takes no value"),
    Case(
      words: "run edge-npu mlp --batch 2 --batch 3",
      message: "tilewright run: --batch is given twice"),
    Case(
      words: "run edge-npu mlp --batch two",
      message: "tilewright run: --batch is “two”; expected a whole number"),
    Case(
      words: "run edge-npu mlp --batch 0", message: "tilewright run: --batch is 0; allowed: 1…65536"
    ),
    Case(
      words: "run edge-npu mlp --batch -4",
      message: "tilewright run: --batch is -4; allowed: 1…65536"),
    Case(
      words: "run edge-npu mlp --set batch=65537",
      message: "tilewright run: --set batch is 65537; allowed: 1…65536"),
    Case(
      words: "analyze mlp --set batch=0",
      message: "tilewright analyze: --set batch is 0; allowed: 1…65536"),
    Case(
      words: "run edge-npu mlp --batch 2 --set batch=3",
      message: "tilewright run: --batch is 2, --set batch is 3; give one of them"),
    Case(
      words: "run edge-npu mlp --set batch=2 --set batch=3",
      message: "tilewright run: --set batch is given twice"),
    Case(
      words: "run edge-npu mlp --csv=",
      message: "tilewright run: --csv names no file; write --csv FILE"),
    Case(
      words: "run edge-npu mlp --csv - --json -",
      message: "tilewright run: --csv and --json both write “-”; give each a file of its own"),
    Case(
      words: "run edge-npu mlp --json same --figure ./same",
      message:
        "tilewright run: --json and --figure both write “./same”; give each a file of its own"),
    Case(
      words: "run edge-npu mlp --set tokens",
      message: "tilewright run: --set is “tokens”; expected NAME=NUMBER, such as sequence=128"),
    Case(
      words: "run edge-npu mlp --set sequence=many",
      message:
        "tilewright run: --set is “sequence=many”; expected NAME=NUMBER, such as sequence=128"),
    Case(
      words: "run edge-npu mlp --precision int9",
      message: "tilewright run: --precision is “int9”; did you mean “int4”?"),
    Case(
      words: "run edge-npu mlp --fidelity dram",
      message: "fidelity “dram”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    Case(
      words: "run edge-npu mlp --fidelity drum=bandwidth",
      message: "fidelity “drum=bandwidth”: unknown subsystem “drum”; did you mean “dram”?"),
    Case(
      words: "run edge-npu mlp --fidelity network=packets",
      message: "fidelity of network: unknown level “packets”; did you mean “packet”?"),
    Case(
      words: "run edge-npu mlp --clock 5",
      message:
        "tilewright run: --clock is “5”; expected a number and a unit, such as “1.2 GHz” (units: Hz, kHz, MHz, GHz)"
    ),
    Case(
      words: "run edge-npu mlp --clock core=500MHz",
      message: "tilewright run: --clock is “core=500MHz”; did you mean “cores”?"),
    Case(
      words: "run edge-npu mlp --voltage 0.7V --voltage cores=0.8V",
      message: "tilewright run: --voltage gives the cores twice"),
    Case(
      words: "operate edge-npu mlp --latency 5",
      message:
        "tilewright operate: --latency is “5”; expected a number and a unit, such as “100 ns” (units: fs, ps, ns, us, "
        + "µs, ms, s)"),
    Case(
      words: "advise mlp --power 2",
      message:
        "tilewright advise: --power is “2”; expected a number and a unit, such as “2 W” (units: nW, uW, mW, W, kW)"
    ),
    Case(
      words: "advise mlp --accuracy 0.9",
      message:
        "tilewright advise: --accuracy is given without --dataset; name the samples to measure it with"
    ),
    Case(
      words: "advise mlp --accuracy 90 --dataset digits",
      message: "tilewright advise: --accuracy is “90”; expected a fraction such as 0.9"),
    Case(
      words: "verify edge-npu mlp --inject 0",
      message: "tilewright verify: --inject is 0; allowed: 1…1000000"),
    Case(
      words: "verify edge-npu mlp --seed -1",
      message: "tilewright verify: --seed is -1; allowed: 0…9223372036854775807"),
    Case(
      words: "bench event", message: "tilewright bench: SUBJECT is “event”; did you mean “events”?"),
    Case(
      words: "bench events --pending 1,x",
      message: "tilewright bench: --pending is “x”; expected a whole number"),
    Case(
      words: "network mesh4x",
      message:
        "the network: “mesh4x” is no topology; such as crossbar16, ring8, mesh4x4, torus8x8, cmesh4x4, "
        + "fly4ary2, fattree4ary2"),
    Case(
      words: "network ring8 --vcs 1",
      message:
        "ring8: ring8 with one virtual channel would deadlock; a ring or torus needs at least 2: "
        + "one for each side of the date line"),
    Case(
      words: "network mesh4x4 --traffic unifrom",
      message: "tilewright network: --traffic is “unifrom”; did you mean “uniform”?"),
    Case(
      words: "network mesh4x3 --traffic transpose",
      message: "mesh4x3: transpose needs a square number of nodes, not 12; choose another pattern"),
    Case(
      words: "network mesh4x4 --load 1.5",
      message: "tilewright network: --load is “1.5”; allowed: 0.0001…1"),
    Case(
      words: "validate dram results/dram --chip edge-npu",
      message: "tilewright validate: --chip is given with dram; it belongs to models, accuracy"),
    Case(
      words: "dram ddr4-2400 --mode paced:1e300",
      message: "mode “paced:1e300”: is no injection mode; paced:K takes cycles above 0, at most 1000000"),
    Case(
      words: "codesign results/digits-codesign/study.json --strategy exhaustive --evaluations 5",
      message:
        "tilewright codesign: --evaluations is given with --strategy exhaustive, which looks at every point"),
    Case(
      words: "advise digits-cnn --latency 1ms --chips edge-npu,edge-npu",
      message: "tilewright advise: --chips names a chip twice"),
    Case(
      words: "run edge-npu mlp --fidelity dram=bandwidth,dram=command",
      message: "fidelity “dram=bandwidth,dram=command”: names dram twice; name each once"),
    Case(
      words: "accuracy edge-npu digits-cnn --calibrate 10",
      message: "tilewright accuracy: --calibrate is given without --quantize or --mix"),
    Case(
      words: "explain latency",
      message:
        "tilewright explain: unknown metric “latency”; valid: base_latency_ns, "
        + "dramsim3_latency_max_cycles, latency_change_ns, "
        + "latency_cycles, latency_ns, "
        + "network_latency_mean_cycles, packet_latency_max_cycles, packet_latency_mean_cycles, "
        + "packet_latency_p50_cycles, packet_latency_p99_cycles, "
        + "ramulator2_latency_max_cycles, "
        + "read_latency_max_cycles, read_latency_mean_cycles, read_latency_p50_cycles, read_latency_p99_cycles"
    ),
    Case(
      words: "help quux",
      message:
        "tilewright: unknown command “quux”; valid: accuracy, advise, analyze, bench, chips, codesign, compare, conformance, "
        + "convert, describe, dram, explain, merge, network, operate, report, run, sweep, validate, verify, watch, "
        + "workloads"),
  ]

  @Test(arguments: cases)
  func saysWhatIsWrongAndWhatIsRight(_ example: Case) {
    let result = tilewright(example.words.split(separator: " ").map(String.init))
    #expect(result.error == "error: \(example.message)\n")
    #expect(result.code == .usage)
    #expect(result.output.isEmpty)
  }

  @Test func withoutWordsShowsTheOverviewAsAnError() {
    let result = tilewright()
    #expect(result.code == .usage)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("What happens when this model runs on that chip?\n"))
  }
}
