import Model

/// A part of a YAML document: text, a list or a mapping, and where it stands.
struct Element {
  enum Content {
    /// `isPlain` says that it stands without quotes, so that `true` may be a boolean.
    case scalar(String, isPlain: Bool)
    case list([Element])
    case mapping([Entry])
    /// Something that no document may hold: its fault is noted already.
    case refused
  }

  struct Entry {
    let key: String
    let keyMark: Mark
    let value: Element
  }

  let content: Content
  let mark: Mark

  /// Whether the element says nothing: it is empty, `~` or `null` without quotes.
  var isNothing: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }

  var isRefused: Bool {
    if case .refused = content { true } else { false }
  }

  /// What a message calls the element.
  var found: String {
    switch content {
    case .scalar(let text, _): isNothing ? "nothing" : shown(text)
    case .list: "a list"
    case .mapping: "a mapping"
    case .refused: "something that no document may hold"
    }
  }
}
