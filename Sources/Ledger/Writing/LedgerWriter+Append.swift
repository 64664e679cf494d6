import Git
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
  ///   - certifier: Makes what certificate authorities sign.
  /// - Returns: The new tip, which is the old one when nothing was written.
  /// - Throws: `.keyNotInForce` and `.clockBehind` before anything is written; `.alreadyTaken`,
  ///   `.inconsistent`, `.unreadable`, `.signingFailed`, `.notCertified` and `.git`. Whatever it is, no reference has
  ///   moved.
  package func append(
    _ judgement: Judgement, processorKeys: [SSHPublicKey], to ledger: TrustedLedger,
    mainline: ObjectID, certifier: Certifier = .nobody
  ) throws(LedgerError) -> ObjectID {
    let decisions = judgement.decisions
    guard !decisions.isEmpty || judgement.cursor.hasMoved(from: ledger.cursor) else {
      return ledger.tip
    }
    try checkKey(isIn: ledger.keysInForce)
    let newSet = try ledger.check(judgement, processorKeys: processorKeys)
    return try writing(decisions.count) { () throws(LedgerError) in
      var draft = try LedgerDraft(continuing: ledger, certifier: certifier, by: commit)
      return try draft.record(judgement, newSet: newSet, mainline: mainline)
    }
  }
}

extension LedgerDraft {
  /// Makes the first commit, which leaves the cursor at the anchor.
  mutating func begin(_ cursor: Cursor, isLast: Bool) throws(LedgerError) -> ObjectID {
    try setPolicy(cursor.policy)
    try move(to: cursor)
    return try commit(
      LedgerMessage(
        event: .begin, subject: "Begin the ledger at \(cursor.anchor)", mainline: cursor.anchor,
        at: cursor.at), isLast: isLast)
  }

  /// Makes one commit for each decision, the last of which moves the cursor; answers with the last.
  mutating func record(
    _ judgement: Judgement, newSet: ProcessorKeySet?, mainline: ObjectID
  ) throws(LedgerError) -> ObjectID {
    let (decisions, cursor) = (judgement.decisions, judgement.cursor)
    func message(of decision: Decision) -> LedgerMessage {
      var message = LedgerMessage(of: decision, mainline: mainline, at: cursor.at)
      message.reach = judgement.reach.readsLandings ? nil : judgement.reach
      return message
    }
    for decision in decisions.dropLast() {
      try apply(decision, of: judgement)
      try commit(message(of: decision), isLast: false)
    }
    if let last = decisions.last { try apply(last, of: judgement) }
    try move(to: cursor)
    if let newSet { try bring(newSet) }
    let advance = LedgerMessage(
      event: .advance, subject: "Advance to \(cursor.mainline.short)", mainline: mainline,
      at: cursor.at)
    return try commit(decisions.last.map(message(of:)) ?? advance, isLast: true)
  }
}

extension TrustedLedger {
  /// Checks that `judgement` can follow here, and answers with the keys it brings, if any.
  func check(
    _ judgement: Judgement, processorKeys: [SSHPublicKey]
  ) throws(LedgerError) -> ProcessorKeySet? {
    let cursor = judgement.cursor
    guard cursor.at >= self.cursor.at else {
      throw LedgerError(
        .clockBehind, "it is \(cursor.at), and the ledger was written at \(self.cursor.at)")
    }
    guard cursor.anchor == self.cursor.anchor, cursor.drill == self.cursor.drill else {
      throw LedgerError(.inconsistent, "a ledger's anchor and whether it is a drill never change")
    }
    var accepted: PolicyAcceptance?
    for case .accept(let acceptance) in judgement.decisions { accepted = acceptance }
    guard cursor.policy == accepted?.tree ?? self.cursor.policy else {
      throw LedgerError(.inconsistent, "the policy \(cursor.policy) was not accepted")
    }
    let set = ProcessorKeySet(keys: processorKeys, landing: accepted?.landing ?? cursor.anchor)
    guard set.keys != keysInForce.keys else { return nil }
    guard accepted != nil, !set.keys.isEmpty else {
      throw LedgerError(
        .inconsistent,
        "the processor's keys are \(keysInForce.shown), and other ones were not accepted")
    }
    return set
  }
}

extension Cursor {
  /// Whether anything but the clock, what follows from it alone, and what was heard of tickets without
  /// deciding anything, is other than in `old`.
  fileprivate func hasMoved(from old: Cursor) -> Bool {
    var same = old
    same.at = at
    same.next = next
    same.tickets = tickets
    return same != self
  }
}
