/// A JSON document (RFC 8259) of the kinds that reports need.
package enum JSONValue: Sendable {
  /// What is known to be nothing, where a member must be there (DESIGN section 9).
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The text of an id, an instant or a name.
  init(text value: some CustomStringConvertible) { self = .string(value.description) }

  /// An object without the members that are absent.
  init(present members: [String: JSONValue?]) { self = .object(members.compactMapValues { $0 }) }

  /// The object with `more` members.
  func with(_ more: [String: JSONValue]) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.merging(more) { $1 })
  }

  /// An array of what `make` makes of each element.
  init<Element>(_ elements: some Sequence<Element>, _ make: (Element) -> JSONValue) {
    self = .array(elements.map(make))
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .string(text) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(Dictionary(members) { _, last in last })
  }
}

/// How a JSON document is laid out.
package enum JSONForm: Hashable, Sendable {
  /// Two blanks a level, one member or element a line.
  case pretty
  /// All on one line, as streams of objects have it.
  case line
}
