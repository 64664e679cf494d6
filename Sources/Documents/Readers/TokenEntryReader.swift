import Model

enum TokenEntryKeys: String, CaseIterable {
  case issuer, claims
}

extension Field {
  /// A workload's `attest`: what its platform's tokens say of it.
  func tokenEntries(_ findings: inout Findings) -> [TokenEntry] {
    list(mayBeEmpty: true, &findings).compactMap { $0.tokenEntry(&findings) }
  }

  private func tokenEntry(_ findings: inout Findings) -> TokenEntry? {
    guard
      let fields = Fields<TokenEntryKeys>(element, of: "an entry of `attest`", &findings)
    else { return nil }
    let issuer: IssuerID? = fields.required(.issuer, example: "<id>", &findings)?
      .identifier(.issuer, &findings)
    let claims = fields.required(
      .claims, example: "{repository_id: \"123456\", event_name: schedule}", &findings)?
      .pinnedClaims(levels: Limits.claimLevels, &findings)
    guard let issuer, let claims else { return nil }
    return TokenEntry(issuer: issuer, claims: claims, mark: mark)
  }

  /// Claims by their names; without one anybody whom the issuer vouches for would be meant.
  ///
  /// - Parameter levels: How deep claims may stand within claims.
  private func pinnedClaims(levels: Int, _ findings: inout Findings) -> [PinnedClaim]? {
    let expected = "a mapping of claims to the values that they must have"
    guard case .mapping(let entries) = element.content else {
      return refuse(
        expected: expected, hint: "write `claims: {repository_id: \"123456\"}`", &findings)
    }
    guard !entries.isEmpty else {
      findings.fault(
        "`\(name)` names no claim, so every token of the issuer would be this workload's", at: mark,
        hint: "name what tells it from all others, by ids that nobody can take over")
      return nil
    }
    var claims: [PinnedClaim] = []
    for entry in entries where !entry.value.isRefused {
      guard let value = pinnedValue(entry, levels: levels - 1, &findings) else { continue }
      claims.append(PinnedClaim(name: entry.key, value: value))
    }
    return claims.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// A number or a truth value without quotes is what JSON calls so; all else is text, as in the token.
  private func pinnedValue(
    _ entry: Element.Entry, levels: Int, _ findings: inout Findings
  ) -> PinnedClaim.Value? {
    let field = Field(name: entry.key, keyMark: entry.keyMark, element: entry.value)
    switch entry.value.content {
    case .mapping where levels > 0:
      return field.pinnedClaims(levels: levels, &findings).map { .claims($0) }
    case .mapping:
      return field.refuse(
        expected: "a text, a whole number, `true` or `false`, \(Limits.claimLevels) levels deep",
        &findings)
    case .list, .refused:
      return field.refuse(
        expected: "a text, a whole number, `true`, `false` or a mapping of claims",
        hint: "a claim that is a list is never equal: pin another", &findings)
    case .scalar:
      guard let (text, isPlain) = field.scalar(expected: "the claim's value", &findings) else {
        return nil
      }
      guard text.utf8.count <= Limits.location else {
        return field.refuse(expected: "a text of at most \(Limits.location) bytes", &findings)
      }
      guard isPlain else { return .text(text) }
      switch text {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default:
        // A number as JSON writes it: `007` and `+7` are texts.
        if let number = Int64(text), "\(number)" == text { return .integer(number) }
        return .text(text)
      }
    }
  }
}
