import Model

extension Hearing {
  /// The grants that may not stand beside this one.
  func conflictReasons(_ terms: Terms) -> [Reason] {
    policy.conflicts(of: terms, for: request.subject, during: window, beside: held).map {
      Reason(.conflictingGrant, sentence($0.value), at: $0.location)
    }
  }
}

extension Policy {
  /// What `subject` and those counted with it hold during `window` that conflicts with `terms`, in words,
  /// each with the place that says so.
  ///
  /// It is enough that one of two entitlements names the other.
  func conflicts(
    of terms: Terms, for subject: IdentityID, during window: Window, beside held: HeldGrants
  ) -> [Placed<String>] {
    let apart = separations(of: terms)
    guard !apart.isEmpty else { return [] }
    return identities(countedWith: subject).flatMap { holder in
      held.entitlements(of: holder).compactMap { other -> Placed<String>? in
        guard let location = apart[other],
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

  /// What is kept apart from `terms`, each with the place that says so; their own comes first.
  private func separations(of terms: Terms) -> [EntitlementName: SourceLocation] {
    var apart: [EntitlementName: SourceLocation] = [:]
    for own in terms.entitlement.conflictsWith where apart[own.value] == nil {
      apart[own.value] = SourceLocation(file: terms.system.file, mark: own.mark)
    }
    for other in entitlements(keptApartFrom: terms.name) where apart[other] == nil {
      guard let (system, entitlement) = entitlement(other) else { continue }
      apart[other] = entitlement.conflictsWith.first { $0.value == terms.name }.map {
        SourceLocation(file: system.file, mark: $0.mark)
      }
    }
    return apart
  }
}
