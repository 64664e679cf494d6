import FoundationEssentials
import Reports

/// A JSON document as Foundation reads it; texts by their bytes, since `String` equates too much.
indirect enum JSONTree: Equatable, Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case string([UInt8])
  case array([JSONTree])
  case object([[UInt8]: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let text = try? container.decode(String.self) {
      self = .string(Array(text.utf8))
    } else if let elements = try? container.decode([JSONTree].self) {
      self = .array(elements)
    } else {
      let members = try container.decode([String: JSONTree].self)
      self = .object(
        Dictionary(uniqueKeysWithValues: members.map { (Array($0.key.utf8), $0.value) }))
    }
  }

  /// What Foundation reads in `text`.
  init(reading text: String) throws {
    self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
  }

  /// What `value` holds, without any rendering.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .string(let text): self = .string(Array(text.utf8))
    case .array(let elements): self = .array(elements.map { JSONTree($0) })
    case .object(let members):
      self = .object(
        Dictionary(
          uniqueKeysWithValues: members.map { (Array($0.key.utf8), JSONTree($0.value)) }))
    }
  }

  /// The names of its members; nil where it is no object.
  var keys: Set<String>? {
    guard case .object(let members) = self else { return nil }
    return Set(members.keys.map { String(decoding: $0, as: UTF8.self) })
  }

  subscript(name: String) -> JSONTree? {
    if case .object(let members) = self { members[Array(name.utf8)] } else { nil }
  }
}
