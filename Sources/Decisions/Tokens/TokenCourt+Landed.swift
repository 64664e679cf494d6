package import Model

/// Why `token`, beside `request`, would prove nothing under `policy`; nil where it signs it.
package func fault(
  of token: LandedToken, for request: Request, under policy: Policy
) -> Reason? {
  switch token {
  case .none(let reason): return reason
  case .claims(let claims):
    guard case .bad(let reason) = TokenCourt(policy: policy).judge(claims, of: request.subject)
    else { return nil }
    return reason
  }
}

/// `landed` with those of `tokens` that landed beside it since, judged by `policy`.
package func tokenJudged(
  _ landed: LandedRequest, _ tokens: [LateToken], under policy: Policy
) -> LandedRequest {
  tokens.filter { $0.request == landed.key }.reduce(landed.tokenJudged(under: policy)) {
    $0.bringing($1.token).tokenJudged(under: policy)
  }
}

extension LandedRequest {
  /// The same request, what landed beside it judged by `policy`: what a token proves it proves from then on, as long
  /// as the policy bears it out.
  func tokenJudged(under policy: Policy) -> LandedRequest {
    guard brought != nil || token != nil, case .readable(let request) = document else {
      return self
    }
    let court = TokenCourt(policy: policy)
    let found: TokenJudgement? =
      switch brought {
      case nil: nil
      case .none(let reason)?: .bad(reason)
      case .claims(let claims)?: court.judge(claims, of: request.subject)
      }
    return tokenJudged(found, stands: token.map { court.stands($0, of: request.subject) } ?? false)
  }
}
