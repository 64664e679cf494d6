/// A service in which entitlements are memberships of groups that it changes by SCIM (docs/connectors/scim.md).
package struct SCIMConnector: Hashable, Sendable {
  package let address: SCIMAddress
  /// What the service calls a subject: its `userName`.
  package let user: SubjectPattern
  /// The `displayName` of the group that each entitlement of the system is a membership of, by the
  /// entitlement's name.
  package let groups: [String: String]

  package init(address: SCIMAddress, user: SubjectPattern, groups: [String: String]) {
    self.address = address
    self.user = user
    self.groups = groups
  }

  /// Whom the service calls `name`; nil where that is nobody's.
  ///
  /// A `userName` means the same in small and in large letters (RFC 7643, section 4.1.1).
  package func subject(of name: String) -> IdentityID? {
    user.subject(of: name)
      ?? SubjectPattern(lowerCasedASCII(user.text.utf8))?.subject(of: lowerCasedASCII(name.utf8))
  }
}

/// Where a service speaks SCIM: `https://acme.example.net/scim/v2`, and `http` on this machine alone.
package struct SCIMAddress: Hashable, Sendable {
  /// As a document has it.
  package let text: String
  /// Whether nobody on the way can read what is said; it need not be where that is this machine.
  package let isEncrypted: Bool

  /// Takes an address with a path that needs no escaping, and nothing behind it.
  package init?(_ text: String) {
    guard let address = WebAddress(text), !address.hasUser, address.isSafe,
      address.host.utf8.allSatisfy({ Self.isPlain($0) || ":[]".utf8.contains($0) })
    else { return nil }
    let segments = address.rest.dropFirst().utf8.split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isPath = segments.allSatisfy { segment in
      !segment.isEmpty && segment.allSatisfy(Self.isPlain)
        && segment.contains { $0 != UInt8(ascii: ".") }
    }
    guard isPath else { return nil }
    self.text = text
    isEncrypted = address.isEncrypted
  }

  /// Whether a byte means nothing but itself in an address (RFC 3986, section 2.3).
  package static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }
}
