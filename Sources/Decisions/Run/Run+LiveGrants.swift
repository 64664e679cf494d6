import Model

extension Run {
  /// Looks at every live grant again: what is over expires, what no longer holds is revoked, what has
  /// begun is activated (DESIGN section 7).
  ///
  /// Each is held against those kept before it, so of two that cannot stand together the one that starts
  /// first stays.
  mutating func reviewLiveGrants() {
    var kept: [Grant] = []
    var beside = HeldGrants([], at: now)
    var mass = MassRevocation(
      snapshot, governance, live: live.count { !$0.state.isEnding }, at: now)
    for grant in live.sorted(by: { ($0.start, $0.id) < ($1.start, $1.id) }) {
      if grant.state.isEnding {
        if let left = givenUp(grant) {
          kept.append(left)
          beside.add(HeldAccess(left))
        }
        continue
      }
      if grant.end <= now {
        let ended = grant.ended(.expired, at: now, mainline: snapshot.tip, canSign: true)
        decide(.expire(ended))
        if ended.state.isLive { kept.append(ended) }
        continue
      }
      let atTip = blobAtTip(grant.request, since: grant.landing)
      func found(_ policy: Policy, _ overlay: TipOverlay) -> [Reason] {
        GrantHearing(
          grant: grant, beside: beside, policy: policy, overlay: overlay, atTip: atTip,
          now: now
        ).reasons()
      }
      let others = ticketReasons(grant) + mandateReasons(grant)
      let reasons = found(snapshot.policy.policy, snapshot.overlay) + others
      let isSpared =
        !reasons.isEmpty && others.isEmpty
        && mass.spares(grant) { found($0, $1).isEmpty }
      guard reasons.isEmpty || isSpared else {
        let ended = grant.ended(
          .revoked, at: now, mainline: snapshot.tip, reasons: reasons,
          canSign: canSign(grant.certificate))
        decide(.revoke(ended))
        if ended.state.isLive { kept.append(ended) }
        continue
      }
      // What begins only by what a compromised key carried waits until that is approved anew.
      let isSound =
        snapshot.overlay.doubted.sound.map { sound in
          found(sound.policy, snapshot.overlay).isEmpty && carries(grant, under: sound.policy)
        } ?? true
      kept.append(moved(grant, mayBegin: isSound))
      beside.add(HeldAccess(grant))
    }
    live = kept
    if governance != nil || !mass.spared.isEmpty, var state = governance {
      mass.note(in: &state)
      governance = state
    }
  }

  /// Whether `grant` has the approvals that it takes under `policy` from people and keys that are in no doubt.
  private func carries(_ grant: Grant, under policy: Policy) -> Bool {
    let doubted = snapshot.overlay.doubted
    let sure = grant.approvals.filter { doubted.doubt(about: $0.person, $0.key) == nil }
    guard sure.count < grant.approvals.count,
      let (system, entitlement) = policy.entitlement(grant.entitlementName)
    else { return true }
    let terms = Terms(
      for: grant.subject, of: system, entitlement, under: policy,
      isEmergency: grant.emergency != nil)
    return Electorate(
      policy: policy, owner: system.owner,
      sponsor: policy.subject(grant.subject).flatMap(policy.sponsor(of:))
    ).satisfies(terms.lists, by: Set(sure.map(\.person)))
  }

  /// `grant` one step on, where it gives access that it did not give before; a pass that must not give leaves it.
  ///
  /// - Parameter mayBegin: Whether it begins with its window; not what only a voided acceptance gives (DESIGN section 6).
  private mutating func moved(_ grant: Grant, mayBegin: Bool) -> Grant {
    if grant.lacksIdentifier, let target = word(on: grant)?.target {
      let identified = grant.identified(as: target, at: now, mainline: snapshot.tip)
      decide(.identify(identified))
      return identified
    }
    guard snapshot.gives else { return grant }
    switch grant.wait {
    case .start:
      guard grant.isToBegin(at: now), mayBegin else { return grant }
      let next = grant.begun(at: now, mainline: snapshot.tip)
      decide(.activate(next))
      return next
    case .target:
      guard let word = word(on: grant) else { return grant }
      let confirmed = grant.confirmed(at: now, mainline: snapshot.tip, by: word)
      decide(.confirm(confirmed))
      return confirmed
    case .end:
      // What is written down has become access once its target says so.
      guard grant.state.isOnlyWritten, let word = word(on: grant), !word.isWritten else {
        return grant
      }
      let confirmed = grant.confirmed(at: now, mainline: snapshot.tip, by: word)
      decide(.confirm(confirmed))
      return confirmed
    case .authority:
      guard canSign(grant.certificate) else { return grant }
      let certified = grant.certified(at: now, mainline: snapshot.tip)
      decide(.certify(certified))
      return certified
    // A signed merge says what was done by hand.
    case .people, .nothing: return grant
    }
  }

  /// `grant`, which is to end, for as long as nobody has confirmed that it has.
  ///
  /// That is its target, or the authority that signs which certificates are revoked; one that has ended by
  /// itself needs no list.
  private mutating func givenUp(_ grant: Grant) -> Grant? {
    let isGone =
      switch grant.wait {
      case .authority: canSign(grant.certificate) || grant.end <= now
      case .target: word(on: grant) != nil
      // A signed merge confirms what is done by hand, and nothing else.
      case .people, .start, .end, .nothing: false
      }
    guard isGone else { return grant }
    decide(.confirm(grant.confirmed(at: now, mainline: snapshot.tip, by: word(on: grant))))
    return nil
  }

  /// What the target of `grant` has said of it as it is; nil where it has said nothing.
  ///
  /// What is done by hand a signed merge confirms, and nothing else.
  private func word(on grant: Grant) -> TargetWord? {
    guard grant.connector != .manual, let word = snapshot.confirmed[grant.id] else { return nil }
    return word.state == grant.state ? word : nil
  }

  /// Whether the authority of `certificate` can sign in this run.
  func canSign(_ certificate: CertificateTerms?) -> Bool {
    certificate.map { snapshot.authorities.contains($0.authority) } ?? false
  }
}
