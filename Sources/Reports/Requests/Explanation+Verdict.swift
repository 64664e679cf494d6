import Model

extension Explanation {
  /// The answer in one sentence.
  func verdict(_ style: Style) -> Phrase {
    if let grant { return Explanation.verdict(on: grant, style) }
    guard let record else { return forecast }
    if let agreed { return Explanation.verdict(on: agreed, style) }
    switch record.outcome {
    case .granted: return "\("Granted", .good) \(style.moment(record.decided))."
    case .refused: return "\("Refused", .bad) \(style.moment(record.decided))."
    case .withdrawn: return "\("Withdrawn", .bad) \(style.moment(record.decided))."
    case .pending: return waiting
    }
  }

  private static func verdict(on grant: Grant, _ style: Style) -> Phrase {
    let last = grant.ending?.at ?? grant.end
    let missing =
      switch grant.wait {
      case .people: "whoever does it by hand has not confirmed it"
      case .authority:
        grant.state.isEnding
          ? "nobody has signed the list of revoked certificates"
          : "nobody has signed its certificate"
      case .target, .start, .end, .nothing: "the target has not confirmed it"
      }
    switch grant.state {
    case .active where grant.end <= style.now, .written where grant.end <= style.now:
      return "\("Granted", .waiting) until \(style.moment(grant.end)); no run has ended it yet."
    case .scheduled where grant.start <= style.now:
      return "\("Granted", .waiting) from \(style.moment(grant.start)); no run has begun it yet."
    case .written:
      return
        "\("Written", .waiting) where its cluster reads it, until \(style.moment(grant.end)); nobody says whether it is applied."
    case .active: return "\("Granted", .good) until \(style.moment(grant.end))."
    case .scheduled: return "\("Granted", .good) from \(style.moment(grant.start))."
    case .issuing: return "\("Being issued", .waiting): \(missing) yet."
    case .revoking: return "\("Being revoked", .waiting): \(missing) yet."
    case .expiring: return "\("Being ended", .waiting): \(missing) yet."
    case .revoked: return "\("Revoked", .bad) \(style.moment(last))."
    case .expired: return "\("Expired", .faint) \(style.moment(last))."
    }
  }

  private static func verdict(on mandate: MandateRecord, _ style: Style) -> Phrase {
    switch mandate.state {
    case .agreed: "\("Agreed", .good) until \(style.moment(mandate.terms.until))."
    case .resting: "\("Rests", .waiting) until it is approved anew."
    case .ended: "\("Ended", .faint) \(style.moment(mandate.ending?.at ?? mandate.terms.until))."
    }
  }

  /// What follows for a request that the ledger holds as pending.
  private var waiting: Phrase {
    let answer: Phrase = "\("Not granted yet", .waiting)"
    switch outlook ?? .pending {
    case .refused: return "\("Not granted", .bad): the next run would refuse it."
    case .withdrawn: return "\("Not granted", .bad): the next run would withdraw it."
    case .granted: return answer + ": nothing is missing, the next run would grant it."
    case .pending where !reasons.isEmpty || evaluation?.verdict == .refused:
      return answer + ": something else must be mended first."
    case .pending: return answer + (evaluation == nil ? "." : ": \(missing).")
    }
  }

  /// What would follow for a request that has not landed.
  private var forecast: Phrase {
    switch (outlook, evaluation?.verdict) {
    case (.granted, _) where mandate != nil: "\("Would be agreed", .good)."
    case (nil, .granted) where mandate != nil && reasons.isEmpty: "\("Would be agreed", .good)."
    case (.granted, _): "\("Would be granted", .good)\(length)."
    case (.withdrawn, _): "\("Would be withdrawn", .bad)."
    case (.pending, _) where !reasons.isEmpty:
      "\("Would wait", .waiting): something else must be mended first."
    case (.pending, _): "\("Would wait", .waiting): \(missing)."
    case (_, _) where !reasons.isEmpty: "\("Cannot be granted", .bad) as it is."
    case (_, .refused), (.refused, _): "\("Would be refused", .bad)."
    case (nil, .granted): "\("Would be granted", .good)\(length)."
    case (nil, .pending): "\("Would wait", .waiting): \(missing)."
    case (nil, nil): "\("Not judged", .waiting)."
    }
  }

  /// How long access would last, beginning with its issue or at the start that was asked for.
  private var length: Phrase {
    guard let window = evaluation?.window else { return "" }
    let from = request?.starts == nil ? "from when it is issued" : "from its start"
    return ", for \(shownDuration(window.length)) \(from)"
  }

  /// `one more approval is missing`.
  ///
  /// One person may serve several lists, so the lists' numbers add up to no number of people.
  private var missing: String {
    let open = (evaluation?.requirements ?? []).filter { !$0.isSatisfied }
    guard open.count == 1, let only = open.first else {
      return open.isEmpty ? "approvals are missing" : "\(open.count) lists lack approvals"
    }
    let count = only.lines.reduce(0) { $0 + $1.missing }
    return count == 1 ? "one more approval is missing" : "\(count) more approvals are missing"
  }
}
