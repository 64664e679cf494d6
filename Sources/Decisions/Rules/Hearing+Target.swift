import Model

extension Hearing {
  /// Why there is nothing to be had by the name that the request gives.
  func unknownTarget() -> Reason {
    guard let system = policy.systems[request.system] else {
      return Reason(
        .unknownSystem, "there is no system `\(request.system)`", at: place(nil),
        hint: "a request lies in the folder of its system, requests/<system>/")
    }
    return Reason(
      .unknownEntitlement, "`\(system.id)` has no entitlement `\(request.entitlement)`",
      at: place(request.marks.entitlement),
      hint: system.entitlements.isEmpty
        ? nil : "it has \(listed(system.entitlements.map(\.name)))")
  }

  /// Why the subject may not even ask.
  func eligibilityReasons(_ terms: Terms) -> [Reason] {
    var reasons: [Reason] = []
    if request.isEmergency {
      reasons.append(
        Reason(
          .notEligible, "this version of Countersign issues no emergency grants",
          at: place(request.marks.emergency), hint: "ask for it without `emergency`"))
    }
    // Nobody can tell what somebody unknown may ask for; that they are unknown has been said.
    guard let subject = policy.subject(request.subject) else { return reasons }
    if !policy.isEligible(subject, by: terms.entitlement.eligible) {
      reasons.append(
        Reason(
          .notEligible,
          "`\(request.subject)` may not ask for `\(terms.name)`, which is for "
            + listed(terms.entitlement.eligible.map(\.description)),
          at: SourceLocation(file: terms.system.file, mark: terms.entitlement.eligibleMark)))
    }
    return reasons
  }
}
