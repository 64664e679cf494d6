internal import Git
package import Model
internal import Signatures

/// Reads the tokens that landings bring beside requests, and checks who signed them; what they say is not judged here.
struct TokenFiles {
  let reader: ObjectReader
  let policy: Policy
  /// Absent where nobody has given one: then no audience is known to be this repository's.
  let anchor: ObjectID?
  let landing: ObjectID
  let seen: Instant

  /// Whether the subject of a request is a workload that some token can be of.
  func takesToken(_ document: RequestDocument) -> Bool {
    guard case .readable(let request) = document else { return false }
    return policy.workloads[request.subject].map { !$0.attest.isEmpty } ?? false
  }

  /// What the file `token` proves of the request `key` that it lies beside.
  func token(_ token: PlacedFile, of key: RequestKey) throws(GitError) -> LandedToken {
    try reader.charge(.paths)
    guard token.entry.mode == TreeEntry.file, token.entry.id != .null else {
      return none(
        .badToken, "it is no plain file of mode 100644", token, hint: "add it with git itself")
    }
    let header = try reader.repository.header(of: token.entry.id)
    guard header.kind == .blob, header.size <= SignedToken.largest + 1 else {
      let fault = TokenFault.tooLarge(bytes: header.size)
      return none(.badToken, "\(fault)", token, hint: nil)
    }
    try reader.charge(.documentBytes, header.size)
    let bytes = try reader.repository.bytes(of: token.entry.id, as: .blob)
    let read: SignedToken
    do throws(TokenFault) {
      read = try SignedToken(bytes)
    } catch {
      return none(.badToken, "\(error)", token, hint: Self.anew)
    }
    guard let anchor else {
      return none(
        .badToken, "without an anchor nobody can tell whether it was made for this repository",
        token, hint: "name the anchor: \(OptionName.anchor)")
    }
    let name = read.claimed.member("iss")?.text
    guard let issuer = name.flatMap(policy.issuer) else {
      let shown = name.map { " `\(shortlyEscaped($0.utf8))`" } ?? ""
      return none(
        .unknownIssuer, "no issuer that the policy in force names signs as\(shown)", token,
        hint: "have policies/issuers/ name it, byte for byte, with its keys")
    }
    try reader.charge(.signatures)
    let verdict = verdict(on: read, of: issuer)
    switch verdict {
    case .good(let verified):
      return .claims(
        TokenClaims(
          issuer: issuer.id, kid: read.kid ?? verified.key.kid, claims: verified.claims,
          request: key, audience: Self.audience(of: key, anchor: anchor),
          file: RequestKey(path: token.path, blob: token.entry.id), landing: landing, seen: seen))
    case .unknownKey:
      return none(
        .unknownKey, "\(verdict) in \(issuer.file)", token,
        hint: "issuers change their keys: have the new ones pinned, then add a new token")
    case .algorithmNotAllowed, .algorithmNotOfKey, .ambiguousKey, .bad:
      return none(.badToken, "\(verdict)", token, hint: Self.anew)
    }
  }

  private func verdict(on token: SignedToken, of issuer: Issuer) -> TokenVerdict {
    do throws(TokenKeySetFault) {
      return try TokenVerifier(
        keys: policy.tokenKeys[issuer.keys]?.keys ?? [], allowing: issuer.algorithms
      ).verify(token)
    } catch {
      // Such keys come into no policy.
      return .bad
    }
  }

  private static let anew = "let the platform make another, and save it as it is"

  private func none(
    _ code: ReasonCode, _ message: String, _ token: PlacedFile, hint: String?
  ) -> LandedToken {
    .none(
      .provingNothing(
        code, message, at: SourceLocation(file: token.path.description), hint: hint))
  }

  /// The tokens among `differences` that lie beside requests which came before, with what of those stands in `tree`.
  func late(
    among differences: [Difference], in tree: ObjectID
  ) throws(GitError) -> [(token: LateToken, request: PlacedFile)] {
    let files = differences.filter { $0.after != nil && $0.path.requestOfToken != nil }
    guard !files.isEmpty else { return [] }
    let brought = Set(differences.filter { $0.after != nil }.map(\.path))
    var found: [(token: LateToken, request: PlacedFile)] = []
    for difference in files {
      guard let path = difference.path.requestOfToken, let entry = difference.after,
        !brought.contains(path), let stood = try reader.leaf(at: path, in: tree)
      else { continue }
      let key = RequestKey(path: path, blob: stood.id)
      let file = PlacedFile(path: difference.path, entry: entry)
      found.append(
        (
          LateToken(request: key, token: try token(file, of: key)),
          PlacedFile(path: path, entry: stood)
        ))
    }
    return found
  }

  /// What a token of the request `key` is made for: this request and no other, in the repositories that begin at
  /// `anchor` (DESIGN section 4).
  static func audience(of key: RequestKey, anchor: ObjectID) -> String {
    let text = Array("\(anchor)".utf8) + [0] + key.path.bytes + [0] + Array("\(key.blob)".utf8)
    return "countersign:" + hexadecimal(sha256(text))
  }
}

extension LandedRequest {
  /// What a token must have as audience to sign the request `key` in the repositories that begin at `anchor`.
  package static func audience(of key: RequestKey, anchor: ObjectID) -> String {
    TokenFiles.audience(of: key, anchor: anchor)
  }
}
