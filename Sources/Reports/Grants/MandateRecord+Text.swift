import Model

extension MandateRecord {
  /// How it stands, and how much of it is used.
  func phrase(_ style: Style) -> Phrase {
    let use: Phrase = "\(used) of \(terms.grants) used"
    return switch state {
    case .agreed: "\("agreed", .good), " + use + ", until \(style.moment(terms.until))"
    case .resting: "\("rests", .waiting) until it is approved anew, " + use
    case .ended: "\("ended", .faint), " + use
    }
  }

  /// Who approved it.
  var approvedBy: String {
    listed(landed.approvals.map(\.approval.person.text).firstOfEach, joinedBy: "and")
  }
}

extension Page {
  /// Adds what was approved in advance: for whom, how much of it is left, and on whose word.
  ///
  /// - Parameter gone: Whoever of those has left.
  mutating func mandates(
    _ records: [MandateRecord], gone: Set<IdentityID> = [], indent: Int = 0
  ) {
    for record in records {
      gap()
      line("\("mandate", .strong)  \(record.path), " + record.phrase(style), indent: indent)
      let what = listed(record.terms.entitlements.map(\.description), joinedBy: "and")
      line("\(record.terms.subject) on \(what): \(record.terms.words)", indent: indent + 2)
      if !record.landed.approvals.isEmpty {
        line("approved by \(record.approvedBy)", indent: indent + 2)
      }
      let left = record.approvers.map(\.person).filter(gone.contains)
      if !left.isEmpty {
        let who = listed(left.map(\.text), joinedBy: "and")
        line(
          "\(who) \(left.count == 1 ? "has" : "have", .waiting) left since: see whether it should go on",
          indent: indent + 2)
      }
      reasons(record.restReasons, indent: indent + 2)
    }
  }
}

extension JSONValue {
  /// A mandate as the ledger holds it.
  init(_ record: MandateRecord) {
    self.init(present: [
      "id": .string(record.id), "path": JSONValue(text: record.path),
      "blob": JSONValue(text: record.key.blob), "landing": JSONValue(text: record.landed.landing),
      "subject": JSONValue(text: record.terms.subject),
      "entitlements": JSONValue(record.terms.entitlements) { JSONValue(text: $0) },
      "each": .string(record.terms.each.written), "grants": .integer(record.terms.grants),
      "used": .integer(record.used), "until": JSONValue(text: record.terms.until),
      "hours": record.terms.hours.map { JSONValue(record: $0) },
      "at_once": .integer(record.terms.atOnce), "reason": .string(record.terms.reason),
      "state": .string(record.state.rawValue), "agreed": JSONValue(text: record.agreed),
      "approvals": JSONValue(record.landed.approvals) { JSONValue($0.approval) },
    ])
  }
}
