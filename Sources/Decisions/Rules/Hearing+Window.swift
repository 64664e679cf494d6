import Model

extension Hearing {
  /// Why there is no time left to give access in.
  func windowReasons() -> [Reason] {
    guard window.end <= now || window.end <= window.start else { return [] }
    return [
      Reason(
        .windowOver, "The access would have ended at \(window.end).",
        at: place(request.marks.starts ?? request.marks.duration))
    ]
  }

  /// Why the access would last too long, alone or together with what the subject has.
  ///
  /// What rules let be renewed may follow on itself; how often, `renewalReasons` says.
  func durationReasons(_ terms: Terms, isRenewal: Bool) -> [Reason] {
    let maximum = terms.maximum
    if maximum.value < request.duration {
      return [
        Reason(
          .durationTooLong,
          "`\(terms.name)` is for \(maximum.value.written) at most, not for "
            + "\(request.duration.written).",
          at: maximum.location, hint: "Ask for \(maximum.value.written) or less.")
      ]
    }
    return isRenewal
      ? []
      : terms.combinedDurationReasons(
        window, of: holding, beside: held, as: .durationTooLong)
  }

  /// Why the access would begin too long after the people who approved it looked.
  func startReasons(lookedAt looked: Instant) -> [Reason] {
    guard let starts = request.starts else { return [] }
    let last = looked.advanced(by: policy.settings.expireAfter)
    guard last < starts else { return [] }
    return [
      Reason(
        .startsTooLate,
        "The access would start at \(starts), and approvals seen at \(looked) carry no start "
          + "after \(last).",
        at: place(request.marks.starts))
    ]
  }
}

extension Terms {
  /// Why `window` and what `subject` holds of the same around it are too long together.
  ///
  /// Windows that overlap or lie less than the maximum apart count as one (DESIGN section 7): else a
  /// stack of short requests would be one long grant (THREATS row 46). An emergency counts with other
  /// emergencies alone: whoever has ordinary access must not find the glass unbreakable.
  ///
  /// - Parameter besidesMandates: Whether what mandates gave is left out: of a grant that was there before.
  func combinedDurationReasons(
    _ window: Window, of holding: Holding, beside held: HeldGrants, as code: ReasonCode,
    besidesMandates: Bool = false
  ) -> [Reason] {
    let stretches =
      emergency != nil
      ? held.emergencies(of: holding)
      : besidesMandates ? held.ordinary(of: holding) : held.stretches(of: holding)
    let whole = stretches.joined(
      with: window, lessThan: maximum.value, upTo: maximum.value)
    guard whole != window, maximum.value < whole.length else { return [] }
    return [
      Reason(
        code,
        "With what `\(holding.subject)` has of `\(name)` the time from \(whole.start) to \(whole.end) counts as "
          + "one window, longer than \(maximum.value.written).",
        at: maximum.location,
        hint: "Windows less than \(maximum.value.written) apart count as one.")
    ]
  }
}
