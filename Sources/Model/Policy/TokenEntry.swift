/// What a token must say to be a workload's: an entry of its `attest`.
package struct TokenEntry: Hashable, Sendable {
  package let issuer: IssuerID
  /// Sorted by the bytes of their names, each once; one at least.
  package let claims: [PinnedClaim]
  package let mark: Mark

  package init(issuer: IssuerID, claims: [PinnedClaim], mark: Mark) {
    self.issuer = issuer
    self.claims = claims
    self.mark = mark
  }

  /// The same, wherever it stands: what an entry gives its place does not change.
  package func isSame(as other: TokenEntry) -> Bool {
    issuer == other.issuer && claims.isSame(as: other.claims)
  }

  /// Whether one token of their issuer could meet both.
  package func meets(_ other: TokenEntry) -> Bool {
    issuer == other.issuer && claims.agree(with: other.claims)
  }
}
