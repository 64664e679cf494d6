/// A directory in which entitlements are memberships of groups (docs/connectors/ldap.md).
package struct LDAPConnector: Hashable, Sendable {
  /// Where a group keeps its members.
  package enum Attribute: String, Hashable, Sendable, Codable, CaseIterable {
    /// Of `groupOfNames`: names of entries.
    case member
    /// Of `groupOfUniqueNames`: the same.
    case uniqueMember
    /// Of `posixGroup`: names of accounts.
    case memberUid

    /// Whether it holds names of entries.
    package var holdsNames: Bool { self != .memberUid }
  }

  package let address: LDAPAddress
  /// What a group holds for a subject: the name of an entry, or of an account.
  package let user: SubjectPattern
  /// The name of the group that each entitlement of the system is a membership of, by the entitlement's name.
  package let groups: [String: String]
  package let attribute: Attribute

  package init(
    address: LDAPAddress, user: SubjectPattern, groups: [String: String], attribute: Attribute
  ) {
    self.address = address
    self.user = user
    self.groups = groups
    self.attribute = attribute
  }

  /// Whether `user` is what `attribute` can hold.
  package static func fits(_ user: SubjectPattern, _ attribute: Attribute) -> Bool {
    attribute.holdsNames ? DistinguishedName(user.text) != nil : !user.text.utf8.contains(0x20)
  }

  /// Whom a group means by `value`; nil where that is nobody's.
  package func subject(of value: String) -> IdentityID? {
    guard attribute.holdsNames else { return user.subject(of: value) }
    guard let pattern = DistinguishedName(user.text).flatMap({ SubjectPattern($0.key) }) else {
      return nil
    }
    return DistinguishedName(value).flatMap { pattern.subject(of: $0.key) }
  }
}

/// Where a directory is: `ldaps://ldap1.example.net`, with a port where it is another, or `ldapi://%2Frun%2Fldapi`.
package struct LDAPAddress: Hashable, Sendable {
  /// As a document has it.
  package let text: String
  /// Whether the connection must be encrypted before anything else is said (StartTLS).
  ///
  /// It is encrypted from the start by `ldaps`, and need not be where it does not leave this machine.
  package let needsStartTLS: Bool
  /// Whether it is a socket of this machine, whose other end knows who asks.
  package let isSocket: Bool

  /// Takes a scheme and a host, and nothing behind the port.
  package init?(_ text: String) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, !parts[2].isEmpty,
      parts[2].allSatisfy(Self.isHostCharacter), parts[2].first != UInt8(ascii: ":")
    else { return nil }
    let host = String(Substring(parts[2]))
    switch String(Substring(parts[0])) {
    case "ldapi:": (needsStartTLS, isSocket) = (false, true)
    case "ldaps:": (needsStartTLS, isSocket) = (false, false)
    case "ldap:": (needsStartTLS, isSocket) = (!Self.isLoopback(host), false)
    default: return nil
    }
    self.text = text
  }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: ".-_:[]%".utf8.contains(byte)
    }
  }

  private static func isLoopback(_ host: String) -> Bool {
    ["127.0.0.1", "localhost", "[::1]"].contains { name in
      host == name || host.utf8.starts(with: "\(name):".utf8)
    }
  }
}
