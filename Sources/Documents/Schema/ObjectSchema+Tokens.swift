internal import Model

extension ObjectSchema {
  static let issuer = ObjectSchema(IssuerKeys.self) { key in
    switch key {
    case .issuer:
      .required(.text(pattern: "^[!-~]+$", limit: Limits.location), "The `iss` of its tokens.")
    case .keys:
      .required(
        .text(
          pattern: #"^keys/[a-z0-9][a-z0-9._-]*\.jwks\.json$"#, limit: 2 * Limits.identifier),
        "The path below `policies/` of its public keys (RFC 7517).")
    case .jwks:
      .optional(
        .text(pattern: "^https://[!-.0-?A-~]+(/[!-~]*)?$", limit: Limits.location),
        "Where it publishes its keys; nothing is judged by what stands there.")
    case .algorithms:
      .required(.words(of: TokenAlgorithm.self), "How its tokens may be signed.")
    case .mustPin:
      .optional(.lines, "Claims that every entry of a workload for it names.")
    case .ended:
      .optional(
        .mapping(
          names: .text(pattern: "^", limit: nil), values: .object(.endedKey), mayBeEmpty: true),
        "Keys that count no more, by their `kid`.")
    case .status: .required(.word(IdentityStatus.self), "Whether its tokens count at all.")
    }
  }

  private static let endedKey = ObjectSchema(
    EndedKeyKeys.self, [.someOf(["retired", "compromised"])]
  ) { key in
    switch key {
    case .retired: .optional(.instant, "What the processor saw before then stands.")
    case .compromised: .optional(.instant, "Everything that the key ever signed proves nothing.")
    }
  }

  /// An entry of a workload's `attest`.
  static let tokenEntry = ObjectSchema(TokenEntryKeys.self) { key in
    switch key {
    case .issuer: .required(.plainName, "Who signs the token.")
    case .claims:
      .required(
        .mapping(
          names: .text(pattern: "^", limit: nil), values: .claim(levels: Limits.claimLevels - 1),
          mayBeEmpty: false),
        "What the token must say, each value with its type.")
    }
  }
}
