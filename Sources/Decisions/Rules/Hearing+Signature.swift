import Model

extension Hearing {
  /// Why nobody can tell that the subject asked: a change that neither it nor its owner signed.
  func signatureReasons(_ terms: Terms) -> [Reason] {
    // A token signs the request as it landed, whoever carried it; it opens no emergency.
    if landed.token != nil, !request.isEmergency { return [] }
    if !landed.unknownAuthors.isEmpty {
      return landed.unknownAuthors.map {
        Reason(
          .unsignedRequest,
          "Nobody can tell who wrote this request, and it has no token of `\(request.subject)`: "
            + $0.message,
          at: place(nil), hint: tokenHint)
      }
    }
    // An emergency that needs nobody's approval asks for more than this, and says so itself.
    guard !isOnOwnSignature(terms), let asker = signatureAsker(terms) else { return [] }
    var entitled: Set<IdentityID> = [request.subject]
    if let subject = policy.subject(request.subject) {
      entitled.formUnion(policy.people(answeringFor: subject))
    }
    guard let fault = signatureFault(of: entitled) else { return [] }
    return [
      Reason(
        .unsignedRequest,
        sentence(
          "\(fault), and \(asker.name) asks for the signature of `\(request.subject)` on every change"
        ),
        at: asker.place,
        hint: waitsForToken
          ? tokenHint : "Let them make and sign the commit: git commit -S. \(LandedRequest.anew)")
    ]
  }

  /// What asks that the subject signed every commit that changed the request; nil where nothing does.
  private func signatureAsker(_ terms: Terms) -> (name: String, place: SourceLocation?)? {
    if terms.signedRequest.value { return ("`\(terms.name)`", terms.signedRequest.location) }
    if keyMark != nil || terms.takesKey { return ("a key to certify", place(keyMark)) }
    return request.isEmergency ? ("an emergency", place(request.marks.emergency)) : nil
  }

  /// Whether what nobody signed waits for a token, which may land beside it later (DESIGN section 4).
  var waitsForToken: Bool {
    !request.isEmergency && policy.workloads[request.subject].map { !$0.attest.isEmpty } ?? false
  }

  private var tokenHint: String {
    let file = landed.key.path.tokenOfRequest.map { "`\($0)`" } ?? "the file beside it"
    return "Land a token of its platform in \(file)."
  }

  /// Why not all that made the request what it is stands under a signature of one of `signers`.
  ///
  /// Each commit that changed it must, and one of them must hold the very blob: what somebody signed once
  /// for other content at the path asks for nothing (THREATS row 54).
  func signatureFault(of signers: Set<IdentityID>) -> String? {
    guard !landed.changes.isEmpty else { return "no commit is known that wrote this request" }
    let foreign = landed.changes.filter { !($0.signer.map(signers.contains) ?? false) }
    guard foreign.isEmpty else {
      return "\(listed(foreign.map(\.commit.short))) changed this request"
    }
    return landed.holders.isEmpty ? "no commit that changed this request holds what landed" : nil
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
