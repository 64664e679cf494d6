import Model

extension SignOffHearing {
  /// Whether `confirmation` says of `grant`, which has not ended, what is being waited for; nil is no such
  /// grant.
  ///
  /// Whoever has the access cannot be the one who says that it was given or taken away.
  func verdict(on confirmation: HandConfirmation, of grant: Grant?) -> Verdict {
    guard let grant else {
      return Verdict(
        reviewers: [],
        reasons: landed.flaws + [
          Reason(
            .invalidDocument, "No grant `\(confirmation.grant)` waits for anybody.",
            at: place(confirmation.grantMark), hint: "`countersign status` lists those that do.")
        ])
    }
    let owners = policy.assignees(of: grant.system)
    let assignees = Set(owners.flatMap(policy.people(of:)))
    let insiders = policy.insiders(of: grant)
    let (reviewers, notes) = counted { person in
      if insiders.contains(person) {
        return (.selfApproval, "the access is theirs or that of a workload of theirs")
      }
      let names = listed(owners.map(\.description), joinedBy: "or")
      return assignees.contains(person)
        ? nil : (.notAnApprover, "`\(grant.system)` is looked after by \(names)")
    }
    var reasons = landed.flaws
    if !grant.takes(confirmation.deed) {
      reasons.append(
        Reason(
          .invalidDocument,
          "`\(grant.id)` is \(grant.state.rawValue), and nobody waits to hear that it was "
            + "\(confirmation.deed.rawValue).",
          at: place(confirmation.deedMark), hint: "`countersign status` says what is waited for."))
    }
    if reviewers.isEmpty {
      reasons += unsigned(
        "\(listed(owners.map(\.description), joinedBy: "or")), who act for `\(grant.system)`",
        notes)
    }
    return Verdict(reviewers: reviewers, reasons: reasons)
  }
}
