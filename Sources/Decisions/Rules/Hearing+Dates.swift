import Model

extension Hearing {
  /// Why the landing's own date forbids to believe it.
  func landingDateReasons() -> [Reason] {
    guard landed.seen.advanced(by: Hearing.tolerance) < landed.dated else { return [] }
    return [
      Reason(
        .approvalInFuture,
        "the landing \(landed.landing.short) is dated \(landed.dated), ahead of the clock that saw it "
          + "at \(landed.seen)",
        at: place(nil))
    ]
  }

  /// Why it is too late to issue without a witness (THREATS row 37).
  ///
  /// A ledger that was rolled back would have every window issued afresh; the dates of the commits that
  /// complete the request do not roll back with it.
  func lateIssueReasons(_ tally: Tally) -> [Reason] {
    guard !hasWitness, tally.isComplete else { return [] }
    let completed = completion(tally)
    let last = completed.advanced(by: policy.settings.issueWithin)
    guard last < now else { return [] }
    return [
      Reason(
        .issuedTooLate,
        "the approvals were complete at \(completed), and without a witness nothing is issued after "
          + "\(last)",
        at: SourceLocation(file: Settings.file), hint: "file a new request")
    ]
  }

  /// The date of the landing, or of the late approval with which the approvals first suffice.
  private func completion(_ tally: Tally) -> Instant {
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
