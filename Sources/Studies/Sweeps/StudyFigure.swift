import Documents

/// A picture that a study wants of its results: a metric over what was set, a line for every value of something else.
public struct StudyFigure: Sendable, Hashable {
  /// Of the picture's file, without its ending.
  public let name: String
  public let title: String
  /// What to see in it.
  public let caption: String
  /// Columns whose values, together, say where a point stands on the horizontal axis; one of numbers makes it a scale.
  public let x: [String]
  /// The metric.
  public let y: String
  /// Columns whose values, together, make a line; empty for one line.
  public let lines: [String]

  /// - Parameters:
  ///   - set: what the study may set: chip, model and the paths of its parameters.
  /// - Throws: `InputError` with the place in the study and the nearest name.
  init(_ document: Document, set: [String], metrics: [String]) throws {
    func column(_ place: Document, among names: [String]) throws -> String {
      let name = try place.string()
      guard names.contains(name) else {
        throw place.error(
          "“\(name)” is neither set by this study nor a metric", remedy: suggestion(for: name, among: names))
      }
      return name
    }
    func columns(_ place: Document?) throws -> [String] {
      guard let place else { return [] }
      if case .string = place.value { return [try column(place, among: set + metrics)] }
      return try place.array().map { try column($0, among: set + metrics) }
    }
    var object = try document.object()
    title = try object.required("title").string()
    name = try object.required("name").fileName()
    caption = try object.optional("caption")?.string() ?? ""
    let across = try object.required("x")
    x = try columns(across)
    guard !x.isEmpty else { throw across.error("is empty", remedy: "name at least one") }
    y = try column(object.required("y"), among: metrics)
    lines = try columns(object.optional("lines"))
    try object.finish()
  }

  static var schema: JSONValue {
    func columns(_ description: JSONValue) -> JSONValue {
      [
        "description": description,
        "anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]],
      ]
    }
    return [
      "type": "object", "additionalProperties": false, "required": ["name", "title", "x", "y"],
      "properties": [
        "name": ["description": "Of its file, without .svg.", "type": "string", "pattern": "^[a-z0-9-]+$"],
        "title": ["type": "string"],
        "caption": ["description": "What to see in it.", "type": "string"],
        "x": columns("What is set, across: chip, model, paths; several are read together."),
        "y": ["description": "The metric, up.", "type": "string"],
        "lines": columns("A line for each value of this, or of these."),
      ],
    ]
  }
}

extension Document {
  /// Small letters, digits and hyphens: a name that every file system takes.
  fileprivate func fileName() throws -> String {
    let name = try string()
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
    else {
      throw error("“\(name)” does not name a file", remedy: "use small letters, digits and hyphens")
    }
    return name
  }
}
