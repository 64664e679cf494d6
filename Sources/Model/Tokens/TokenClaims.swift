/// A token that one of its issuer's pinned keys signed, for whoever judges what it says.
///
/// Nothing of it has been held against a request but the place where it lies.
package struct TokenClaims: Hashable, Sendable {
  /// Who signed it, by the policy in force where it landed.
  package let issuer: IssuerID
  /// What it calls the key that signed it; the key's own name where it calls none.
  package let kid: String?
  /// The object that is signed.
  package let claims: JSONTree
  /// The request that it lies beside, and what stands there.
  package let request: RequestKey
  /// What `aud` must be for that request in this repository.
  package let audience: String
  /// The file, in the landing that brought it.
  package let file: RequestKey
  package let landing: ObjectID
  /// When the processor first saw that landing.
  package let seen: Instant

  package init(
    issuer: IssuerID, kid: String?, claims: JSONTree, request: RequestKey, audience: String,
    file: RequestKey, landing: ObjectID, seen: Instant
  ) {
    self.issuer = issuer
    self.kid = kid
    self.claims = claims
    self.request = request
    self.audience = audience
    self.file = file
    self.landing = landing
    self.seen = seen
  }
}

/// What a landing brought in a file for a token beside a request.
package enum LandedToken: Hashable, Sendable {
  case claims(TokenClaims)
  /// Why it proves nothing.
  case none(Reason)
}

/// A token that landed beside a request which waits since a landing before.
package struct LateToken: Hashable, Sendable {
  package let request: RequestKey
  package let token: LandedToken

  package init(request: RequestKey, token: LandedToken) {
    self.request = request
    self.token = token
  }
}

extension RepositoryPath {
  /// The request that a token at this path signs: `requests/<system>/<name>.yaml` for `….jwt`; nil for any other path.
  package var requestOfToken: RepositoryPath? { beside(".jwt", as: ".yaml") }

  /// Where the token of the request at this path lies; nil for what is no request.
  package var tokenOfRequest: RepositoryPath? { beside(".yaml", as: ".jwt") }

  /// The path with `other` in the place of `ending`, where it lies as requests do and ends so.
  private func beside(_ ending: String, as other: String) -> RepositoryPath? {
    // Asked of every path of a landing: most are told by their ends.
    guard bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8), isInside("requests") else {
      return nil
    }
    let segments = self.segments
    guard segments.count == 3, let name = segments.last, name.count > ending.utf8.count else {
      return nil
    }
    return RepositoryPath(bytes.dropLast(ending.utf8.count) + Array(other.utf8))
  }
}
