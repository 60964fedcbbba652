import Documents
import Foundation
import Onnx
import RandomOnnx

/// Reads mutated models: OnnxFuzz SEED FIRST COUNT FOLDER [MODEL.onnx …]
///
/// Every input must be refused by an `InputError`, or be a model that is written and read again unchanged.
/// FOLDER takes the number of the input at hand (`at`), for when the program dies. A COUNT of 0 writes input FIRST to
/// FOLDER/input.onnx instead of reading it.
let words = CommandLine.arguments
guard words.count >= 5, let seed = UInt64(words[1]), let first = Int(words[2]), let count = Int(words[3])
else {
  print("usage: OnnxFuzz SEED FIRST COUNT FOLDER [MODEL.onnx …]")
  exit(64)
}
let folder = words[4]
let models = try (UInt64(0)..<64).map { seed in
  var random = RandomModels(seed: seed)
  return try random.model().encoded()
}
let files = try words.dropFirst(5).map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
let mutator = Mutator(corpus: models + files)

guard count > 0 else {
  try Data(mutator.input(seed: seed, iteration: first)).write(
    to: URL(fileURLWithPath: folder + "/input.onnx"))
  exit(0)
}
try Data(repeating: 7, count: 1 << 16).write(to: URL(fileURLWithPath: folder + "/x"))
let journal = Journal(path: folder + "/at")
let watchdog = Watchdog(seconds: 1, byteCount: 1 << 30)
let path = folder + "/fuzz.onnx"
var readable = 0
var refusals: Set<String> = []

for iteration in first..<first + count {
  journal.begin(iteration)
  watchdog.begin(iteration)
  do {
    let model = try OnnxModel.decode(mutator.input(seed: seed, iteration: iteration), path: path)
    readable += 1
    let again = try OnnxModel.decode(model.encoded(), path: path)
    guard again == model else {
      print("input \(iteration) is not the same model when it is written and read again")
      exit(1)
    }
  } catch let error as InputError {
    refusals.insert(String(error.reason.filter { !$0.isNumber }.prefix(40)))
  }
}
let megabytes = Watchdog.peakResidentBytes >> 20
print("\(count) inputs: \(readable) models, \(refusals.count) kinds of refusal, \(megabytes) MiB at most")
