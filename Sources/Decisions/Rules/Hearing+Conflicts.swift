import Model

extension Hearing {
  /// The grants that may not stand beside this one.
  func conflictReasons(_ terms: Terms) -> [Reason] {
    policy.conflicts(of: terms, for: request.subject, during: window, beside: held).map {
      Reason(.conflictingGrant, $0.value, at: $0.location)
    }
  }
}

extension Policy {
  /// What `subject` and those related to it hold during `window` that conflicts with `terms`, in words,
  /// each with the place that says so.
  ///
  /// It is enough that one of two entitlements names the other.
  func conflicts(
    of terms: Terms, for subject: IdentityID, during window: Window, beside held: HeldGrants
  ) -> [Placed<String>] {
    identities(relatedTo: subject).flatMap { holder in
      held.entitlements(of: holder).compactMap { other -> Placed<String>? in
        guard let location = separation(of: terms, from: other),
          let overlap = held.stretches(of: Holding(subject: holder, entitlement: other))
            .first(overlapping: window)
        else { return nil }
        return Placed(
          "`\(terms.name)` and `\(other)` are kept apart, and `\(holder)` has the latter from "
            + "\(overlap.start) to \(overlap.end)",
          at: location)
      }
    }
  }

  private func separation(of terms: Terms, from other: EntitlementName) -> SourceLocation? {
    if let own = terms.entitlement.conflictsWith.first(where: { $0.value == other }) {
      return SourceLocation(file: terms.system.file, mark: own.mark)
    }
    guard let (system, entitlement) = entitlement(other),
      let theirs = entitlement.conflictsWith.first(where: { $0.value == terms.name })
    else { return nil }
    return SourceLocation(file: system.file, mark: theirs.mark)
  }
}
