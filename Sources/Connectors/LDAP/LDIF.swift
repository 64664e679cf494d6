package import Model

/// What goes to OpenLDAP's programs and comes from them (RFC 2849).
package enum LDIF {
  /// One change to a group.
  package enum Change {
    case add(LDAPConnector.Attribute, String)
    case delete(LDAPConnector.Attribute, String)
  }

  /// The changes to the entry `name`, of which the directory makes all or none.
  ///
  /// All that comes from policy stands in base64, so that nothing in it can begin a line of its own.
  package static func modification(of name: String, _ changes: [Change]) -> [UInt8] {
    var lines = ["version: 1", "dn:: \(encoded(name))", "changetype: modify"]
    for change in changes {
      switch change {
      case .add(let attribute, let value):
        lines += ["add: \(attribute.rawValue)", "\(attribute.rawValue):: \(encoded(value))", "-"]
      case .delete(let attribute, let value):
        lines += [
          "delete: \(attribute.rawValue)", "\(attribute.rawValue):: \(encoded(value))", "-",
        ]
      }
    }
    return Array((lines + ["", ""]).joined(separator: "\n").utf8)
  }

  private static func encoded(_ text: String) -> String { base64(Array(text.utf8)) }

  /// One entry, without folded lines.
  package struct Entry {
    package let name: String
    fileprivate var values: [String: [String]] = [:]

    /// The values of `attribute`.
    package subscript(attribute: String) -> [String] {
      values[lowerCasedASCII(attribute.utf8)] ?? []
    }
  }

  /// The entries in `text`, which hold `attributes` and nothing else.
  ///
  /// - Returns: Nil for what holds anything else: a directory that lists part of a large group says so in the
  ///   attribute's name (`member;range=0-1499`), and the rest must not count as gone.
  package static func entries(of attributes: [String], in text: [UInt8]) -> [Entry]? {
    let wanted = Set(attributes.map { lowerCasedASCII($0.utf8) })
    var entries: [Entry] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        let value = value(line[(colon + 1)...])
      else { return nil }
      let type = lowerCasedASCII(line[..<colon])
      if type == "dn" {
        entries.append(Entry(name: value))
      } else if wanted.contains(type), !entries.isEmpty {
        entries[entries.count - 1].values[type, default: []].append(value)
      } else {
        return nil
      }
    }
    return entries
  }

  /// The values of `attribute` in the one entry that `text` is; nil where it is not one, or holds anything else.
  package static func values(of attribute: String, in text: [UInt8]) -> [String]? {
    guard let entries = entries(of: [attribute], in: text), entries.count == 1 else { return nil }
    return entries[0][attribute]
  }

  /// What stands behind the first colon: text behind a blank, or base64 behind a second colon.
  private static func value(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.first == UInt8(ascii: ":") else {
      return String(validating: bytes.drop { $0 == 0x20 }, as: UTF8.self)
    }
    return Base64.decode(bytes.dropFirst().drop { $0 == 0x20 })
      .flatMap { String(validating: $0, as: UTF8.self) }
  }
}
