import Model

enum AttestationKeys: String, CaseIterable {
  case at, verified, suspended, offboarded
}

/// Reads what the directory says of people.
///
/// Their names are no references: a person's file may go while the directory still knows them, and neither
/// may then keep the other's change from coming into force. `policy lint` tells of names that nobody has.
func readAttestation(_ bytes: [UInt8], _ findings: inout Findings) -> Attestation? {
  let file = findings.file
  return readFields(bytes, of: "an attestation", keys: AttestationKeys.self, &findings) {
    fields, findings in
    let atField = fields.required(.at, example: "2026-11-21T06:00:00Z", &findings)
    let at = atField?.instant(&findings)
    var seen: Set<IdentityID> = []
    let confirmed = people(fields, .verified, &seen, &findings)
    let suspended = people(fields, .suspended, &seen, &findings)
    let offboarded = people(fields, .offboarded, &seen, &findings)
    guard let atField, let at else { return nil }
    return Attestation(
      file: file, at: at, atMark: atField.mark, confirmed: confirmed, suspended: suspended,
      offboarded: offboarded)
  }
}

/// The people of one list; whoever is in `seen` already stands in the file a second time.
private func people(
  _ fields: Fields<AttestationKeys>, _ key: AttestationKeys, _ seen: inout Set<IdentityID>,
  _ findings: inout Findings
) -> [Marked<IdentityID>] {
  guard let list = fields.optional(key, &findings)?.list(mayBeEmpty: true, &findings) else {
    return []
  }
  var people: [Marked<IdentityID>] = []
  people.reserveCapacity(list.count)
  for item in list {
    guard let id = item.plainName(&findings).flatMap({ IdentityID($0) }) else { continue }
    guard seen.insert(id).inserted else {
      findings.fault(
        "`\(id)` is listed twice in the file", at: item.mark,
        hint: "the directory says one thing of each person: keep one of the two")
      continue
    }
    people.append(Marked(id, item.mark))
  }
  return people
}
