/// What makes a grant of a system become access.
package enum Connector: Hashable, Sendable {
  /// Whoever enforces reads the ledger.
  case ledger
  /// A certificate for the subject's SSH keys, valid for the window.
  case sshCertificate(SSHAuthority)
}

/// The word that a system's file names its connector by.
///
/// A connector this version does not have is a fault of the document: a grant that nothing enforces
/// or takes away must not be issued.
package enum ConnectorKind: String, Hashable, Sendable, Codable, CaseIterable {
  case ledger
  case sshCertificate = "ssh-certificate"
}
