/// What a token proved, as the ledger keeps it: who signed that this very request is the workload's.
package struct TokenProof: Hashable, Sendable, Codable {
  /// Its `iss`.
  package let issuer: String
  /// The key that signed it.
  package let kid: String?
  /// What the platform calls whoever asked.
  package let sub: String?
  /// What the platform calls the token.
  package let jti: String?
  /// The claims that the workload's entry pinned, with what they are.
  package let claims: PinnedClaims

  /// - Parameter claims: Those that the entry pinned; no others are recorded.
  package init(issuer: String, kid: String?, sub: String?, jti: String?, claims: [PinnedClaim]) {
    self.issuer = issuer
    self.kid = kid
    self.sub = sub
    self.jti = jti
    self.claims = PinnedClaims(claims)
  }
}

/// A token that was found good, with the times that rules about it need.
package struct SeenToken: Hashable, Sendable, Codable {
  package let proof: TokenProof
  /// Its `iat`.
  package let issued: Instant
  /// The file and the landing that brought it.
  package let blob: ObjectID
  package let landing: ObjectID
  /// When the processor first saw that.
  package let seen: Instant

  package init(
    proof: TokenProof, issued: Instant, blob: ObjectID, landing: ObjectID, seen: Instant
  ) {
    self.proof = proof
    self.issued = issued
    self.blob = blob
    self.landing = landing
    self.seen = seen
  }
}

/// What judging a token came to.
package enum TokenJudgement: Hashable, Sendable {
  case good(SeenToken)
  /// Why it proves nothing.
  case bad(Reason)
}

/// Claims as a JSON object.
package struct PinnedClaims: Hashable, Sendable, Codable {
  package let all: [PinnedClaim]

  package init(_ claims: [PinnedClaim]) { all = claims }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Name.self)
    all = try members.allKeys.map { name in
      PinnedClaim(
        name: name.stringValue, value: try members.decode(PinnedValue.self, forKey: name).value)
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Name.self)
    for claim in all {
      let name = Name(stringValue: claim.name)
      switch claim.value {
      case .text(let text): try members.encode(text, forKey: name)
      case .integer(let number): try members.encode(number, forKey: name)
      case .boolean(let value): try members.encode(value, forKey: name)
      case .claims(let inner): try members.encode(PinnedClaims(inner), forKey: name)
      }
    }
  }

  /// One value, whose type only reading it tells.
  private struct PinnedValue: Decodable {
    let value: PinnedClaim.Value

    init(from decoder: any Decoder) throws {
      let single = try decoder.singleValueContainer()
      do {
        value = .text(try single.decode(String.self))
      } catch {
        do {
          value = .boolean(try single.decode(Bool.self))
        } catch {
          do {
            value = .integer(try single.decode(Int64.self))
          } catch {
            value = .claims(try single.decode(PinnedClaims.self).all)
          }
        }
      }
    }
  }
}

extension [PinnedClaim] {
  /// Whether they say all that `others` say: what was recorded of a token still meets an entry.
  package func meet(_ others: [PinnedClaim]) -> Bool {
    others.allSatisfy { other in
      guard let own = first(where: { $0.name.utf8.elementsEqual(other.name.utf8) }) else {
        return false
      }
      return switch (own.value, other.value) {
      case (.text(let one), .text(let two)): one.utf8.elementsEqual(two.utf8)
      case (.claims(let one), .claims(let two)): one.meet(two)
      default: own.value == other.value
      }
    }
  }
}
