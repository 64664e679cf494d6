import Model

extension Hearing {
  /// What of the mandates that speak of the request covers it.
  struct Coverage {
    /// By which it needs no approvals of its own.
    var mandate: MandateRecord?
    /// Why each of the others does not cover it.
    var notes: [Reason] = []
  }

  /// After which time a request counts no more as made for now (DESIGN section 5).
  private static let freshness = Duration.seconds(3600)

  /// The mandate that covers the request: of several, the one that ends first, then by path.
  func coverage(_ terms: Terms) -> Coverage {
    guard !request.isEmergency else { return Coverage() }
    var coverage = Coverage()
    for record in held.mandates.covering(terms.name, of: request.subject) {
      guard let why = gap(in: record, terms) else {
        coverage.mandate = record
        return coverage
      }
      coverage.notes.append(why)
    }
    return coverage
  }

  /// The approvals that carry `record`, as a grant by it shows them.
  func approvals(of record: MandateRecord) -> [SeenApproval] {
    let people = Set(record.approvers.map(\.person))
    return record.landed.approvals.filter { people.contains($0.approval.person) }
  }

  /// Why `record` does not cover the request; nil where it does.
  private func gap(in record: MandateRecord, _ terms: Terms) -> Reason? {
    let asked = record.terms
    if let why = stop(of: record, terms) ?? provenance(record) {
      return uncovered(record, why.message, hint: why.hint)
    }
    if asked.each < request.duration {
      return uncovered(
        record, "it is for \(asked.each.written) at a time", mark: request.marks.duration,
        hint: "Ask for \(asked.each.written) or less.")
    }
    if asked.until < window.end {
      return uncovered(
        record, "the access would end after it, at \(asked.until)",
        mark: request.marks.starts ?? request.marks.duration)
    }
    if let hours = asked.hours, !hours.contain(window) {
      return uncovered(
        record, "it is for \(hours.words)", mark: request.marks.starts ?? request.marks.duration)
    }
    if record.left == 0 {
      return usedUp(record, "\(record.used) of \(asked.grants) grants were given by it")
    }
    let live = held.mandates.inUse(record)
    guard live < asked.atOnce else {
      return usedUp(record, "\(live) of \(asked.atOnce) at a time are live or scheduled")
    }
    return nil
  }

  /// Why `record` gives nothing to anybody now.
  private func stop(
    of record: MandateRecord, _ terms: Terms
  ) -> (message: String, hint: String?)? {
    let anew = "countersign approve \(shellWord(record.path.description))"
    if record.state != .agreed { return ("it rests until it is approved anew", anew) }
    if terms.entitlement.risk == .critical { return ("`\(terms.name)` is of critical risk", nil) }
    // A brake holds what somebody approved as well, until it is released.
    let stands = MandateCourt(policy: policy).stands(record) { seen in
      overlay.compromised.contains(seen.approval.key)
        || overlay.inactive[seen.approval.person].map { $0 != .active } ?? false
    }
    return stands ? nil : ("a brake stops somebody who approved it", nil)
  }

  /// Why nobody can tell that the subject asked for it just now.
  private func provenance(_ record: MandateRecord) -> (message: String, hint: String?)? {
    guard held.mandates.isAgreed(record, before: landed) else {
      return ("it was agreed after the request was first seen", "File a new request.")
    }
    let again = "File a new request, and land it within the hour."
    if let token = landed.token {
      // The token is what asks: one that was kept back is as old as a request that was.
      let seen = max(landed.seen, token.seen)
      return token.issued.advanced(by: Hearing.freshness) < seen
        ? ("the token is of \(token.issued), and counts for an hour", again) : nil
    }
    if let fault = signatureFault(of: [request.subject]) {
      return (
        "\(fault) with a key of `\(request.subject)`",
        waitsForToken ? nil : "Let it make and sign the commit: git commit -S."
      )
    }
    guard let made = landed.made else { return ("nobody can tell when it was signed", again) }
    if Hearing.isAhead(made.upperBound, of: now) {
      return ("it is signed at \(made.upperBound), ahead of the clock", nil)
    }
    return made.lowerBound.advanced(by: Hearing.freshness) < landed.seen
      ? ("it was signed at \(made.lowerBound), and that counts for an hour", again) : nil
  }

  private func uncovered(
    _ record: MandateRecord, _ why: String, mark: Mark? = nil, hint: String? = nil
  ) -> Reason {
    Reason(
      .shortOfApprovals, "The mandate `\(record.path)` does not cover it: \(why).",
      at: place(mark), hint: hint)
  }

  private func usedUp(_ record: MandateRecord, _ why: String) -> Reason {
    Reason(
      .mandateUsedUp, "The mandate `\(record.path)` does not cover it: \(why).", at: place(nil))
  }

  /// Why a window by `record` is too long together with what its subject has or had around it.
  ///
  /// Windows less than the longest `each` apart are one, whichever mandate or approval gave them and whether or not they
  /// are over: else many short ones would be one long grant (THREATS rows 85 and 89).
  func mandatedDurationReasons(_ terms: Terms, by record: MandateRecord) -> [Reason] {
    let maximum = terms.maximum
    if maximum.value < request.duration {
      return durationReasons(terms, isRenewal: true)
    }
    let gap = max(record.terms.each, held.mandates.longestEach(of: holding) ?? .zero)
    let whole = held.spans(of: holding).joined(
      with: window, lessThan: gap, upTo: maximum.value)
    guard whole != window, maximum.value < whole.length else { return [] }
    return [
      Reason(
        .durationTooLong,
        "With what `\(request.subject)` has and had of `\(terms.name)` the time from \(whole.start) to \(whole.end) "
          + "counts as one window, longer than \(maximum.value.written).",
        at: maximum.location,
        hint: "By mandate, windows less than \(gap.written) apart count as one.")
    ]
  }
}
