import Model

/// A live grant held against what holds now.
struct GrantHearing {
  let grant: Grant
  /// The grants that were kept before it.
  let beside: HeldGrants
  let policy: Policy
  let overlay: TipOverlay
  /// What the tip has at the path of the grant's request.
  let atTip: ObjectID?
  let now: Instant

  /// Everything that no longer holds; tickets, assurance and stale facts are judged only once.
  func reasons() -> [Reason] {
    var reasons = requestReasons() + identityReasons()
    guard let (system, entitlement) = policy.entitlement(grant.entitlementName) else {
      reasons.append(
        Reason(
          .noLongerAllowed, "The policy in force has no `\(grant.entitlementName)`.",
          at: SourceLocation(file: "policies/systems/\(grant.system).yaml")))
      return reasons
    }
    let terms = Terms(
      for: grant.subject, of: system, entitlement, under: policy,
      isEmergency: grant.emergency != nil)
    reasons += emergencyReasons(terms)
    reasons += eligibilityReasons(terms)
    reasons += durationReasons(terms)
    reasons += denialReasons(terms)
    reasons += policy.conflicts(
      of: terms, for: grant.subject, during: grant.window, beside: beside
    ).map { noLongerAllowed($0.value, at: $0.location) }
    reasons += approvalReasons(terms) + tokenReasons()
    reasons += Certification(policy: policy, overlay: overlay, now: now).reasons(
      toRevoke: grant, of: system
    ).map(naming)
    return reasons
  }

  private func requestReasons() -> [Reason] {
    let path = grant.request.path
    let location = SourceLocation(file: path.description)
    guard let atTip else {
      return [Reason(.requestDeleted, "`\(path)` is no longer on the mainline.", at: location)]
    }
    guard atTip == grant.request.blob else {
      return [
        Reason(
          .requestEdited,
          "`\(path)` is \(atTip.short) on the mainline, and \(grant.request.blob.short) was granted.",
          at: location)
      ]
    }
    return []
  }

  private func identityReasons() -> [Reason] {
    GoodStanding(policy: policy, overlay: overlay, now: now).shortfalls(of: grant.subject)
      .compactMap { shortfall in
        shortfall.revocationCode.map {
          Reason($0, sentence(shortfall.message), at: shortfall.location)
        }
      }
  }

  private func eligibilityReasons(_ terms: Terms) -> [Reason] {
    guard let subject = policy.subject(grant.subject),
      !policy.isEligible(subject, by: terms.eligible.value)
    else { return [] }
    return [
      noLongerAllowed(
        "`\(grant.subject)` may not have `\(terms.name)` any more",
        at: SourceLocation(file: terms.system.file, mark: terms.eligible.mark))
    ]
  }

  private func emergencyReasons(_ terms: Terms) -> [Reason] {
    guard grant.emergency != nil, terms.emergency == nil else { return [] }
    return [
      noLongerAllowed(
        "`\(terms.name)` is not given in an emergency any more",
        at: SourceLocation(file: terms.system.file, mark: terms.entitlement.mark))
    ]
  }

  private func durationReasons(_ terms: Terms) -> [Reason] {
    if terms.maximum.value < grant.window.length {
      return [
        noLongerAllowed(
          "`\(terms.name)` is for \(terms.maximum.value.written) at most, and this is for "
            + grant.window.length.written,
          at: terms.maximum.location)
      ]
    }
    // What a mandate gave, and renewals, were counted when they were issued.
    if grant.mandate != nil { return [] }
    if grant.emergency == nil, terms.renewalLimits.contains(where: { $0.limit.maximum > 0 }) {
      return []
    }
    return terms.combinedDurationReasons(
      grant.window, of: grant.holding, beside: beside, as: .noLongerAllowed, besidesMandates: true
    ).map(naming)
  }

  private func denialReasons(_ terms: Terms) -> [Reason] {
    let rest = Window(start: max(now, grant.start), end: grant.end)
    return terms.denials(touching: rest).map { rule, denial in
      noLongerAllowed(
        "rule `\(rule.id)` denies it: \(denial.message)",
        at: SourceLocation(file: rule.file, mark: denial.mark))
    }
  }

  /// A token is judged once, as approvals are, and falls only with a key that was not its issuer's alone.
  private func tokenReasons() -> [Reason] {
    guard let token = grant.token else { return [] }
    return [TokenCourt(policy: policy).compromise(of: token)].compactMap(\.self)
  }

  /// Approvals are judged once, and fall only by `compromised`.
  private func approvalReasons(_ terms: Terms) -> [Reason] {
    let fallen = grant.approvals.filter { overlay.compromised.contains($0.key) }
    guard !fallen.isEmpty else { return [] }
    let left = grant.approvals.filter { !overlay.compromised.contains($0.key) }
    let electorate = Electorate(
      policy: policy, owner: terms.system.owner,
      sponsor: policy.subject(grant.subject).flatMap(policy.sponsor(of:)))
    guard !electorate.satisfies(terms.lists, by: Set(left.map(\.person))) else { return [] }
    return fallen.map { approval in
      Reason(
        .compromisedKey,
        "\(approval.commit.short) by `\(approval.person)` approved it with the key \(approval.key), "
          + "which is compromised.",
        at: SourceLocation(file: "policies/people/\(approval.person).yaml"), about: approval.commit)
    }
  }

  /// A revocation names the place in its message too: it is read in the ledger, far from the policy.
  private func noLongerAllowed(_ message: String, at location: SourceLocation) -> Reason {
    naming(Reason(.noLongerAllowed, message, at: location))
  }

  private func naming(_ reason: Reason) -> Reason {
    guard let file = reason.file else { return reason }
    let mark = reason.line.flatMap { line in reason.column.map { Mark(line: line, column: $0) } }
    let place = reason.line.map { "\(file):\($0)" } ?? file
    let phrase = reason.message.hasSuffix(".") ? reason.message.dropLast() : reason.message[...]
    return Reason(
      reason.code, sentence("\(phrase) (\(place))"), at: SourceLocation(file: file, mark: mark),
      hint: reason.hint, about: reason.commit)
  }
}
