/// Any JSON value that an outside program or server answered with, that a list of people is or that a token holds.
package enum JSONTree: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number that is written as a whole one and has room in 64 bits: exactly what is written.
  case integer(Int64)
  /// Any other.
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  /// The value that `bytes` hold, read strictly; nil where they are no JSON (RFC 8259).
  ///
  /// What two readers could understand in two ways is none: a name twice in an object, text that is not
  /// UTF-8, half a surrogate, anything behind the value. Nor is what nests deeper than 100 levels.
  package init?(parsing bytes: [UInt8]) {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var reader = JSONReader(bytes)
    guard let value = reader.document() else { return nil }
    self = value
  }

  /// A text, a truth value or a whole number as text; nil for anything else.
  package var word: String? {
    switch self {
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): Int(exactly: number).map(String.init)
    case .null, .array, .object: nil
    }
  }

  /// What stands at a path.
  package enum Found: Equatable {
    case value(JSONTree)
    /// A list on the way has no such element: a search that found nothing.
    case beyondEnd
    case missing
  }

  /// What stands at `path`.
  package func value(at path: ValuePath) -> Found {
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

  /// What the object has under `name`, which is compared by bytes: `String` finds a K in U+212A.
  package func member(_ name: String) -> JSONTree? {
    guard case .object(let members) = self, let place = members.index(forKey: name),
      members[place].key.utf8.elementsEqual(name.utf8)
    else { return nil }
    return members[place].value
  }

  /// The text, where it is one.
  package var text: String? { if case .string(let text) = self { text } else { nil } }
}
