import Model

/// Judges what a token says that its issuer signed: whether it is the subject's, for this request, and of now.
struct TokenCourt {
  let policy: Policy

  /// What the token proves of a request of `subject`, or why nothing.
  func judge(_ token: TokenClaims, of subject: IdentityID) -> TokenJudgement {
    func fault(
      _ message: String, at place: SourceLocation? = nil, hint: String?,
      code: ReasonCode = .badToken
    ) -> TokenJudgement {
      .bad(
        .provingNothing(
          code, message, at: place ?? SourceLocation(file: token.file.path.description), hint: hint)
      )
    }
    guard let issuer = policy.issuers[token.issuer] else {
      return fault(
        "its issuer is not in force any more", hint: "add a token of another", code: .unknownIssuer)
    }
    if let end = end(of: token.kid, issuer, seenAt: token.seen) { return .bad(end) }
    guard audiences(token.claims).contains(where: { $0.utf8.elementsEqual(token.audience.utf8) })
    else {
      return fault(
        "its audience (`aud`) is not that of this request in this repository",
        hint: "ask the platform for the audience \(token.audience)")
    }
    guard let issued = integer("iat", token), let expires = integer("exp", token) else {
      return fault("its `iat` and `exp` are no whole numbers", hint: nil)
    }
    let lifetime = expires.subtractingReportingOverflow(issued)
    guard !lifetime.overflow, (1...3600).contains(lifetime.partialValue) else {
      return fault(
        "its life, from `iat` to `exp`, is not an hour at most", hint: "ask for a shorter one")
    }
    let notBefore = token.claims.member("nbf").map { _ in integer("nbf", token) }
    if case .some(.none) = notBefore { return fault("its `nbf` is no whole number", hint: nil) }
    let (made, from) = (instant(issued), instant(max(issued, (notBefore ?? nil) ?? issued)))
    guard !Hearing.isAhead(from, of: token.seen) else {
      return fault(
        "it counts from \(from) on, and was first seen at \(token.seen)",
        hint: "set the clocks, and add a new one")
    }
    guard token.seen <= made.advanced(by: policy.settings.expireAfter) else {
      return fault(
        "it was made at \(made), longer ago than approvals.expire_after", hint: "add a new one")
    }
    guard let workload = policy.workloads[subject] else {
      return fault("`\(subject)` is no workload, and tokens are workloads'", hint: nil)
    }
    let entries = workload.attest.filter { $0.issuer == issuer.id }
    var differences: [(entry: TokenEntry, found: ClaimDifference)] = []
    for entry in entries {
      guard let found = entry.claims.difference(from: token.claims) else {
        return proof(token, issuer, entry, made).map(TokenJudgement.good)
          ?? fault("its `sub`, `jti` or `kid` is longer than 1000 bytes", hint: nil)
      }
      differences.append((entry, found))
    }
    guard let nearest = differences.first else {
      return fault(
        "`\(subject)` has no `attest` entry for `\(issuer.id)`",
        at: SourceLocation(file: workload.file),
        hint: "add one that names what tells its jobs from all others")
    }
    return fault(
      differences.map { $0.found.words }.joined(separator: "; "),
      at: SourceLocation(file: workload.file, mark: nearest.entry.mark),
      hint: "run the job that the entry means, or have the entry say what this one's token says")
  }

  /// Whether what was found good when it landed still is, by this policy.
  func stands(_ token: SeenToken, of subject: IdentityID) -> Bool {
    guard let issuer = policy.issuer(named: token.proof.issuer),
      end(of: token.proof.kid, issuer, seenAt: token.seen) == nil,
      let workload = policy.workloads[subject]
    else { return false }
    return workload.attest.contains {
      $0.issuer == issuer.id && token.proof.claims.all.meet($0.claims)
    }
  }

  /// That the key of a token is compromised, by which a grant was given.
  func compromise(of token: TokenProof) -> Reason? {
    guard let kid = token.kid, let issuer = policy.issuer(named: token.issuer),
      let end = issuer.end(of: kid), end.compromised != nil
    else { return nil }
    return Reason(
      .compromisedKey,
      "The token was signed by the key \(shortlyEscaped(kid.utf8)) of `\(issuer.id)`, which is compromised.",
      at: SourceLocation(file: issuer.file, mark: end.mark))
  }

  /// Why tokens of `issuer` by the key `kid` that were seen then prove nothing.
  private func end(of kid: String?, _ issuer: Issuer, seenAt seen: Instant) -> Reason? {
    if issuer.status != .active {
      return .provingNothing(
        .unknownIssuer, "the issuer `\(issuer.id)` is \(issuer.status.rawValue)",
        at: SourceLocation(file: issuer.file, mark: issuer.statusMark))
    }
    guard let kid, let end = issuer.end(of: kid) else { return nil }
    let place = SourceLocation(file: issuer.file, mark: end.mark)
    let name = shortlyEscaped(kid.utf8)
    if end.compromised != nil {
      return .provingNothing(
        .compromisedKey, "the key \(name) of `\(issuer.id)` is compromised", at: place)
    }
    guard let retired = end.retired, retired <= seen else { return nil }
    return .provingNothing(
      .retiredKey, "the key \(name) of `\(issuer.id)` was retired at \(retired)",
      at: place)
  }

  private func audiences(_ claims: JSONTree) -> [String] {
    switch claims.member("aud") {
    case .string(let one): [one]
    // A list of that alone: whom else a token is for could show it as well.
    case .array(let all) where all.count == 1: all.compactMap(\.text)
    default: []
    }
  }

  private func integer(_ name: String, _ token: TokenClaims) -> Int64? {
    if case .integer(let number)? = token.claims.member(name) { number } else { nil }
  }

  private func instant(_ seconds: Int64) -> Instant { Instant(clampingSeconds: seconds) }

  private func proof(
    _ token: TokenClaims, _ issuer: Issuer, _ entry: TokenEntry, _ made: Instant
  ) -> SeenToken? {
    let (sub, jti) = (token.claims.member("sub")?.text, token.claims.member("jti")?.text)
    guard [sub, jti, token.kid].allSatisfy({ ($0?.utf8.count ?? 0) <= 1000 }) else { return nil }
    return SeenToken(
      proof: TokenProof(
        issuer: issuer.name.value, kid: token.kid, sub: sub, jti: jti, claims: entry.claims),
      issued: made, blob: token.file.blob, landing: token.landing, seen: token.seen)
  }
}

extension ClaimDifference {
  /// What is expected and what is there, in words.
  fileprivate var words: String {
    let name = path.joined(separator: "/")
    return
      "its `\(shortlyEscaped(name.utf8))` is \(found.map(Self.words) ?? "absent"), where the entry asks for "
      + Self.words(expected)
  }

  private static func words(_ value: PinnedClaim.Value) -> String {
    switch value {
    case .text(let text): "the text `\(shortlyEscaped(text.utf8))`"
    case .integer(let number): "the number \(number)"
    case .boolean(let value): "\(value)"
    case .claims: "claims within it"
    }
  }

  private static func words(_ value: JSONTree) -> String {
    switch value {
    case .string(let text): "the text `\(shortlyEscaped(text.utf8))`"
    case .integer(let number): "the number \(number)"
    case .number: "another number"
    case .bool(let value): "\(value)"
    case .null: "null"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
