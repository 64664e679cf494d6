package import Git
package import Model
package import Signatures

extension LedgerWriter {
  /// Writes one signed commit for each decision, in order, behind `ledger`.
  ///
  /// The cursor moves with the last of them, or alone in an `Advance` commit when only the mainline
  /// moved. When nothing did, nothing is written.
  ///
  /// **Other processor keys.** All commits of a run are signed with one key, of the set in force when
  /// the run began. Where the run accepts policies that name other keys, its last commit puts them in
  /// force, and the next run signs with one of them. So a key that its own policy retires still
  /// finishes the run that reads that policy, no run stops half-way, and the ledger cannot be stuck
  /// between two sets; of several acceptances in one run only the last one's keys ever count.
  /// - Parameters:
  ///   - judgement: The decisions and where they leave the cursor; its `at` dates the commits.
  ///   - processorKeys: The processor's keys in the policies that `judgement.cursor` names.
  ///   - ledger: Where to go on; opened in this writer's repository.
  ///   - mainline: The mainline's tip that the run saw.
  /// - Returns: The new tip, which is the old one when nothing was written.
  /// - Throws: `.keyNotInForce` and `.clockBehind` before anything is written; `.alreadyTaken`,
  ///   `.inconsistent`, `.unreadable`, `.signingFailed` and `.git`. Whatever it is, no reference has
  ///   moved.
  package func append(
    _ judgement: Judgement, processorKeys: [SSHPublicKey], to ledger: TrustedLedger,
    mainline: ObjectID
  ) throws(LedgerError) -> OID {
    let decisions = judgement.decisions
    guard !decisions.isEmpty || judgement.cursor.hasMoved(from: ledger.cursor) else {
      return ledger.tip
    }
    let cursor = judgement.cursor
    try checkKey(isIn: ledger.keysInForce)
    let newSet = try check(judgement, processorKeys: processorKeys, behind: ledger)
    return try writing(decisions.count) { () throws(LedgerError) in
      var draft = try LedgerDraft(continuing: ledger, by: self)
      for decision in decisions.dropLast() {
        try draft.apply(decision)
        try draft.commit(message(of: decision), isLast: false)
      }
      if let last = decisions.last { try draft.apply(last) }
      try draft.move(to: cursor)
      if let newSet { try draft.bring(newSet) }
      return try draft.commit(message(of: decisions.last), isLast: true)
    }

    func message(of decision: Decision?) -> LedgerMessage {
      guard let decision else {
        return LedgerMessage(
          event: .advance, subject: "Advance to \(cursor.mainline.short)", mainline: mainline,
          at: cursor.at)
      }
      return LedgerMessage(of: decision, mainline: mainline, at: cursor.at)
    }
  }

  /// Checks that `judgement` can follow on `ledger`, and answers with the keys it brings, if any.
  private func check(
    _ judgement: Judgement, processorKeys: [SSHPublicKey], behind ledger: TrustedLedger
  ) throws(LedgerError) -> ProcessorKeySet? {
    let cursor = judgement.cursor
    guard cursor.at >= ledger.cursor.at else {
      throw LedgerError(
        .clockBehind, "it is \(cursor.at), and the ledger was written at \(ledger.cursor.at)")
    }
    guard cursor.anchor == ledger.cursor.anchor, cursor.drill == ledger.cursor.drill else {
      throw LedgerError(.inconsistent, "a ledger's anchor and whether it is a drill never change")
    }
    var accepted: PolicyAcceptance?
    for case .accept(let acceptance) in judgement.decisions { accepted = acceptance }
    guard cursor.policy == accepted?.tree ?? ledger.cursor.policy else {
      throw LedgerError(.inconsistent, "the policy \(cursor.policy) was not accepted")
    }
    let set = ProcessorKeySet(keys: processorKeys, landing: accepted?.landing ?? cursor.anchor)
    guard set.keys != ledger.keysInForce.keys else { return nil }
    guard accepted != nil, !set.keys.isEmpty else {
      throw LedgerError(
        .inconsistent,
        "the processor's keys are \(ledger.keysInForce.shown), and other ones were not accepted")
    }
    return set
  }
}

extension Cursor {
  /// Whether anything but the clock, and what follows from it alone, is other than in `old`.
  fileprivate func hasMoved(from old: Cursor) -> Bool {
    var same = old
    same.at = at
    same.next = next
    return same != self
  }
}
