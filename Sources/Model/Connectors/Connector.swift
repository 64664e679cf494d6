/// What makes a grant of a system become access.
package enum Connector: Hashable, Sendable {
  /// Whoever enforces reads the ledger.
  case ledger
  /// A certificate for the subject's SSH keys, valid for the window.
  case sshCertificate(SSHAuthority)
  /// A certificate for a key that the request brings, valid for the window.
  case x509Certificate(X509Authority)
  /// A program that gives access on the target and takes it away.
  case exec(ExecConnector)
  /// Memberships of a PostgreSQL server's roles.
  case postgresql(PostgresConnector)
  /// Memberships of a directory's groups.
  case ldap(LDAPConnector)
  /// Memberships of groups in a service that speaks SCIM.
  case scim(SCIMConnector)
  /// Role bindings on a branch that a cluster follows.
  case kubernetes(KubernetesConnector)
  /// People who give access on the target and take it away.
  case manual(ManualConnector)

  /// The people who act, where no program does.
  package var manual: ManualConnector? {
    if case .manual(let connector) = self { connector } else { nil }
  }

  /// The word for it.
  package var kind: ConnectorKind {
    switch self {
    case .ledger: .ledger
    case .sshCertificate: .sshCertificate
    case .x509Certificate: .x509Certificate
    case .exec: .exec
    case .postgresql: .postgresql
    case .ldap: .ldap
    case .scim: .scim
    case .kubernetes: .kubernetes
    case .manual: .manual
    }
  }

  /// Whether access is given by acting on a target, so that intent and result are recorded apart
  /// (DESIGN section 7).
  package var reachesOutside: Bool {
    switch self {
    case .ledger, .sshCertificate, .x509Certificate: false
    case .exec, .postgresql, .ldap, .scim, .kubernetes, .manual: true
    }
  }

  /// Whether it can be asked if what was written down has become access.
  package var tellsWhatIsApplied: Bool {
    if case .kubernetes(let connector) = self { connector.status != nil } else { false }
  }

  /// Whether its target names everybody by the subject's id, so that nothing that it says of grants has to be
  /// believed to know whose access it lists.
  package var namesSubjects: Bool {
    switch self {
    case .ledger, .sshCertificate, .x509Certificate, .exec, .manual: false
    case .postgresql, .ldap, .scim, .kubernetes: true
    }
  }

  /// Whether it can be asked what access is really there.
  package var lists: Bool { !targets.isEmpty }

  /// What each entitlement of the system is called on the target; empty where no target is acted on.
  package var targets: [String: String] {
    switch self {
    case .ledger, .sshCertificate, .x509Certificate, .manual: [:]
    case .exec(let connector): connector.targets
    case .postgresql(let connector): connector.roles
    case .ldap(let connector): connector.groups
    case .scim(let connector): connector.groups
    case .kubernetes(let connector): connector.bindings.mapValues(\.target)
    }
  }

  /// What outside the connector asks, which takes one question at a time; nil where no target is acted on.
  package var server: [String]? {
    switch self {
    case .ledger, .sshCertificate, .x509Certificate, .manual: nil
    case .exec(let connector): connector.command
    case .postgresql(let connector): [kind.rawValue, connector.service]
    case .ldap(let connector): [kind.rawValue, connector.address.text]
    case .scim(let connector): [kind.rawValue, connector.address.text]
    case .kubernetes(let connector):
      [kind.rawValue, connector.repository, connector.branch]
    }
  }

  /// Where the access lies that `entitlement` comes to; nil where no target is acted on.
  package func place(of entitlement: String) -> TargetPlace? {
    guard let target = targets[entitlement] else { return nil }
    let server: [String]? =
      switch self {
      case .ledger, .sshCertificate, .x509Certificate, .manual: nil
      case .exec(let connector): connector.command
      case .postgresql(let connector): [connector.service, connector.login.text]
      case .ldap(let connector):
        [connector.address.text, connector.user.text, connector.attribute.rawValue]
      case .scim(let connector): [connector.address.text, connector.user.text]
      case .kubernetes(let connector):
        [connector.repository, connector.branch, connector.folder, connector.user.text]
      }
    return server.map { TargetPlace(kind: kind, server: $0, target: target) }
  }
}

/// The word that a system's file names its connector by.
///
/// A connector this version does not have is a fault of the document: a grant that nothing enforces
/// or takes away must not be issued.
package enum ConnectorKind: String, Hashable, Sendable, Codable, CaseIterable {
  case ledger
  case sshCertificate = "ssh-certificate"
  case x509Certificate = "x509-certificate"
  case exec, postgresql, ldap, scim, kubernetes, manual

  /// Whether its targets say what they call the access that was given.
  package var identifies: Bool {
    switch self {
    case .ledger, .sshCertificate, .x509Certificate, .kubernetes, .manual: false
    case .exec, .postgresql, .ldap, .scim: true
    }
  }
}

/// What a target keeps apart from all else that it gives: two grants of one subject that lie in one place are one
/// access there, which lasts as long as the longer of them.
package struct TargetPlace: Hashable, Sendable {
  fileprivate let kind: ConnectorKind
  fileprivate let server: [String]
  fileprivate let target: String
}
