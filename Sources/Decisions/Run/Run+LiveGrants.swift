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
      if grant.end <= now {
        decide(.expire(grant.after(event(.expired), state: .expired)))
        continue
      }
      let reasons =
        Review(
          grant: grant, beside: beside, policy: snapshot.policy.policy, overlay: snapshot.overlay,
          standing: snapshot.held[grant.request.path], now: now
        ).reasons() + ticketReasons(grant)
      guard reasons.isEmpty else {
        decide(.revoke(grant.after(event(.revoked, reasons), state: .revoked)))
        continue
      }
      kept.append(moved(grant))
      beside.add(HeldAccess(grant))
    }
    live = kept
  }

  /// `grant` one step on, where it gives access that it did not give before; a halted run gives none.
  private mutating func moved(_ grant: Grant) -> Grant {
    guard snapshot.halted.isEmpty else { return grant }
    switch grant.state {
    case .scheduled where grant.start <= now:
      let active = grant.after(event(.activated), state: .active)
      decide(.activate(active))
      return active
    case .issuing where canSign(grant.certificate):
      let certified = grant.certified(at: now, mainline: snapshot.tip)
      decide(.certify(certified))
      return certified
    default: return grant
    }
  }

  /// Whether the authority of `certificate` can sign in this run.
  func canSign(_ certificate: CertificateTerms?) -> Bool {
    certificate.map { snapshot.authorities.contains($0.authority) } ?? false
  }

  private func event(_ kind: GrantEvent.Kind, _ reasons: [Reason] = []) -> GrantEvent {
    GrantEvent(kind, at: now, mainline: snapshot.tip, reasons: reasons)
  }
}
