/// What a grant waits for where it stands.
package enum GrantWait: Hashable, Sendable {
  /// Its window has to begin.
  case start
  /// Its window has to end.
  case end
  /// Its target has to confirm what was intended.
  case target
  /// Somebody has to do it by hand, and to sign that they did.
  case people(HandWork)
  /// Its authority has to sign: its certificates, or the list of revoked ones that its own has to be on.
  case authority
  /// It is over.
  case nothing
}

// The life of a grant: each step is made here. Who decides that it is time stands in `Decisions`.
extension Grant {
  /// What it waits for.
  package var wait: GrantWait {
    switch state.stage {
    case .ahead: .start
    case .over: .nothing
    case .giving:
      switch state {
      case .issuing: somebody(to: .give)
      case .scheduled, .written, .active, .expiring, .expired, .revoking, .revoked: .end
      }
    case .ending: somebody(to: .take)
    }
  }

  private func somebody(to work: HandWork) -> GrantWait {
    switch connector {
    case .manual: .people(work)
    case nil: certificate == nil ? .target : .authority
    case .some: .target
    }
  }

  /// What somebody has to do by hand now; nil where nobody has.
  package var handWork: HandWork? {
    if case .people(let work) = wait { work } else { nil }
  }

  /// Whether it waits for its target to confirm what was intended, whoever acts there.
  package var isUnconfirmed: Bool { wait == .target || handWork != nil }

  /// Whether it waits for its authority's signature.
  package var waitsForAuthority: Bool { wait == .authority }

  /// Whether the next run tries again what it waits for: a program or an authority, which nobody else asks.
  package var isTriedAgain: Bool {
    switch wait {
    case .target, .authority: true
    case .start, .end, .people, .nothing: false
    }
  }

  /// Whether its window has begun by `now`, and no run has said so.
  package func isToBegin(at now: Instant) -> Bool { wait == .start && start <= now }

  /// The same grant now that its window has begun: where a target has to act first, on the way there.
  package func begun(at now: Instant, mainline: ObjectID) -> Grant {
    connector == nil
      ? after(GrantEvent(.activated, at: now, mainline: mainline), state: .active)
      : after(GrantEvent(.issuing, at: now, mainline: mainline), state: .issuing)
  }

  /// The same grant once what it waits for has been confirmed; `word` is absent where people have.
  package func confirmed(
    at now: Instant, mainline: ObjectID, by word: TargetWord? = nil
  ) -> Grant {
    func step(_ kind: GrantEvent.Kind, _ next: GrantState, _ reasons: [Reason] = []) -> Grant {
      after(
        GrantEvent(kind, at: now, mainline: mainline, reasons: reasons), state: next,
        target: word?.target)
    }
    return switch state {
    case .expiring: step(.expired, .expired)
    case .revoking:
      step(.revoked, .revoked, history.last { $0.event == .revoking }?.reasons ?? [])
    case .scheduled, .issuing, .written, .active:
      word?.isWritten == true ? step(.written, .written) : step(.activated, .active)
    // Nobody confirms what is over.
    case .expired, .revoked: self
    }
  }

  /// The same grant once its target has said what it calls the access.
  package func identified(as target: TargetIdentifier, at now: Instant, mainline: ObjectID) -> Grant
  {
    after(GrantEvent(.identified, at: now, mainline: mainline), state: state, target: target)
  }

  /// The same grant at its end, or on the way there where a target has to give the access up first, or the
  /// authority to sign the list that its certificate is on.
  ///
  /// - Parameter canSign: Whether the authority of its certificates can sign now.
  package func ended(
    _ kind: GrantEvent.Kind, at now: Instant, mainline: ObjectID, reasons: [Reason] = [],
    canSign: Bool
  ) -> Grant {
    // Servers take a certificate until a list that its authority signs says otherwise, or its time is over.
    let endsByList = certificate?.profile != nil && hasGiven
    let isOver = endsByList ? canSign || kind == .expired : connector == nil || wait == .start
    let (event, next): (GrantEvent.Kind, GrantState) =
      switch (kind, isOver) {
      case (.expired, true): (.expired, .expired)
      case (.expired, false): (.expiring, .expiring)
      case (_, true): (.revoked, .revoked)
      case (_, false): (.revoking, .revoking)
      }
    return after(GrantEvent(event, at: now, mainline: mainline, reasons: reasons), state: next)
  }

  /// Whether something may have been handed out: what waits to be issued has not.
  private var hasGiven: Bool {
    switch state {
    case .issuing: false
    case .scheduled, .written, .active, .expiring, .expired, .revoking, .revoked: true
    }
  }

  /// The same grant now that its certificates can be made.
  package func certified(at now: Instant, mainline: ObjectID) -> Grant {
    after(
      GrantEvent(.certified, at: now, mainline: mainline),
      state: start <= now ? .active : .scheduled)
  }

  /// Whether its certificates have been made, where it is to have some.
  package var isCertified: Bool { certificate == nil || hasGiven }
}
