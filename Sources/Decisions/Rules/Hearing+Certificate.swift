import Model

extension Hearing {
  /// Why no certificate could be made, or not for the key that the request names.
  func certificateReasons(_ terms: Terms) -> [Reason] {
    guard case .sshCertificate = terms.system.connector else {
      return request.publicKey.map { [strayKey($0.mark, terms)] } ?? []
    }
    let certification = Certification(policy: policy, overlay: overlay, now: now)
    if let key = request.publicKey { return keyReasons(key, certification) }
    guard policy.subject(request.subject) != nil,
      certification.sshKeys(of: request.subject).isEmpty
    else { return [] }
    return [
      Reason(
        .notEligible,
        "`\(terms.name)` is handed out as an SSH certificate, and `\(request.subject)` has no SSH key "
          + "that may be used",
        at: place(request.marks.subject),
        hint:
          "add the line of a `.pub` file under `keys:` of their file, or name a key in the request: "
          + "`public_key: ssh-ed25519 AAAA…`")
    ]
  }

  private func strayKey(_ mark: Mark, _ terms: Terms) -> Reason {
    Reason(
      .invalidDocument,
      "`public_key` names a key to certify, and `\(terms.system.id)` hands out no certificates",
      at: place(mark), hint: "remove `public_key`")
  }

  /// A key that somebody else holds, or may hold, must not open anything for the subject.
  private func keyReasons(_ key: Marked<[UInt8]>, _ certification: Certification) -> [Reason] {
    if overlay.compromisedSSHKeys.contains(base64(key.value)) {
      return [
        Reason(
          .compromisedKey, "the key that is to be certified is compromised", at: place(key.mark),
          hint: "make another: ssh-keygen -t ed25519")
      ]
    }
    guard let owner = certification.owner(of: key.value, besides: request.subject) else {
      return []
    }
    return [
      Reason(
        .notEligible, "the key that is to be certified is that of \(owner)", at: place(key.mark),
        hint: "name a key of `\(request.subject)`")
    ]
  }
}
