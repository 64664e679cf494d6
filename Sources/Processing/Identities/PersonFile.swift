internal import Documents
package import Model

/// What becomes of a person's file.
package struct PersonFileChange {
  /// What kind of change it is.
  package enum Kind: String {
    case new, changed
    /// The person is offboarded from now on.
    case left
  }

  package let id: IdentityID
  package let kind: Kind
  /// The entries that change, in the order of the file.
  package let entries: [String]
  package let bytes: [UInt8]

  package var path: String { "policies/people/\(id).yaml" }

  /// The entry that the line, counted from 1, belongs to.
  func key(atLine line: Int) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).prefix(line)
    let head = lines.last { !$0.isEmpty && !" #-".contains($0.first ?? " ") }
    return head.map { String($0.prefix { $0 != ":" }) }
  }
}

/// A person's file as it stands, with what it says.
package struct PersonFile {
  let person: Person
  let bytes: [UInt8]

  package init(
    person: Person, bytes: [UInt8]
  ) {
    self.person = person
    self.bytes = bytes
  }

  /// The entries of such a file, in the order in which people read it.
  static let order = [
    "name", "class", "organization", "sponsor", "contract", "emails", "keys", "verified", "status",
  ]

  /// The file of somebody who had none.
  static func new(_ id: IdentityID, _ facts: ListedFacts) -> PersonFileChange? {
    var entries = facts.entries
    entries["emails"] = facts.emails.isEmpty ? nil : flowList(facts.emails)
    entries["verified"] = facts.verified
    entries["status"] = facts.status.map(yamlScalar) ?? "active"
    // Somebody who has left before they came needs no file.
    guard facts.status != IdentityStatus.offboarded.rawValue else { return nil }
    let lines = order.compactMap { key in entries[key].map { "\(key): \($0)\n" } }
    return PersonFileChange(
      id: id, kind: .new, entries: order.filter { entries[$0] != nil },
      bytes: Array(lines.joined().utf8))
  }

  /// The file with what `facts` say; nil where it says so already.
  ///
  /// - Returns: The change, and what the list says in vain.
  func refreshed(by facts: ListedFacts) -> (PersonFileChange?, String?) {
    if person.status == .offboarded {
      let isBack = facts.status.map { $0 != IdentityStatus.offboarded.rawValue } ?? true
      return (nil, isBack ? "is offboarded here; only people make somebody active again" : nil)
    }
    var edits: [(key: String, value: String?)] = []
    let listed = facts.entries
    for (key, current) in [
      ("name", person.name), ("class", person.personClass.rawValue),
      ("organization", person.organization), ("sponsor", person.sponsor?.text),
    ] as [(String, String?)] {
      if let new = listed[key], new != current.map(yamlScalar) { edits.append((key, new)) }
    }
    if facts.isThirdParty {
      if let contract = listed["contract"], contract != person.contract.map(flowMapping) {
        edits.append(("contract", contract))
      }
    } else {
      // An employee has neither, so whoever becomes one loses both.
      if person.sponsor != nil { edits.append(("sponsor", nil)) }
      if person.contract != nil { edits.append(("contract", nil)) }
    }
    // An address that is not in the list may still stand in commits: it is taken away by hand.
    let emails = person.emails + facts.emails.filter { !person.emails.contains($0) }
    if emails != person.emails { edits.append(("emails", flowList(emails))) }
    if Instant(rfc3339: facts.verified.utf8).map({ person.verified < $0 }) ?? true {
      edits.append(("verified", facts.verified))
    }
    var note: String?
    if let status = facts.status, status != person.status.rawValue {
      if person.status == .suspended, status == IdentityStatus.active.rawValue {
        note = "is suspended here; only people make somebody active again"
      } else {
        edits.append(("status", yamlScalar(status)))
      }
    }
    guard !edits.isEmpty else { return (nil, note) }
    let left = facts.status == IdentityStatus.offboarded.rawValue
    return (change(edits, as: left ? .left : .changed), note)
  }

  /// The file of somebody who has left.
  package func leaving() -> PersonFileChange {
    change([("status", IdentityStatus.offboarded.rawValue)], as: .left)
  }

  private func change(
    _ edits: [(key: String, value: String?)], as kind: PersonFileChange.Kind
  ) -> PersonFileChange {
    // Nothing at all where the file cannot be edited: no document, as whoever reads it again finds.
    var editor = DocumentEditor(bytes)
    for (key, value) in edits { editor?.set(key, to: value, order: PersonFile.order) }
    let keys = edits.map(\.key)
    return PersonFileChange(
      id: person.id, kind: kind, entries: PersonFile.order.filter(keys.contains),
      bytes: editor?.bytes ?? [])
  }
}

extension ListedFacts {
  /// The entries that a list alone decides, as YAML; sponsor and contract are third parties' alone.
  fileprivate var entries: [String: String] {
    var entries: [String: String] = [:]
    entries["name"] = name.map(yamlScalar)
    entries["class"] = personClass.map(yamlScalar)
    entries["organization"] = organization.map(yamlScalar)
    guard isThirdParty else { return entries }
    entries["sponsor"] = sponsor.map(yamlScalar)
    let parts =
      [
        contract.reference.map { "reference: \(flowScalar($0))" },
        contract.ends.map { "ends: \($0)" },
      ]
      .compactMap(\.self)
    if !parts.isEmpty { entries["contract"] = "{\(parts.joined(separator: ", "))}" }
    return entries
  }
}

private func flowMapping(_ contract: Contract) -> String {
  "{reference: \(flowScalar(contract.reference)), ends: \(contract.ends)}"
}

private func flowList(_ texts: [String]) -> String {
  "[" + texts.map { isPlainAddress($0) ? $0 : yamlQuoted($0) }.joined(separator: ", ") + "]"
}

/// `text` within `{…}`, where a comma would end it.
private func flowScalar(_ text: String) -> String {
  text.utf8.contains(UInt8(ascii: ",")) ? yamlQuoted(text) : yamlScalar(text)
}

private func isPlainAddress(_ text: String) -> Bool {
  text.utf8.first.map { isAlphanumeric($0) } ?? false
    && text.utf8.allSatisfy { isAlphanumeric($0) || "@._-+".utf8.contains($0) }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
