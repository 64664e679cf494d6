import Model

extension Hearing {
  /// Why no certificate could be made, or not for the key that the request names.
  func certificateReasons(_ terms: Terms) -> [Reason] {
    let certification = Certification(policy: policy, overlay: overlay, now: now)
    switch terms.system.connector {
    case .sshCertificate:
      return stray(request.certificateRequest?.mark, .certificateRequest, terms)
        + sshKeyReasons(terms, certification)
    case .x509Certificate:
      return stray(request.publicKey?.mark, .publicKey, terms)
        + certificateRequestReasons(terms, certification)
    case .ledger, .exec, .postgresql, .ldap, .scim, .kubernetes, .manual:
      return stray(request.publicKey?.mark, .publicKey, terms)
        + stray(request.certificateRequest?.mark, .certificateRequest, terms)
    }
  }

  /// The keys of a request that name what is to be certified, with what takes them.
  private enum KeyName: String {
    case publicKey = "public_key"
    case certificateRequest = "certificate_request"

    var certificates: String {
      switch self {
      case .publicKey: "SSH certificates"
      case .certificateRequest: "X.509 certificates"
      }
    }
  }

  /// A key that nobody would certify is refused, not passed over.
  private func stray(_ mark: Mark?, _ name: KeyName, _ terms: Terms) -> [Reason] {
    guard let mark else { return [] }
    return [
      Reason(
        .invalidDocument,
        "`\(name.rawValue)` names a key to certify, and `\(terms.system.id)` hands out no "
          + "\(name.certificates).",
        at: place(mark), hint: "Remove `\(name.rawValue)`.")
    ]
  }

  private func sshKeyReasons(_ terms: Terms, _ certification: Certification) -> [Reason] {
    if let key = request.publicKey { return keyReasons(key.value, key.mark, certification) }
    guard policy.subject(request.subject) != nil,
      certification.sshKeys(of: request.subject).isEmpty
    else { return [] }
    return [
      Reason(
        .notEligible,
        "`\(terms.name)` is handed out as an SSH certificate, and `\(request.subject)` has no SSH key "
          + "that may be used.",
        at: place(request.marks.subject),
        hint:
          "Add the line of a `.pub` file under `keys:` of their file, or name a key in the request: "
          + "`public_key: ssh-ed25519 AAAA…`.")
    ]
  }

  private func certificateRequestReasons(
    _ terms: Terms, _ certification: Certification
  ) -> [Reason] {
    guard let key = request.provenKey else {
      return [
        Reason(
          .invalidDocument,
          "`\(terms.name)` is handed out as an X.509 certificate, and the request has no "
            + "`certificate_request`.",
          at: place(request.certificateRequest?.mark ?? request.marks.entitlement),
          hint:
            "Make a key with `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
            + "-subj /CN=me -keyout me.key -out me.csr`, and the request with `countersign new "
            + "\(OptionName.certificateRequest) me.csr`.")
      ]
    }
    guard let asked = request.certificateRequest else { return [] }
    return keyReasons(key.wire, asked.mark, certification)
  }

  /// A key that somebody else holds, or may hold, must not open anything for the subject.
  private func keyReasons(
    _ key: [UInt8], _ mark: Mark, _ certification: Certification
  ) -> [Reason] {
    if overlay.compromisedSSHKeys.contains(KeyIdentity(sshWireFormat: key)) {
      return [
        Reason(
          .compromisedKey, "The key that is to be certified is compromised.", at: place(mark),
          hint: "Make another.")
      ]
    }
    guard let owner = certification.owner(of: key, besides: request.subject) else {
      return []
    }
    return [
      Reason(
        .notEligible, "The key that is to be certified is that of \(owner).", at: place(mark),
        hint: "Name a key of `\(request.subject)`.")
    ]
  }
}
