internal import Ledger
package import Model

extension LedgerOutlook {
  /// Tells a slip of the keyboard from somebody who has nothing: an empty answer to a name that nobody has would
  /// be taken for good news.
  ///
  /// - Throws: With status 1 and the nearest name, where neither the policy in force nor the ledger knows the name.
  package func checkNames(
    subject: IdentityID? = nil, system: SystemID? = nil
  ) throws(ProcessingError) {
    guard subject != nil || system != nil else { return }
    let policy = try policy()
    if let subject, policy.people[subject] == nil, policy.workloads[subject] == nil {
      let isKnown = try inLedger { () throws(LedgerError) in
        try ledger.held(by: [subject])[subject] != nil
      }
      if !isKnown {
        let names = policy.people.keys.map(\.text) + policy.workloads.keys.map(\.text)
        throw ProcessingError(
          .negative, "Nobody is called \(subject), by policy or by the ledger.",
          hint: suggestion(for: subject.text, among: names)
            ?? "People and workloads are named by their files in policies/.")
      }
    }
    guard let system, policy.systems[system] == nil else { return }
    var isKnown = false
    try inLedger { () throws(LedgerError) in
      try ledger.forEachGrant { grant throws(LedgerError) in
        if grant.system == system { isKnown = true }
      }
    }
    if !isKnown { throw policy.unknown(system, nil) }
  }
}
