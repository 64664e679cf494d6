import Model

/// What certificates say, by the policy in force.
struct Certification {
  let policy: Policy
  let overlay: TipOverlay
  let now: Instant

  /// What the certificates for `request` are to say; nil where its system hands out none, or the subject
  /// has no key that one could be for.
  func terms(for request: Request) -> CertificateTerms? {
    let name = request.entitlementName
    switch policy.systems[name.system]?.connector {
    case .sshCertificate(let authority):
      let keys = request.publicKey.map { [$0.value] } ?? sshKeys(of: request.subject)
      guard let login = authority.logins[name.entitlement], !keys.isEmpty else { return nil }
      return CertificateTerms(
        authority: authority.key, keys: keys, content: .login(login.naming(request.subject)))
    case .x509Certificate(let authority):
      guard let profile = authority.profiles[name.entitlement], let key = request.provenKey else {
        return nil
      }
      return CertificateTerms(
        authority: authority.certificate, keys: [key.wire],
        content: .profile(profile.naming(request.subject)))
    case .ledger, .exec, .postgresql, .ldap, .scim, .kubernetes, .manual, nil: return nil
    }
  }

  /// Whose `key` is by the policy, in whatever encoding, if anybody's but `subject`.
  func owner(of key: [UInt8], besides subject: IdentityID) -> String? {
    let key = KeyIdentity(sshWireFormat: key)
    func isKey(_ wire: [UInt8]) -> Bool { KeyIdentity(sshWireFormat: wire) == key }
    if policy.settings.processorKeys.contains(where: { isKey($0.value) }) { return "the processor" }
    let isAuthority = policy.systems.values.contains { system in
      if case .sshCertificate(let authority) = system.connector {
        isKey(authority.key)
      } else {
        false
      }
    }
    if isAuthority { return "a certificate authority" }
    guard let holder = policy.identity(holding: key), holder != subject else { return nil }
    return "`\(holder)`"
  }

  /// The SSH keys of `subject` that may be used now, in the order of their file.
  func sshKeys(of subject: IdentityID) -> [[UInt8]] {
    keys(of: subject).compactMap { key in
      guard key.isUsable(at: now), case .ssh(let wire) = key.material,
        !overlay.compromisedSSHKeys.contains(KeyIdentity(sshWireFormat: wire))
      else { return nil }
      return wire
    }
  }

  private func keys(of subject: IdentityID) -> [PolicyKey] {
    switch policy.subject(subject) {
    case .person(let person): person.keys
    case .workload(let workload): workload.keys
    case nil: []
    }
  }

  /// Why the certificates of `grant` hold no longer.
  ///
  /// One cannot be called back piece by piece, so what they say beyond what `system` gives now takes the
  /// whole grant away.
  func reasons(toRevoke grant: Grant, of system: TargetSystem) -> [Reason] {
    guard let certificate = grant.certificate else { return [] }
    let place = SourceLocation(file: system.file)
    guard let (authority, now) = current(system.connector, for: grant),
      base64(authority) == certificate.authority
    else {
      return [
        Reason(
          .noLongerAllowed,
          "`\(system.id)` takes no certificate of the authority that certified it any more.",
          at: place)
      ]
    }
    guard now.covers(certificate.content) else {
      return [
        Reason(
          .noLongerAllowed,
          "Its certificate says more than `\(grant.entitlementName)` gives now.", at: place)
      ]
    }
    return compromised(certificate, of: grant.subject)
  }

  /// The authority of `connector`, and what it certifies now for what `grant` is of.
  private func current(
    _ connector: Connector, for grant: Grant
  ) -> (authority: [UInt8], content: CertificateTerms.Content)? {
    switch connector {
    case .sshCertificate(let authority):
      authority.logins[grant.entitlement].map {
        (authority.key, .login($0.naming(grant.subject)))
      }
    case .x509Certificate(let authority):
      authority.profiles[grant.entitlement].map {
        (authority.certificate, .profile($0.naming(grant.subject)))
      }
    case .ledger, .exec, .postgresql, .ldap, .scim, .kubernetes, .manual: nil
    }
  }

  /// A key that somebody else may have takes the access away that was certified for it.
  private func compromised(_ certificate: CertificateTerms, of subject: IdentityID) -> [Reason] {
    let keys = certificate.keys.compactMap { Base64.decode(Array($0.utf8)[...]) }
    guard
      keys.contains(where: {
        overlay.compromisedSSHKeys.contains(KeyIdentity(sshWireFormat: $0))
      })
    else { return [] }
    return [
      Reason(
        .compromisedKey, "A key of `\(subject)` that was certified is compromised.",
        at: policy.subject(subject).map { SourceLocation(file: $0.file) })
    ]
  }
}

extension Subject {
  fileprivate var file: String {
    switch self {
    case .person(let person): person.file
    case .workload(let workload): workload.file
    }
  }
}

extension CertificateTerms.Content {
  /// Whether `other` gives nothing that this does not.
  fileprivate func covers(_ other: CertificateTerms.Content) -> Bool {
    switch (self, other) {
    case (.login(let now), .login(let then)): now.covers(then)
    case (.profile(let now), .profile(let then)): now.covers(then)
    case (.login, .profile), (.profile, .login): false
    }
  }
}
