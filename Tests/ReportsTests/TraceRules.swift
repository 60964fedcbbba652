import Foundation

/// The rules of the trace event format, as its document and Perfetto's reader (`json_trace_parser`) have them: what every
/// event must say by its phase, and that the slices of a track lie in or behind each other.
struct TraceRules {
  private(set) var complaints: [String] = []

  /// - Parameter trace: the file's bytes.
  init(_ trace: Data) throws {
    let document = try JSONSerialization.jsonObject(with: trace)
    guard let object = document as? [String: Any], let events = object["traceEvents"] as? [Any] else {
      complaints.append("the document has no list of traceEvents")
      return
    }
    let unit = object["displayTimeUnit"] as? String
    if unit != nil, unit != "ms", unit != "ns" { complaints.append("displayTimeUnit is neither ms nor ns") }
    var slices: [String: [(start: Double, end: Double)]] = [:]
    for (index, event) in events.enumerated() {
      guard let event = event as? [String: Any] else {
        complaints.append("event \(index) is no object")
        continue
      }
      check(event, "event \(index)", &slices)
    }
    for (track, slices) in slices { checkNesting(of: slices, track) }
  }

  private mutating func check(
    _ event: [String: Any], _ place: String, _ slices: inout [String: [(start: Double, end: Double)]]
  ) {
    for field in ["pid", "tid"] where !(event[field] is Int) {
      complaints.append("\(place): \(field) is no whole number")
    }
    guard let name = event["name"] as? String else { return complaints.append("\(place) has no name") }
    switch event["ph"] as? String {
    case "X":
      guard let start = event["ts"] as? Double, let duration = event["dur"] as? Double else {
        return complaints.append("\(place): a complete event needs the numbers ts and dur")
      }
      if start < 0 || duration < 0 { complaints.append("\(place): time runs backwards") }
      if !(event["cat"] is String) { complaints.append("\(place): cat is no text") }
      if let arguments = event["args"], !(arguments is [String: Any]) {
        complaints.append("\(place): args is no object")
      }
      slices["\(event["pid"] ?? "") \(event["tid"] ?? "")", default: []].append((start, start + duration))
    case "M":
      let arguments = event["args"] as? [String: Any] ?? [:]
      switch name {
      case "process_name", "thread_name", "process_labels":
        if !(arguments[name == "process_labels" ? "labels" : "name"] is String) {
          complaints.append("\(place): \(name) names nothing")
        }
      case "process_sort_index", "thread_sort_index":
        if !(arguments["sort_index"] is Int) { complaints.append("\(place): \(name) has no number") }
      default: complaints.append("\(place): there is no metadata “\(name)”")
      }
    default: complaints.append("\(place): phase \(event["ph"] ?? "nil") is none that we write")
    }
  }

  /// Complete events of a track may lie in each other; two that overlap otherwise are drawn wrongly.
  private mutating func checkNesting(of slices: [(start: Double, end: Double)], _ track: String) {
    // Nanoseconds are the last digit of a microsecond; half of one forgives binary fractions.
    let tolerance = 0.0005
    var open: [Double] = []
    for slice in slices.sorted(by: { ($0.start, -$0.end) < ($1.start, -$1.end) }) {
      while let end = open.last, end <= slice.start + tolerance { open.removeLast() }
      if let end = open.last, slice.end > end + tolerance {
        complaints.append("track \(track): the slice at \(slice.start) ends behind the one that it began in")
      }
      open.append(slice.end)
    }
  }
}
