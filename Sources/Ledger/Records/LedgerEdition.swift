import Model

/// Which program wrote a ledger last, as far as its readers have to know: the ledger's `edition.json`.
///
/// It is read before anything else, so that a program which is too old for a ledger says which one it takes instead
/// of calling it broken (DESIGN section 7: the budgets' version stands in the ledger and never falls).
package struct LedgerEdition: Hashable, Sendable, Codable {
  /// Which form the records have.
  package let form: Int
  /// Which table of budgets its landings were judged by (`Budget.version`).
  package let budgets: Int
  /// The first version of Countersign that reads this form and judges by this table.
  package let needs: String

  /// This program's.
  ///
  /// Whoever changes the form of a record or the table of budgets raises its number and `needs`.
  ///
  /// Form 2 came with 0.2; form 3 says of a commit that changed a request whether it made it what landed, keeps
  /// with the cursor what acceptance and brakes have come to, with a grant what its target calls the access, and
  /// mandates with what of each is used.
  package static let current = LedgerEdition(
    form: 3, budgets: Budget.current.version, needs: "0.2.0")

  /// Whether records say which commits made a request what landed.
  var tellsOrigins: Bool { form >= 3 }

  /// Whether the cursor keeps what acceptance and brakes have come to.
  var keepsGovernance: Bool { form >= 3 }

  /// Whether grants have what their targets call the access.
  var keepsTargets: Bool { form >= 3 }

  package init(form: Int, budgets: Int, needs: String) {
    self.form = form
    self.budgets = budgets
    self.needs = needs
  }

  /// Whether a program with this edition can go on with what `other` wrote.
  package func reads(_ other: LedgerEdition) -> Bool {
    other.form <= form && other.budgets <= budgets
  }
}

extension TrustedLedger {
  /// Whether whoever wrote it last asked targets what they call what they gave.
  ///
  /// - Throws: `.needsNewer`; `.unreadable`; `.git`.
  package func knowsTargets() throws(LedgerError) -> Bool {
    try records.edition()?.keepsTargets ?? false
  }
}

extension LedgerRecords {
  /// Which program wrote last; nil in ledgers from before 0.2, which do not say.
  ///
  /// - Throws: `.needsNewer` where that is one whose records this program need not understand; `.unreadable`, `.git`.
  func edition() throws(LedgerError) -> LedgerEdition? {
    guard let edition = try value(LedgerEdition.self, at: .edition) else { return nil }
    guard LedgerEdition.current.reads(edition) else {
      let version = Bounds.cut(recordedText(edition.needs), to: 100)
      throw LedgerError(
        .needsNewer(version: version),
        "the ledger was written by Countersign \(version) or newer, which this program is too old for"
      )
    }
    return edition
  }
}
