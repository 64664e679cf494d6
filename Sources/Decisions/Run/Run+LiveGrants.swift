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
      // An activation gives access, and a halted run gives none.
      if grant.state == .scheduled, grant.start <= now, snapshot.halted.isEmpty {
        let active = grant.after(event(.activated), state: .active)
        decide(.activate(active))
        kept.append(active)
      } else {
        kept.append(grant)
      }
      beside.add(HeldAccess(grant))
    }
    live = kept
  }

  private func event(_ kind: GrantEvent.Kind, _ reasons: [Reason] = []) -> GrantEvent {
    GrantEvent(kind, at: now, mainline: snapshot.tip, reasons: reasons)
  }
}
