package import Documents
package import Model

/// Holds a list of people against the files that there are, and makes of it what their files should say.
///
/// It never writes a key and never makes anybody active again: what an export says is no consent of the
/// person's, and somebody who was suspended here was suspended for a reason that HR may not know.
package struct PeopleImport {
  let list: PeopleList
  /// The files of people that are there, by id.
  let known: [IdentityID: PersonFile]
  /// When the list was made, which is when its facts were last checked.
  let made: Instant
  /// The classes of which the list holds everybody: whoever is missing has left.
  let complete: Set<PersonClass>
  /// Whether the good rows are taken where others are bad.
  let isPartial: Bool

  package init(
    list: PeopleList, known: [IdentityID: PersonFile], made: Instant, complete: Set<PersonClass>,
    isPartial: Bool = false
  ) {
    self.isPartial = isPartial
    self.list = list
    self.known = known
    self.made = made
    self.complete = complete
  }

  /// The changes that follow, sorted by id, or everything that is wrong with the list.
  package func plan() -> Result<PeopleImportPlan, ListFaults> {
    var changes: [IdentityID: PersonFileChange] = [:]
    var kept: [PeopleImportPlan.Kept] = []
    var faults: [Reason] = []
    var rows: [IdentityID: Int] = [:]
    let ids = list.rows.map(identity)
    for (row, id) in zip(list.rows, ids) {
      guard let id else {
        faults.append(missingID(row))
        continue
      }
      if let other = rows.updateValue(row.number, forKey: id) {
        faults.append(fault("row \(row.number) is `\(id)`, as row \(other) is", row))
        continue
      }
      switch change(of: id, row) {
      case .failure(let found): faults += found.reasons
      case .success(let (change, note)):
        changes[id] = change
        if let note { kept.append(PeopleImportPlan.Kept(id: id, why: note)) }
      }
    }
    let bad = faults
    // Whoever stands in a bad row is not missing, and nobody knows who that is.
    let isWhole = bad.isEmpty
    for (id, file) in known
    where isWhole && rows[id] == nil && complete.contains(file.person.personClass) {
      guard file.person.status != .offboarded else { continue }
      switch checked(file.leaving(), file, row: nil) {
      case .failure(let found): faults += found.reasons
      case .success(let change): changes[id] = change
      }
    }
    guard faults.isEmpty || isPartial else { return .failure(ListFaults(reasons: faults)) }
    return .success(
      PeopleImportPlan(
        bad: faults,
        changes: changes.values.sorted { $0.id < $1.id }, kept: kept.sorted { $0.id < $1.id },
        unchangedPeople: ids.compactMap(\.self).filter { changes[$0] == nil }.sorted()))
  }

  /// Whom `row` is about: by id, or by an address.
  private func identity(_ row: PeopleList.Row) -> IdentityID? {
    row[.id].flatMap(identity(called:))
  }

  /// Who is called `text`: the person with that id, or with that address; an address that nobody has may name
  /// somebody new, and never somebody who is there and has another.
  private func identity(called text: String) -> IdentityID? {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return IdentityID(text) }
    let address = lowerCasedASCII(text.utf8)
    for file in known.values where file.person.emails.contains(address) { return file.person.id }
    return proposedID(for: address).flatMap { known[$0] == nil ? $0 : nil }
  }

  private func missingID(_ row: PeopleList.Row) -> Reason {
    let taken = row[.id].flatMap { proposedID(for: lowerCasedASCII($0.utf8)) }.flatMap {
      known[$0] == nil ? nil : $0
    }
    let found =
      row[.id].map { text in
        taken.map { "nobody has the address `\(text)`, and `\($0)` is somebody with another" }
          ?? "`\(text)` is no id"
      } ?? "there is none"
    return fault(
      "row \(row.number), column `\(list.mapping.column(of: .id))`: \(found)", row,
      hint: taken.map {
        "if they are the same, add the address to policies/people/\($0).yaml; else give an id"
      }
        ?? "an id has small letters, digits, `.`, `_` and `-`, or is an e-mail address")
  }

  private func fault(_ message: String, _ row: PeopleList.Row, hint: String? = nil) -> Reason {
    PeopleList.fault(message, list.file, line: row.line, hint: hint)
  }

  /// What becomes of the file of `id`, nil where nothing does, and what the list says in vain.
  private func change(
    of id: IdentityID, _ row: PeopleList.Row
  ) -> Result<(PersonFileChange?, String?), ListFaults> {
    var facts = ListedFacts(row, made: made)
    facts.sponsor = row[.sponsor].map { identity(called: $0)?.text ?? $0 }
    let file = known[id]
    let (change, note) = file.map { $0.refreshed(by: facts) } ?? (PersonFile.new(id, facts), nil)
    guard let change else { return .success((nil, note)) }
    return checked(change, file, row: row).map { ($0, note) }
  }

  /// `change` once its file has been read again and found to have the keys it had.
  private func checked(
    _ change: PersonFileChange, _ file: PersonFile?, row: PeopleList.Row?
  ) -> Result<PersonFileChange, ListFaults> {
    let keys = file?.person.keys ?? []
    switch readPolicyDocument(change.bytes, at: RepositoryPath(change.path)) {
    case .success(let document):
      if case .person(let person) = document.content, person.keys.count == keys.count,
        zip(person.keys, keys).allSatisfy({ $0.isSame(as: $1) })
      {
        return .success(change)
      }
    case .failure(let found):
      if let row, !change.bytes.isEmpty {
        return .failure(ListFaults(reasons: found.reasons.map { translated($0, change, row) }))
      }
    }
    return .failure(
      ListFaults(reasons: [
        Reason(
          .invalidDocument, "the file cannot be changed without touching its keys",
          at: SourceLocation(file: change.path),
          hint: "write one key a line, each from the first column on")
      ]))
  }

  /// The fault of the file as a fault of the row that the file was made of.
  private func translated(
    _ reason: Reason, _ change: PersonFileChange, _ row: PeopleList.Row
  ) -> Reason {
    let key = reason.line.flatMap { change.key(atLine: $0) }
    let fields = key.map(ListedFacts.fields(behind:)) ?? []
    let columns = fields.map { "`\(list.mapping.column(of: $0))`" }.joined(separator: ", ")
    return fault(
      "row \(row.number)" + (columns.isEmpty ? "" : ", column \(columns)") + ": \(reason.message)",
      row, hint: reason.hint)
  }
}

extension PolicyKey {
  /// Whether both are one key with one fate, wherever they stand.
  fileprivate func isSame(as other: PolicyKey) -> Bool {
    material == other.material && retired == other.retired && compromised == other.compromised
  }
}
