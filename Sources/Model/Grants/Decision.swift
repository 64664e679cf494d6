/// One thing a run decided; the ledger makes one signed commit of each.
package enum Decision: Sendable {
  /// Access is given: the grant, and the request it settles.
  case issue(Grant, RequestRecord)
  /// A request waits, is refused or withdrawn; or a waiting one has new approvals.
  case settle(RequestRecord, Request?)
  /// A mandate was agreed, with the landed file that it settles; rests, is approved anew, or ended.
  case mandate(MandateRecord, RequestRecord?)
  /// The certificates that could not be made when the grant was issued are made.
  case certify(Grant)
  /// A scheduled grant's window has begun; `issuing` where a target has to act first.
  case activate(Grant)
  /// A grant's window is over; `expiring` where a target has to act first.
  case expire(Grant)
  /// A grant no longer holds; its last event has the reasons. `revoking` where a target has to act first, or
  /// the authority of its certificate has to sign the list of revoked ones.
  case revoke(Grant)
  /// A target has confirmed what the ledger said was about to be done, or the authority has signed.
  case confirm(Grant)
  /// A target has said what it calls access that was given before it was asked that.
  case identify(Grant)
  /// A target does not do what the ledger intends.
  case fail(SystemTrouble)
  /// It does again.
  case recover(SystemTrouble)
  /// Connectors found what was not known, or do not find any more what was.
  case discover(DiscoveryNews)
  /// Another policy governs from the next commit on.
  case accept(PolicyAcceptance)
  /// Issuing stops: the mainline's policies are not the accepted ones.
  case freeze(landing: ObjectID, reasons: [Reason])
  /// Issuing goes on.
  case thaw(landing: ObjectID)
  /// Somebody pulled a brake: it counts at once and holds until it is released.
  case brake(Brake)
  /// A brake was released.
  case release(BrakeRelease)
  /// A landing was over its budget: it gives nothing and accepts nothing.
  case pass(TooLargeLanding)
  /// Somebody must look at a governed path.
  case find(UngovernedChange)
  /// A review landed and counts or is refused; with the emergency grant that it settles.
  case signOff(SignOffRecord, Grant?)
  /// The access to a system is to be reviewed from now on.
  case schedule(SystemID, since: Instant)
  /// A review is late.
  case findOverdue(OverdueReview)
  /// Something falls due soon; each thing is told once.
  case remind(Due)
  /// Somebody has left: the list of what is left to do, as it was opened or as a sign-off leaves it.
  case offboard(OffboardingList)
}

/// Everything a run decided, in order, and where that leaves the cursor.
package struct Judgement: Sendable {
  package let decisions: [Decision]
  package let cursor: Cursor
  /// How many grants of each holding the ledger keeps at hand for renewals to look back at.
  package let lookBack: Int
  /// Of which holdings windows are kept for mandates to count, with what lies between windows that are one.
  package let mandated: [Holding: Duration]
  /// The grants that no renewal looks back at: a workload's by its mandates.
  package let unrenewed: Set<GrantID>
  /// How far into the mainline the pass looked that decided it.
  package let reach: Reach
  /// Whether requests that wait were left to the next pass.
  package let leavesWaiting: Bool
  /// The keys of the processor that only a voided acceptance names, where it has others.
  package let doubtedProcessorKeys: Set<[UInt8]>

  package init(
    decisions: [Decision], cursor: Cursor, lookBack: Int = 0, reach: Reach = .whole,
    leavesWaiting: Bool = false, mandated: [Holding: Duration] = [:],
    unrenewed: Set<GrantID> = [], doubtedProcessorKeys: Set<[UInt8]> = []
  ) {
    self.mandated = mandated
    self.unrenewed = unrenewed
    self.doubtedProcessorKeys = doubtedProcessorKeys
    self.decisions = decisions
    self.cursor = cursor
    self.lookBack = lookBack
    self.reach = reach
    self.leavesWaiting = leavesWaiting
  }

  /// The certificate authorities that have to sign for what is issued and revoked, and for those of `live`
  /// that wait for that and have not ended.
  package func authorities(besides live: [Grant]) -> Set<String> {
    var waiting = live.filter(\.waitsForAuthority)
    var ended: Set<GrantID> = []
    for decision in decisions {
      switch decision {
      case .issue(let grant, _): waiting.append(grant)
      case .revoke(let grant) where grant.waitsForAuthority: waiting.append(grant)
      case .expire(let grant), .revoke(let grant): ended.insert(grant.id)
      case .confirm(let grant) where !grant.state.isLive: ended.insert(grant.id)
      default: break
      }
    }
    return Set(waiting.filter { !ended.contains($0.id) }.compactMap { $0.certificate?.authority })
  }
}

extension Sequence<Decision> {
  /// The grants that they revoke.
  package var revoked: [Grant] {
    compactMap { decision in
      if case .revoke(let grant) = decision { grant } else { nil }
    }
  }
}
