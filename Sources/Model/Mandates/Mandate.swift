/// What a file of `mandates/` asks for: that one subject may have windows without a new approval for each.
package struct Mandate: Hashable, Sendable {
  package let terms: MandateTerms
  package let marks: MandateMarks

  package init(terms: MandateTerms, marks: MandateMarks) {
    (self.terms, self.marks) = (terms, marks)
  }
}

/// The places in a mandate that reasons point to; absent where it is read from the ledger.
package struct MandateMarks: Hashable, Sendable {
  package let subject: Mark?
  package let entitlements: Mark?
  package let each: Mark?
  package let until: Mark?

  package init(
    subject: Mark? = nil, entitlements: Mark? = nil, each: Mark? = nil, until: Mark? = nil
  ) {
    (self.subject, self.entitlements) = (subject, entitlements)
    (self.each, self.until) = (each, until)
  }
}

/// What a mandate lets its subject have.
package struct MandateTerms: Hashable, Sendable, Codable {
  package let subject: IdentityID
  /// Sorted, each once.
  package let entitlements: [EntitlementName]
  /// The longest single window.
  package let each: Duration
  /// How many grants in all.
  package let grants: Int
  package let until: Instant
  /// When windows may lie; absent: at any time.
  package let hours: MandateHours?
  /// How many may be live or scheduled at a time.
  package let atOnce: Int
  package let reason: String

  package init(
    subject: IdentityID, entitlements: [EntitlementName], each: Duration, grants: Int,
    until: Instant, hours: MandateHours?, atOnce: Int, reason: String
  ) {
    self.subject = subject
    self.entitlements = Set(entitlements).sorted()
    self.each = each
    self.grants = grants
    self.until = until
    self.hours = hours
    self.atOnce = atOnce
    self.reason = reason
  }

  /// What the subject could hold by it.
  package var holdings: [Holding] {
    entitlements.map { Holding(subject: subject, entitlement: $0) }
  }

  /// In words: `30 windows of 30m at most until …`.
  package var words: String {
    let count = grants == 1 ? "1 window" : "\(grants) windows"
    let times = hours.map { ", \($0.words)" } ?? ""
    return "\(count) of \(each.written) at most until \(until)\(times), \(atOnce) at a time"
  }

  private enum CodingKeys: String, CodingKey {
    case subject, entitlements, each, grants, until, hours, reason
    case atOnce = "at_once"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func damaged(_ key: CodingKeys) -> DecodingError {
      .dataCorruptedError(forKey: key, in: values, debugDescription: "not what it should be")
    }
    let names = try values.decode([String].self, forKey: .entitlements).map { text in
      let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, let system = SystemID(parts[0]) else { throw damaged(.entitlements) }
      return EntitlementName(system: system, entitlement: parts[1])
    }
    let each: Duration
    do {
      each = try Duration(written: values.decode(String.self, forKey: .each).utf8)
    } catch is DurationFault {
      throw damaged(.each)
    }
    self.init(
      subject: try values.decode(IdentityID.self, forKey: .subject), entitlements: names,
      each: each, grants: try values.decode(Int.self, forKey: .grants),
      until: try values.decode(Instant.self, forKey: .until),
      hours: try values.decodeIfPresent(MandateHours.self, forKey: .hours),
      atOnce: try values.decode(Int.self, forKey: .atOnce),
      reason: try values.decode(String.self, forKey: .reason))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(subject, forKey: .subject)
    try values.encode(entitlements.map(\.description), forKey: .entitlements)
    try values.encode(each.written, forKey: .each)
    try values.encode(grants, forKey: .grants)
    try values.encode(until, forKey: .until)
    try values.encodeIfPresent(hours, forKey: .hours)
    try values.encode(atOnce, forKey: .atOnce)
    try values.encode(reason, forKey: .reason)
  }
}
