/// Who vouches for workloads, in `policies/issuers/`: the issuer of their platform's tokens (DESIGN section 4).
package struct Issuer: Hashable, Sendable {
  package let id: IssuerID
  /// The `iss` of its tokens, compared by bytes.
  package let name: Marked<String>
  /// The path of its keys below `policies/`.
  package let keys: String
  /// Where it publishes its keys; read to propose newer ones and never to judge.
  package let published: String?
  /// The algorithms by which its tokens may be signed.
  package let algorithms: [TokenAlgorithm]
  /// The claims that every entry of a workload for it names.
  package let mustPin: [String]
  /// The keys that have ended, by their names.
  package let ended: [EndedTokenKey]
  package let status: IdentityStatus
  package let statusMark: Mark

  package init(
    id: IssuerID, name: Marked<String>, keys: String, published: String?,
    algorithms: [TokenAlgorithm], mustPin: [String], ended: [EndedTokenKey],
    status: IdentityStatus, statusMark: Mark
  ) {
    self.id = id
    self.name = name
    self.keys = keys
    self.published = published
    self.algorithms = algorithms
    self.mustPin = mustPin
    self.ended = ended
    self.status = status
    self.statusMark = statusMark
  }

  /// The file the issuer was read from.
  package var file: String { "policies/issuers/\(id).yaml" }

  /// How the key that tokens call `kid` has ended, if it has.
  package func end(of kid: String) -> EndedTokenKey? {
    ended.first { $0.kid.utf8.elementsEqual(kid.utf8) }
  }
}

extension Policy {
  /// The issuer whose tokens say `name` as `iss`, byte for byte.
  package func issuer(named name: String) -> Issuer? {
    issuers.values.first { $0.name.value.utf8.elementsEqual(name.utf8) }
  }
}

/// That a key of an issuer counts no more.
package struct EndedTokenKey: Hashable, Sendable {
  package let kid: String
  /// What the processor saw before then stands.
  package let retired: Instant?
  /// Everything that it ever signed proves nothing.
  package let compromised: Instant?
  package let mark: Mark

  package init(kid: String, retired: Instant?, compromised: Instant?, mark: Mark) {
    self.kid = kid
    self.retired = retired
    self.compromised = compromised
    self.mark = mark
  }
}
