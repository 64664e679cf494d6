internal import FoundationEssentials
internal import Model

/// Any JSON value that an outside program or server answered with.
enum JSONTree: Hashable, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  /// The value that `bytes` hold; nil where they are no JSON.
  init?(parsing bytes: [UInt8]) {
    do {
      self = try JSONDecoder().decode(JSONTree.self, from: Data(bytes))
    } catch {
      return nil
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = Self.decoded(Bool.self, container) {
      self = .bool(value)
    } else if let value = Self.decoded(Double.self, container) {
      self = .number(value)
    } else if let value = Self.decoded(String.self, container) {
      self = .string(value)
    } else if let value = Self.decoded([JSONTree].self, container) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  private static func decoded<Value: Decodable>(
    _ type: Value.Type, _ container: any SingleValueDecodingContainer
  ) -> Value? {
    do {
      return try container.decode(type)
    } catch {
      return nil
    }
  }

  /// A text, a truth value or a whole number as text; nil for anything else.
  var word: String? {
    switch self {
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .number(let number): Int(exactly: number).map(String.init)
    case .null, .array, .object: nil
    }
  }

  /// What stands at a path.
  enum Found: Equatable {
    case value(JSONTree)
    /// A list on the way has no such element: a search that found nothing.
    case beyondEnd
    case missing
  }

  /// What stands at `path`.
  func value(at path: ValuePath) -> Found {
    var here = self
    for step in path.steps {
      switch (step, here) {
      case (.member(let name), .object(let members)):
        guard let next = members[name] else { return .missing }
        here = next
      case (.element(let index), .array(let elements)):
        guard elements.indices.contains(index) else { return .beyondEnd }
        here = elements[index]
      default: return .missing
      }
    }
    return .value(here)
  }
}
