import Model

extension Field {
  /// A plain name, `[a-z0-9][a-z0-9._-]*`.
  func plainName(_ findings: inout Findings) -> String? {
    let expected = "a name of small letters, digits, `.`, `_` and `-`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    guard text.utf8.count <= Limits.identifier, isPlainName(text.utf8) else {
      let smaller = lowerCasedASCII(text.utf8)
      let isOnlyCase = isPlainName(smaller.utf8) && smaller.utf8.count <= Limits.identifier
      return refuse(
        expected: expected, hint: isOnlyCase ? "write `\(smaller)`" : nil, &findings)
    }
    return text
  }

  /// The id of a document, noted as a reference of `kind`.
  func identifier<Kind>(
    _ kind: Reference.Kind, _ findings: inout Findings
  ) -> Identifier<Kind>? {
    guard let text = plainName(&findings), let id = Identifier<Kind>(text) else { return nil }
    findings.refer(kind, text, at: mark)
    return id
  }

  /// The ids in a list, each at most once, noted as references of `kind`.
  func identifiers<Kind>(
    _ kind: Reference.Kind, mayBeEmpty: Bool = false, _ findings: inout Findings
  ) -> [Identifier<Kind>] {
    let items = list(mayBeEmpty: mayBeEmpty, &findings)
    return distinct(items, &findings) { $0.identifier(kind, &$1) }
  }

  /// The words in a list, each at most once.
  func choices<Word: RawRepresentable & CaseIterable & Hashable>(
    _ type: Word.Type, _ findings: inout Findings
  ) -> [Word] where Word.RawValue == String {
    distinct(list(mayBeEmpty: false, &findings), &findings) { $0.choice(type, &$1) }
  }

  /// An owner, `group:dba` or `person:priya.nair`.
  func owner(_ findings: inout Findings) -> Owner? {
    let expected = "`group:<id>` or `person:<id>`"
    guard let (kind, id) = qualified(expected: expected, &findings) else { return nil }
    switch (kind, IdentityID(id), GroupID(id)) {
    case ("person", let person?, _):
      findings.refer(.person, id, at: mark)
      return .person(person)
    case ("group", _, let group?):
      findings.refer(.group, id, at: mark)
      return .group(group)
    default: return refuse(expected: expected, &findings)
    }
  }

  /// One whom an `eligible` list lets ask.
  func eligible(_ findings: inout Findings) -> EligibleSelector? {
    let expected = "`class:`, `group:`, `person:` or `workload:` and a name"
    guard let (kind, id) = qualified(expected: expected, &findings) else { return nil }
    if kind == "class" {
      let classes = PersonClass.allCases.map(\.rawValue)
      guard let personClass = PersonClass(rawValue: id) else {
        return refuse(
          expected: "`class:` and one of " + classes.map { "`\($0)`" }.joined(separator: ", "),
          hint: suggestion(for: "class:\(id)", among: classes.map { "class:\($0)" }), &findings)
      }
      return .personClass(personClass)
    }
    switch (kind, IdentityID(id), GroupID(id)) {
    case ("person", let person?, _):
      findings.refer(.person, id, at: mark)
      return .person(person)
    case ("workload", let workload?, _):
      findings.refer(.workload, id, at: mark)
      return .workload(workload)
    case ("group", _, let group?):
      findings.refer(.group, id, at: mark)
      return .group(group)
    default: return refuse(expected: expected, &findings)
    }
  }

  /// The `eligible` list: default deny, so that an empty one lets nobody ask and is a mistake.
  func eligibleList(_ findings: inout Findings) -> [EligibleSelector] {
    distinct(list(mayBeEmpty: false, &findings), &findings) { $0.eligible(&$1) }
  }

  /// `<system>/<entitlement>`.
  func entitlementName(_ findings: inout Findings) -> EntitlementName? {
    let expected = "`<system>/<entitlement>`"
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let system = SystemID(Substring(parts[0])),
      isPlainName(parts[1]), text.utf8.count <= 2 * Limits.identifier + 1
    else { return refuse(expected: expected, &findings) }
    findings.refer(.entitlement, text, at: mark)
    return EntitlementName(system: system, entitlement: String(Substring(parts[1])))
  }

  /// The parts before and behind the colon of `group:dba`, the second a plain name.
  private func qualified(
    expected: String, _ findings: inout Findings
  ) -> (kind: String, id: String)? {
    if case .mapping(let entries) = element.content, let entry = entries.first {
      // `group: dba` is a mapping to YAML, and the likeliest slip.
      return refuse(
        expected: expected, hint: "write `\(entry.key):…` without a blank behind the colon",
        &findings)
    }
    guard let (text, _) = scalar(expected: expected, &findings) else { return nil }
    let parts = text.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count <= Limits.identifier, isPlainName(parts[1]),
      isPlainName(parts[0])
    else { return refuse(expected: expected, &findings) }
    return (String(Substring(parts[0])), String(Substring(parts[1])))
  }
}

/// Reads each of `items` and notes as a fault what is listed twice.
func distinct<Value: Hashable>(
  _ items: [Field], _ findings: inout Findings,
  read: (Field, inout Findings) -> Value?
) -> [Value] {
  var seen: Set<Value> = []
  var values: [Value] = []
  for item in items {
    guard let value = read(item, &findings) else { continue }
    if seen.insert(value).inserted {
      values.append(value)
    } else {
      findings.fault(
        "\(item.element.found) is listed twice in `\(item.name)`", at: item.mark,
        hint: "keep one of the two")
    }
  }
  return values
}
