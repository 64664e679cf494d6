import Model

extension Run {
  /// Judges each landing against the state that the one before it left.
  mutating func processLandings() {
    var judgedBy: Policy?
    for (place, landing) in landings.enumerated() {
      reach(place)
      if landing.policy.policy !== judgedBy {
        judgedBy = landing.policy.policy
        restMandates(under: landing.policy)
      }
      if let tooLarge = landing.tooLarge { decide(.pass(tooLarge)) }
      for brake in landing.brakes { decide(.brake(brake)) }
      if let acceptance = landing.acceptance { decide(.accept(acceptance)) }
      for release in landing.releases { decide(.release(release)) }
      freezeOrThaw(landing.frozen, at: landing.commit)
      noteUngoverned(landing)
      for landed in landing.signOffs.sorted(by: { $0.key < $1.key }) {
        hear(landed, under: landing.policy)
      }
      for landed in landing.requests.sorted(by: { $0.key < $1.key }) {
        hear(landed, under: landing.policy)
      }
      for late in landing.lateApprovals {
        for key in waiting.keys(landedBy: late.landing) {
          reconsider(key, under: landing.policy, adding: late)
        }
        reapprove(late, under: landing.policy)
      }
      for late in landing.lateTokens {
        reconsider(late.request, under: landing.policy, adding: nil, bringing: late.token)
      }
    }
    reach(landings.count)
    freezeOrThaw(snapshot.frozen, at: snapshot.tip)
  }

  private mutating func freezeOrThaw(_ reasons: [Reason], at landing: ObjectID) {
    guard reasons != frozen else { return }
    frozen = reasons
    decide(reasons.isEmpty ? .thaw(landing: landing) : .freeze(landing: landing, reasons: reasons))
  }

  private mutating func noteUngoverned(_ landing: Landing) {
    for path in landing.mended { ungoverned[path] = nil }
    for change in landing.ungoverned {
      // What stood there before the first change is what somebody last approved: only putting that back
      // mends the path.
      let found = UngovernedChange(
        path: change.path, landing: change.landing,
        before: ungoverned[change.path].map(\.before) ?? change.before, reason: change.reason)
      ungoverned[change.path] = found
      decide(.find(found))
    }
  }

  /// Judges a request that has just landed.
  private mutating func hear(_ brought: LandedRequest, under policy: PolicyInForce) {
    let landed = brought.tokenJudged(under: policy.policy)
    var faults = landed.flaws + [landed.excess].compactMap(\.self)
    if isUsedUp(landed.key) { faults.append(reuse(of: landed.key)) }
    let rest: [Reason]
    let isUrgent: Bool
    switch landed.document {
    case .readable(let request):
      isUrgent = request.isEmergency
      rest =
        landed.flaws.isEmpty || landed.excess != nil
        ? [] : evaluate(landed, request, under: policy.policy).reasons
    case .mandate(let mandate):
      isUrgent = false
      rest =
        landed.flaws.isEmpty || landed.excess != nil
        ? [] : evaluate(landed, mandate, under: policy.policy).reasons
    case .unreadable(let reasons):
      return settle(landed, .refused, faults + reasons + (landed.flaws.isEmpty ? [] : landed.notes))
    }
    if !faults.isEmpty {
      guard !landed.flaws.isEmpty, landed.excess == nil else {
        return settle(landed, .refused, faults)
      }
      return settle(landed, .refused, joined(faults, landed.notes + rest))
    }
    guard stands(landed.key, since: landed.landing) else { return withdraw(landed) }
    if !frozen.isEmpty, !isUrgent { return wait(landed, [frozenReason]) }
    judge(landed, under: policy)
  }

  private func reuse(of key: RequestKey) -> Reason {
    Reason(
      .requestReused, "`\(key.path)` has been used before, and a request is used once.",
      at: SourceLocation(file: key.path.description),
      hint: "File a new request at another path.")
  }
}
