internal import Ledger
internal import Model

/// Counts anew, from the grants themselves, what each mandate gave.
///
/// Each run is decided again as well, count and all; this says it once more in a way that anybody can follow with `jq`.
struct MandateAudit {
  private(set) var findings: [AuditFinding] = []

  init(of ledger: TrustedLedger) throws(ProcessingError) {
    let (mandates, counted) = try inLedger { () throws(LedgerError) in
      let mandates = try ledger.allMandates()
      var counted: [RequestKey: Int] = [:]
      // Most ledgers have none, and then no grant is read for it.
      if !mandates.isEmpty {
        try ledger.forEachGrant { grant throws(LedgerError) in
          if let key = grant.grant.mandate { counted[key, default: 0] += 1 }
        }
      }
      return (mandates, counted)
    }
    for record in mandates {
      let count = counted[record.key] ?? 0
      guard count != record.used || record.terms.grants < count else { continue }
      findings.append(
        AuditFinding(
          Reason(
            .ledgerUntrusted,
            "The mandate \(record.path) is for \(record.terms.grants) grants and says that \(record.used) were given; \(count) were recorded."
          ), commit: ledger.tip))
    }
    let known = Set(mandates.map(\.key))
    for key in counted.keys.sorted() where !known.contains(key) {
      findings.append(
        AuditFinding(
          Reason(.ledgerUntrusted, "Grants name the mandate \(key.path), which was never agreed."),
          commit: ledger.tip))
    }
  }
}
