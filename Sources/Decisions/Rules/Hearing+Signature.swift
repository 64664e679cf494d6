import Model

extension Hearing {
  /// Why nobody can tell that the subject asked: a change that neither it nor its owner signed.
  func signatureReasons(_ terms: Terms) -> [Reason] {
    // An emergency that needs nobody's approval asks for more than this, and says so itself.
    guard terms.signedRequest.value || keyMark != nil || terms.takesKey,
      terms.emergency?.approvals.isEmpty != true
    else { return [] }
    var entitled: Set<IdentityID> = [request.subject]
    if let subject = policy.subject(request.subject) {
      entitled.formUnion(policy.people(answeringFor: subject))
    }
    let unsigned = landed.changes.filter { change in
      change.signer.map { !entitled.contains($0) } ?? true
    }
    guard !unsigned.isEmpty || landed.changes.isEmpty else { return [] }
    let fault =
      landed.changes.isEmpty
      ? "no commit is known that wrote this request"
      : "\(listed(unsigned.map(\.commit.short))) changed this request"
    return [
      Reason(
        .unsignedRequest,
        "\(fault), and "
          + (terms.signedRequest.value ? "`\(terms.name)`" : "a key to certify")
          + " asks for the signature of `\(request.subject)` on every change",
        at: terms.signedRequest.value
          ? terms.signedRequest.location : place(keyMark),
        hint: "commit the request with `git commit -S`")
    ]
  }

  /// Where the request brings a key to certify: anybody could have theirs certified for somebody else.
  private var keyMark: Mark? { request.publicKey?.mark ?? request.certificateRequest?.mark }
}

extension Terms {
  /// Whether every request for it brings a key to certify.
  fileprivate var takesKey: Bool {
    if case .x509Certificate = system.connector { true } else { false }
  }
}
