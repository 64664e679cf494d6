import Model

extension Hearing {
  /// Why there is nothing to be had by the name that the request gives.
  func unknownTarget() -> Reason {
    guard let system = policy.systems[request.system] else {
      return Reason(
        .unknownSystem, "There is no system `\(request.system)`.", at: place(nil),
        hint: "A request lies in the folder of its system, requests/<system>/.")
    }
    return Reason(
      .unknownEntitlement, "`\(system.id)` has no entitlement `\(request.entitlement)`.",
      at: place(request.marks.entitlement),
      hint: system.entitlements.isEmpty
        ? nil : "It has \(listed(system.entitlements.map(\.name))).")
  }

  /// Why the subject may not even ask.
  func eligibilityReasons(_ terms: Terms) -> [Reason] {
    // Nobody can tell what somebody unknown may ask for; that they are unknown has been said.
    guard let subject = policy.subject(request.subject),
      !policy.isEligible(subject, by: terms.eligible.value)
    else { return [] }
    let when = terms.emergency == nil ? "" : " in an emergency"
    return [
      Reason(
        .notEligible,
        "`\(request.subject)` may not ask for `\(terms.name)`\(when), which is for "
          + "\(listed(terms.eligible.value.map(\.description))).",
        at: SourceLocation(file: terms.system.file, mark: terms.eligible.mark))
    ]
  }
}
