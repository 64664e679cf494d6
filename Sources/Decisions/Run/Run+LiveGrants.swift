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
      let reasons =
        Review(
          grant: grant, beside: beside, policy: snapshot.policy.policy, overlay: snapshot.overlay,
          standing: standing(grant.request, since: grant.landing), now: now
        ).reasons() + ticketReasons(grant)
      guard reasons.isEmpty else {
        let ended = grant.ended(
          .revoked, at: now, mainline: snapshot.tip, reasons: reasons,
          canSign: canSign(grant.certificate))
        decide(.revoke(ended))
        if ended.state.isLive { kept.append(ended) }
        continue
      }
      kept.append(moved(grant))
      beside.add(HeldAccess(grant))
    }
    live = kept
  }

  /// `grant` one step on, where it gives access that it did not give before; a pass that must not give leaves it.
  private mutating func moved(_ grant: Grant) -> Grant {
    if grant.lacksIdentifier, let target = word(on: grant)?.target {
      let identified = grant.identified(as: target, at: now, mainline: snapshot.tip)
      decide(.identify(identified))
      return identified
    }
    guard snapshot.gives else { return grant }
    switch grant.state {
    case .scheduled where grant.start <= now:
      let next =
        grant.connector == nil
        ? grant.after(event(.activated), state: .active)
        : grant.after(event(.issuing), state: .issuing)
      decide(.activate(next))
      return next
    case .issuing where grant.connector != nil && word(on: grant) != nil,
      .written where word(on: grant)?.isWritten == false:
      let confirmed = grant.confirmed(at: now, mainline: snapshot.tip, by: word(on: grant))
      decide(.confirm(confirmed))
      return confirmed
    case .issuing where canSign(grant.certificate):
      let certified = grant.certified(at: now, mainline: snapshot.tip)
      decide(.certify(certified))
      return certified
    default: return grant
    }
  }

  /// `grant`, which is to end, for as long as nobody has confirmed that it has.
  ///
  /// That is its target, or the authority that signs which certificates are revoked; one that has ended by
  /// itself needs no list.
  private mutating func givenUp(_ grant: Grant) -> Grant? {
    let isGone =
      grant.waitsForAuthority
      ? canSign(grant.certificate) || grant.end <= now
      : word(on: grant) != nil
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

  private func event(_ kind: GrantEvent.Kind) -> GrantEvent {
    GrantEvent(kind, at: now, mainline: snapshot.tip)
  }
}
