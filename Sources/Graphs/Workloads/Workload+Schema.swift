import Documents
import Tensors

extension Workload {
  /// JSON Schema of workload files, for editors. Operators, their short words and the names of their inputs come
  /// from the tables that the reader reads by. ONNX attributes are left to the reader: it knows what an operator
  /// makes of them.
  public static var schema: JSONValue {
    .object([
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Tilewright workload",
      "description": "A model: operators in order, with names where the graph forks.",
      "type": "object",
      "additionalProperties": false,
      "required": ["inputs", "nodes"],
      "properties": .object(rootMembers),
      "$defs": .object(definitions),
    ])
  }

  private static let rootMembers: [String: JSONValue] = [
    "$schema": about("Where editors find this schema.", ["type": "string"]),
    "name": about("Name of the model; the file's name without it.", ["type": "string"]),
    "summary": about("What it is, in a sentence.", ["type": "string"]),
    "source": about("The publication that it follows.", ["type": "string"]),
    "parameters": about(
      "Parameters with their defaults: `$name` stands for them, and a run may set the whole numbers.",
      ["type": "object"]),
    "fill": about(
      "How weights are made up.",
      object([
        "seed": about("Mixed into the seed of every weight.", ["type": "integer", "minimum": 0]),
        "gain": about(
          "Weights are uniform within ±√(gain / fan-in).", ["type": "number", "exclusiveMinimum": 0]),
      ])),
    "inputs": about(
      "What the model is given: a shape, or shape and element type.",
      [
        "type": "object",
        "additionalProperties": [
          "anyOf": [
            reference("shape"),
            .object(
              object(["shape": reference("shape"), "element": reference("element")], required: ["shape"])),
          ]
        ],
      ]),
    "tensors": about(
      "Tensors that several nodes share.",
      ["type": "object", "additionalProperties": reference("tensor")]),
    "blocks": about(
      "Parts that are written once and used many times.",
      ["type": "object", "additionalProperties": reference("block")]),
    "nodes": about("Each takes the result of the one before it.", members(of: reference("nodes"))),
    "outputs": about(
      "What the model gives; its last result without it.", ["type": "array", "items": ["type": "string"]]),
  ]

  private static let definitions: [String: JSONValue] = [
    "count": [
      "description": "A whole number, or arithmetic with parameters such as \"$channels*4\".",
      "anyOf": [["type": "integer"], reference("expression")],
    ],
    "counts": [
      "description": "One number for all axes, or a list.",
      "anyOf": [reference("count"), ["type": "array", "items": reference("count")]],
    ],
    "expression": ["type": "string", "pattern": "\\$"],
    "shape": [
      "description": "Axis lengths.",
      "anyOf": [["type": "array", "items": reference("count")], reference("expression")],
    ],
    "element": ["enum": .array(ElementType.allCases.map { .string($0.rawValue) })],
    "tensor": tensor,
    "block": block,
    "nodes": ["type": "array", "minItems": 1, "items": reference("node")],
    "node": node,
  ]

  private static let tensor: JSONValue = [
    "description":
      "A number, lists of numbers, or an object that says the values, their file or how to fill.",
    "anyOf": [
      ["type": ["number", "boolean", "array"]],
      reference("expression"),
      .object(
        object([
          "element": reference("element"),
          "shape": reference("shape"),
          "learned": about("Whether it counts as parameters of the model.", ["type": "boolean"]),
          "values": about("The numbers themselves.", ["type": ["number", "boolean", "array", "string"]]),
          "file": about("A .npy or bare little-endian file beside this one.", ["type": "string"]),
          "offset": about(
            "Bytes before the numbers of a bare file; what is added to made-up numbers.",
            ["anyOf": [["type": "number"], reference("expression")]]),
          "scale": about(
            "Half the width that made-up numbers spread over.",
            ["anyOf": [["type": "number"], reference("expression")]]),
          "seed": about("Which numbers are made up.", members(of: reference("count"))),
        ])),
    ],
  ]

  private static let block = JSONValue.object(
    object(
      [
        "parameters": about(
          "Names that a use must give, or names with defaults (null: must be given).",
          ["anyOf": [["type": "array", "items": ["type": "string"]], ["type": "object"]]]),
        "inputs": about(
          "What the values given to the block are called inside (“input” without it).",
          ["type": "array", "items": ["type": "string"]]),
        "nodes": reference("nodes"),
        "output": about("Node whose result is the block's; the last one without it.", ["type": "string"]),
      ], required: ["nodes"]))
}

extension Workload {
  fileprivate static func about(_ text: String, _ schema: [String: JSONValue]) -> JSONValue {
    .object(schema.merging(["description": .string(text)]) { _, description in description })
  }

  fileprivate static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/\(name)")] }

  fileprivate static func object(
    _ properties: [String: JSONValue], required: [String] = []
  ) -> [String: JSONValue] {
    [
      "type": "object", "additionalProperties": false, "properties": .object(properties),
      "required": .array(required.map(JSONValue.string)),
    ]
  }

  fileprivate static func members(of schema: JSONValue) -> [String: JSONValue] {
    guard case .object(let members) = schema else { return [:] }
    return members
  }

  /// An operator or the use of a block. Which further keys an operator knows hangs on its kind.
  fileprivate static var node: JSONValue {
    [
      "type": "object",
      "oneOf": [["required": ["op"]], ["required": ["block"]]],
      "properties": [
        "op": about(
          "Operator, by its ONNX name.", ["enum": .array(OperatorRegistry.names.map(JSONValue.string))]),
        "block": about("Name of a block; its parameters stand beside it.", ["type": "string"]),
        "repeat": about("How many times the block is chained.", members(of: reference("count"))),
        "name": about("What others call its result.", ["type": "string"]),
        "input": about("Takes this value instead of the one before it.", ["type": "string"]),
        "inputs": about(
          "Takes these values, in the operator's order; null leaves an optional one out.",
          ["type": "array", "items": ["type": ["string", "null"]]]),
        "outputs": about("Names of several results.", ["type": "array", "items": ["type": "string"]]),
      ],
      "allOf": .array(
        OperatorRegistry.names.compactMap { name in
          let words = NodeShorthand.schemas(of: name)
          guard !words.isEmpty else { return nil }
          return [
            "if": ["required": ["op"], "properties": ["op": ["const": .string(name)]]],
            "then": ["properties": .object(words)],
          ]
        }),
    ]
  }
}

extension NodeShorthand {
  /// What the short words and the named inputs of an operator may hold.
  fileprivate static func schemas(of operation: String) -> [String: JSONValue] {
    var schemas: [String: JSONValue] = [:]
    for slot in InputSlot.slots(of: operation) {
      schemas[slot.name] = ["anyOf": [["type": "string"], Workload.reference("tensor")]]
    }
    for word in windows[operation, default: []] { schemas[word] = Workload.reference("counts") }
    for word in others[operation, default: []] {
      schemas[word] = word == "bias" ? ["type": "boolean"] : Workload.reference("count")
    }
    return schemas
  }
}
