import Model

extension SSHLogin: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      principals: try coder(value, \.principals),
      sourceAddresses: try coder(value, \.sourceAddresses),
      forceCommand: try coder(value, \.forceCommand), extensions: try coder(value, \.extensions))
  }
}

extension RoleReference: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      namespace: try coder(value, \.namespace), kind: try coder(value, \.kind),
      name: try coder(value, \.name))
  }
}

extension KubernetesConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      repository: try coder(value, \.repository), branch: try coder(value, \.branch),
      folder: try coder(value, \.folder), user: try coder(value, \.user),
      bindings: try coder(value, \.bindings), status: try coder(value, \.status))
  }
}

extension PostgresConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      service: try coder(value, \.service), roles: try coder(value, \.roles),
      login: try coder(value, \.login), makesLogins: try coder(value, \.makesLogins))
  }
}

extension LDAPConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      address: try coder(value, \.address), user: try coder(value, \.user),
      groups: try coder(value, \.groups), attribute: try coder(value, \.attribute))
  }
}

extension X509Profile: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      commonName: try coder(value, \.commonName), dnsNames: try coder(value, \.dnsNames),
      emails: try coder(value, \.emails), uris: try coder(value, \.uris),
      extendedKeyUsage: try coder(value, \.extendedKeyUsage))
  }
}

extension Connector: CacheChoice {
  static let alternatives: [CacheAlternative<Self>] = [
    CacheAlternative(.ledger),
    CacheAlternative(Connector.sshCertificate) {
      if case .sshCertificate(let value) = $0 { value } else { nil }
    },
    CacheAlternative(Connector.exec) { if case .exec(let value) = $0 { value } else { nil } },
    CacheAlternative(Connector.postgresql) {
      if case .postgresql(let value) = $0 { value } else { nil }
    },
    CacheAlternative(Connector.ldap) { if case .ldap(let value) = $0 { value } else { nil } },
    CacheAlternative(Connector.kubernetes) {
      if case .kubernetes(let value) = $0 { value } else { nil }
    },
    CacheAlternative(Connector.x509Certificate) {
      if case .x509Certificate(let value) = $0 { value } else { nil }
    },
    CacheAlternative(Connector.scim) { if case .scim(let value) = $0 { value } else { nil } },
    CacheAlternative(Connector.manual) { if case .manual(let value) = $0 { value } else { nil } },
  ]
}

extension ExecConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(command: try coder(value, \.command), targets: try coder(value, \.targets))
  }
}

extension SSHAuthority: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(key: try coder(value, \.key), logins: try coder(value, \.logins))
  }
}

extension X509Authority: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(certificate: try coder(value, \.certificate), profiles: try coder(value, \.profiles))
  }
}

extension Runbook: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(give: try coder(value, \.give), take: try coder(value, \.take))
  }
}

extension ManualConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      runbook: try coder(value, \.runbook), assignees: try coder(value, \.assignees),
      remindEvery: try coder(value, \.remindEvery))
  }
}

extension SCIMConnector: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      address: try coder(value, \.address), user: try coder(value, \.user),
      groups: try coder(value, \.groups))
  }
}
