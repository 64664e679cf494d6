/// What makes a grant of a system become access.
package enum Connector: Hashable, Sendable {
  /// Whoever enforces reads the ledger.
  case ledger
  /// A certificate for the subject's SSH keys, valid for the window.
  case sshCertificate(SSHAuthority)
  /// A program that gives access on the target and takes it away.
  case exec(ExecConnector)
  /// Role bindings on a branch that a cluster follows.
  case kubernetes(KubernetesConnector)

  /// The word for it.
  package var kind: ConnectorKind {
    switch self {
    case .ledger: .ledger
    case .sshCertificate: .sshCertificate
    case .exec: .exec
    case .kubernetes: .kubernetes
    }
  }

  /// Whether access is given by acting on a target, so that intent and result are recorded apart
  /// (DESIGN section 7).
  package var reachesOutside: Bool {
    switch self {
    case .ledger, .sshCertificate: false
    case .exec, .kubernetes: true
    }
  }

  /// Whether its target names everybody by the subject's id, so that nothing that it says of grants has to be
  /// believed to know whose access it lists.
  package var namesSubjects: Bool {
    switch self {
    case .ledger, .sshCertificate, .exec: false
    case .kubernetes: true
    }
  }

  /// What each entitlement of the system is called on the target; empty where no target is acted on.
  package var targets: [String: String] {
    switch self {
    case .ledger, .sshCertificate: [:]
    case .exec(let connector): connector.targets
    case .kubernetes(let connector): connector.roles.mapValues(\.target)
    }
  }
}

/// The word that a system's file names its connector by.
///
/// A connector this version does not have is a fault of the document: a grant that nothing enforces
/// or takes away must not be issued.
package enum ConnectorKind: String, Hashable, Sendable, Codable, CaseIterable {
  case ledger
  case sshCertificate = "ssh-certificate"
  case exec, kubernetes
}
