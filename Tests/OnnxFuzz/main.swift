import Documents
import Foundation
import Graphs
import Onnx
import RandomOnnx

/// Reads or imports mutated models: OnnxFuzz (read|import|write) SEED FIRST COUNT FOLDER [MODEL.onnx …]
///
/// Every input must be refused by an `InputError`, or be a model that is written and read again unchanged. FOLDER
/// takes the number of the input at hand (`at`), for when the program dies; `write` puts inputs there instead of
/// reading them.
let words = CommandLine.arguments
guard words.count >= 6, ["read", "import", "write"].contains(words[1]), let seed = UInt64(words[2]),
  let first = Int(words[3]), let count = Int(words[4])
else {
  print("usage: OnnxFuzz (read|import|write) SEED FIRST COUNT FOLDER [MODEL.onnx …]")
  exit(64)
}
let folder = words[5]
let isImport = words[1] == "import"
let path = folder + "/fuzz.onnx"
let mutator = Mutator(corpus: try Corpus.models(around: path, files: Array(words.dropFirst(6))))

if words[1] == "write" {
  for iteration in first..<first + count {
    let bytes = mutator.input(seed: seed, iteration: iteration)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(seed)-\(iteration).onnx"))
  }
  exit(0)
}
let journal = Journal(path: folder + "/at")
let watchdog = Watchdog(seconds: isImport ? 5 : 1, byteCount: 1 << 30)
var readable = 0
var imported = 0
var refusals: Set<String> = []

for iteration in first..<first + count {
  journal.begin(iteration)
  watchdog.begin(iteration)
  do {
    let model = try OnnxModel.decode(mutator.input(seed: seed, iteration: iteration), path: path)
    readable += 1
    if isImport {
      _ = try Graph.importing(model, options: ImportOptions())
      imported += 1
    } else {
      let again = try OnnxModel.decode(model.encoded(), path: path)
      guard again == model else {
        print("input \(iteration) is not the same model when it is written and read again")
        exit(1)
      }
    }
  } catch let error as InputError {
    refusals.insert(String(error.reason.filter { !$0.isNumber }.prefix(40)))
  }
}
let megabytes = Watchdog.peakResidentBytes >> 20
let graphs = isImport ? ", \(imported) graphs" : ""
print(
  "\(count) inputs: \(readable) models\(graphs), \(refusals.count) kinds of refusal, \(megabytes) MiB at most"
)
