/// The SSH certificate authority of a system, and what its certificates let their holders do.
package struct SSHAuthority: Hashable, Sendable {
  /// Its public key in OpenSSH's wire form.
  package let key: [UInt8]
  /// What each entitlement of the system comes to, by its name.
  package let logins: [String: SSHLogin]

  package init(key: [UInt8], logins: [String: SSHLogin]) {
    self.key = key
    self.logins = logins
  }
}

/// What one entitlement comes to on the hosts that trust an authority (PROTOCOL.certkeys).
package struct SSHLogin: Hashable, Sendable, Codable {
  /// What hosts know the holder as, sorted; never empty, since OpenSSH takes none to mean anybody.
  package let principals: [String]
  /// Addresses and networks that logins must come from; empty for anywhere.
  package let sourceAddresses: [String]
  /// What is run in place of what the client asks for.
  package let forceCommand: String?
  /// What the session may do, sorted; nothing that is not named.
  package let extensions: [SSHExtension]

  /// Sorts each list, and names each entry once: what is the same is recorded the same.
  package init(
    principals: [String], sourceAddresses: [String] = [], forceCommand: String? = nil,
    extensions: [SSHExtension] = []
  ) {
    self.principals = Set(principals).sorted()
    self.sourceAddresses = Set(sourceAddresses).sorted()
    self.forceCommand = forceCommand
    self.extensions = Set(extensions).sorted { $0.rawValue < $1.rawValue }
  }

  /// Stands in a system's file for the subject's own id.
  package static let subject = "$subject"

  /// The same for `subject`.
  package func naming(_ subject: IdentityID) -> SSHLogin {
    SSHLogin(
      principals: principals.map { $0 == Self.subject ? subject.text : $0 },
      sourceAddresses: sourceAddresses, forceCommand: forceCommand, extensions: extensions)
  }

  /// Whether `other` lets nobody do what this does not.
  package func covers(_ other: SSHLogin) -> Bool {
    Set(other.principals).isSubset(of: principals)
      && Set(other.extensions).isSubset(of: extensions)
      && other.forceCommand == forceCommand
      && (sourceAddresses.isEmpty
        || !other.sourceAddresses.isEmpty
          && Set(other.sourceAddresses).isSubset(of: sourceAddresses))
  }

  private enum CodingKeys: String, CodingKey {
    case principals, extensions
    case sourceAddresses = "source_address"
    case forceCommand = "force_command"
  }
}

/// What a certificate can let a session do (PROTOCOL.certkeys, "extensions").
///
/// `no-touch-required` is not among them: a security key that nobody touched proves nobody's presence.
package enum SSHExtension: String, Hashable, Sendable, Codable, CaseIterable {
  case agentForwarding = "permit-agent-forwarding"
  case portForwarding = "permit-port-forwarding"
  case pty = "permit-pty"
  case userRC = "permit-user-rc"
  case x11Forwarding = "permit-X11-forwarding"
}
