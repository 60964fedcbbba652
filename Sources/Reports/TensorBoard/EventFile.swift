/// An event file as TensorBoard reads it: records (length, checksum, data, checksum), each an `Event` message.
///
/// The messages are those of TensorFlow's `event.proto` and `summary.proto`.
struct EventFile {
  private(set) var bytes: [UInt8] = []

  /// The ending by which TensorBoard finds event files; the same name always, so that the same run gives the same files.
  static let name = "events.out.tfevents.0.tilewright"

  init() {
    append { $0.text(3, "brain.Event:2") }
  }

  /// - Parameters:
  ///   - tag: name of the series; `/` groups them.
  ///   - seconds: what TensorBoard takes for the time of the event.
  mutating func scalar(_ tag: String, _ value: Double, step: Int, seconds: Double = 0) {
    append(step: step, seconds: seconds) {
      $0.message(5) {
        $0.message(1) {
          $0.text(1, tag)
          $0.float(2, Float(value))
        }
      }
    }
  }

  /// What a plugin keeps of a run.
  mutating func pluginData(_ tag: String, plugin: String, _ content: ProtobufMessage) {
    append {
      $0.message(5) {
        $0.message(1) {
          $0.text(1, tag)
          $0.message(9) {
            $0.message(1) {
              $0.text(1, plugin)
              $0.data(2, content.bytes)
            }
          }
          // An empty tensor of floats: readers expect that a value has one.
          $0.message(8) {
            $0.integer(1, 1)
            $0.message(2) { $0.message(2) { $0.integer(1, 0) } }
          }
        }
      }
    }
  }

  private mutating func append(step: Int = 0, seconds: Double = 0, _ fill: (inout ProtobufMessage) -> Void) {
    var event = ProtobufMessage()
    event.double(1, seconds)
    if step != 0 { event.integer(2, step) }
    fill(&event)
    let length = withUnsafeBytes(of: UInt64(event.bytes.count).littleEndian, Array.init)
    bytes += length
    append(Checksum.masked(length))
    bytes += event.bytes
    append(Checksum.masked(event.bytes))
  }

  private mutating func append(_ checksum: UInt32) {
    withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
