import Model

extension Hearing {
  /// Why the request waits for the clock: a date ahead of it is believed once it has come (DESIGN section 4).
  ///
  /// Nobody has to do anything about a clock that is some minutes off; what lies further ahead lapses as all that waits.
  func dateReasons(_ terms: Terms) -> [Reason] {
    var ahead: [(what: String, dated: Instant)] = []
    if Hearing.isAhead(landed.dated, of: now) {
      ahead.append(("The landing \(landed.landing.short) is dated", landed.dated))
    }
    if isOnOwnSignature(terms), let made = landed.made, Hearing.isAhead(made.upperBound, of: now) {
      ahead.append(("The request is signed at", made.upperBound))
    }
    return ahead.map { what, dated in
      Reason(
        .approvalInFuture, "\(what) \(dated), ahead of the clock, and waits until then.",
        at: place(nil),
        hint: dated < lapse
          ? "Wait; and set the clock of the machine that made it."
          : "Set the clock of the machine that made it and file a new request: this one lapses at \(lapse)."
      )
    }
  }

  /// Why it is too late to issue without a witness (THREATS row 37).
  ///
  /// A ledger that was rolled back would have every window issued afresh; the dates of the commits that
  /// complete the request do not roll back with it.
  func lateIssueReasons(completed: Instant) -> [Reason] {
    guard !hasWitness else { return [] }
    let last = completed.advanced(by: policy.settings.issueWithin)
    guard last < now else { return [] }
    return [
      Reason(
        .issuedTooLate,
        "The approvals were complete at \(completed), and without a witness nothing is issued after "
          + "\(last).",
        at: SourceLocation(file: Settings.file), hint: "File a new request.")
    ]
  }

  /// The date of the landing, or of the late approval with which the approvals first suffice.
  func completion(_ tally: Tally) -> Instant {
    var people = Set(tally.counted.filter { !$0.isLate }.map(\.approval.person))
    if tally.isMet(by: people) { return landed.dated }
    let late = tally.counted.filter(\.isLate).sorted { $0.dated < $1.dated }
    for approval in late {
      people.insert(approval.approval.person)
      if tally.isMet(by: people) { return approval.dated }
    }
    return late.last?.dated ?? landed.dated
  }
}
