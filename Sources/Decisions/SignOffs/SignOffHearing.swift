import Model

/// A sign-off before the judge: who put their name to it, and whether that is enough.
struct SignOffHearing {
  let landed: LandedSignOff
  let policy: Policy
  let overlay: TipOverlay
  let now: Instant

  /// What became of it.
  struct Verdict {
    /// The reviewers whose merges count.
    let reviewers: [Approval]
    /// Empty where it is accepted.
    let reasons: [Reason]
  }

  var standing: GoodStanding { GoodStanding(policy: policy, overlay: overlay, now: now) }

  /// The place of `mark` in the file.
  func place(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: landed.key.path.description, mark: mark)
  }

  /// Who counts of those whose merges brought it in, and why the others do not.
  ///
  /// Whoever wrote the file may sign it off: it is the statement of the one who signs.
  func counted(
    unless fault: (IdentityID) -> (code: ReasonCode, message: String)?
  ) -> (reviewers: [Approval], notes: [Reason]) {
    var reviewers: [Approval] = []
    var notes: [Reason] = []
    for approval in landed.approvals.map(\.approval) {
      var found = fault(approval.person)
      if overlay.compromised.contains(approval.key) {
        found = (.compromisedKey, "the key is compromised")
      } else if approval.assurance < .personal {
        found = (.assuranceTooLow, "a forge signed it")
      } else if !standing.isActive(approval.person) {
        found = (.inactiveApprover, "they are no active person")
      } else if let doubt = overlay.doubted.doubt(about: approval.person, approval.key) {
        found = (.inactiveApprover, doubt)
      }
      if let found {
        notes.append(
          Reason(
            found.code,
            "\(approval.commit.short) by `\(approval.person)` does not count: \(found.message).",
            at: place(nil), about: approval.commit))
      } else {
        reviewers.append(approval)
      }
    }
    return (reviewers, notes)
  }

  /// That nobody whose signature counts has brought it in, with what looked like it.
  func unsigned(_ who: String, _ notes: [Reason]) -> [Reason] {
    let short = Reason(
      .shortOfApprovals, "It needs the signed merge of \(who).", at: place(nil),
      hint:
        "It counts as it lands: let them merge its branch with `git merge --no-ff -S`; where it has landed "
        + "already, change it on another branch first.")
    return [short] + joined(notes, landed.notes)
  }
}
