package import Model

extension DocumentSchemaReport {
  /// The schema as a file holds it.
  package var text: String { json.rendered(.pretty) + "\n" }

  /// The schema as JSON Schema, draft 2020-12.
  var json: JSONValue {
    var members: [String: JSONValue] =
      if schemas.count == 1 { schemas[0].members } else {
        ["oneOf": .array(schemas.map { .object($0.members) })]
      }
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["title"] = .string(title)
    members["description"] = .string("\(paths) of an access repository, read by Countersign.")
    return .object(members)
  }
}

extension ObjectSchema {
  /// The keywords that say what the mapping may be.
  fileprivate var members: [String: JSONValue] {
    var properties: [String: JSONValue] = [:]
    for property in self.properties {
      properties[property.name] = JSONValue(property.schema, description: property.description)
    }
    var members: [String: JSONValue] = [
      "type": "object", "additionalProperties": .bool(false), "properties": .object(properties),
    ]
    let required = self.properties.filter(\.isRequired).map(\.name)
    if !required.isEmpty { members["required"] = JSONValue(names: required) }
    if !conditions.isEmpty { members["allOf"] = .array(conditions.map { JSONValue($0) }) }
    return members
  }
}

extension JSONValue {
  fileprivate init(_ field: FieldSchema, description: String? = nil) {
    var members: [String: JSONValue]
    switch field {
    case .text(let pattern, let limit):
      members = ["type": "string", "pattern": .string(pattern)]
      if let limit { members["maxLength"] = .integer(limit) }
    case .choice(let words): members = ["enum": JSONValue(names: words)]
    case .boolean: members = ["type": "boolean"]
    case .integer(let range):
      members = [
        "type": "integer", "minimum": .integer(range.lowerBound),
        "maximum": .integer(range.upperBound),
      ]
    case .list(let element, let mayBeEmpty, let isDistinct):
      members = ["type": "array", "items": JSONValue(element)]
      if !mayBeEmpty { members["minItems"] = .integer(1) }
      if isDistinct { members["uniqueItems"] = .bool(true) }
    case .mapping(let names, let value, let mayBeEmpty):
      members = [
        "type": "object", "propertyNames": JSONValue(names),
        "additionalProperties": JSONValue(value),
      ]
      if !mayBeEmpty { members["minProperties"] = .integer(1) }
    case .claim(let levels):
      var alternatives: [JSONValue] = [["type": .array(["string", "integer", "boolean"])]]
      if levels > 0 {
        alternatives.append([
          "type": "object", "minProperties": .integer(1),
          "additionalProperties": JSONValue(.claim(levels: levels - 1)),
        ])
      }
      members = ["anyOf": .array(alternatives)]
    case .object(let schema):
      members = schema.members
    case .either(let schemas):
      members = ["anyOf": .array(schemas.map { JSONValue($0) })]
    }
    if let description { members["description"] = .string(description) }
    self = .object(members)
  }

  fileprivate init(_ condition: ObjectSchema.Condition) {
    switch condition {
    case .someOf(let keys):
      self = ["anyOf": .array(keys.map { ["required": JSONValue(names: [$0])] })]
    case .oneOf(let keys):
      self = ["oneOf": .array(keys.map { ["required": JSONValue(names: [$0])] })]
    case .needs(let key, let others):
      self = ["dependentRequired": .object([key: JSONValue(names: others)])]
    case .when(let key, let values, let requires, let forbids):
      let isSo: JSONValue = [
        "properties": .object([key: ["enum": JSONValue(names: values)]]),
        "required": JSONValue(names: [key]),
      ]
      var then: [String: JSONValue] = [:]
      if !requires.isEmpty { then["required"] = JSONValue(names: requires) }
      if !forbids.isEmpty {
        let none = forbids.map { ($0, JSONValue.bool(false)) }
        then["properties"] = .object(Dictionary(none) { first, _ in first })
      }
      self = ["if": isSo, "then": .object(then)]
    }
  }

  fileprivate init(names: [String]) { self = .array(names.map(JSONValue.string)) }
}
