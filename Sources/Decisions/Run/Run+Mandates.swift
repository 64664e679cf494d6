package import Model

extension Run {
  /// Ends the mandates whose time is over, whose file is gone or another, whose subject has left, and those that an
  /// accepted mark on a key leaves short of approvals (DESIGN section 5).
  mutating func endMandates() {
    let policy = snapshot.policy.policy
    let braked = Set((snapshot.governance?.brakes ?? snapshot.record.cursor.brakes).flatMap(\.keys))
    // A brake only stops a mandate, until it is released or accepted.
    let compromised = snapshot.overlay.compromised.subtracting(braked)
    for record in held.mandates.all {
      guard let reasons = ending(of: record, under: policy, compromised) else { continue }
      end(record, reasons)
    }
  }

  /// Takes what `record` lets its subject have away.
  mutating func end(_ record: MandateRecord, _ reasons: [Reason]) {
    let ended = record.ended(
      MandateEvent(.ended, at: now, mainline: snapshot.tip, reasons: reasons))
    put(ended)
    decide(.mandate(ended, nil))
  }

  /// Why `record` ends; without a reason where its time is over, nil where it goes on.
  private func ending(
    of record: MandateRecord, under policy: Policy, _ compromised: Set<String>
  ) -> [Reason]? {
    if record.terms.until <= now { return [] }
    func ended(_ why: String, at file: String? = nil, about commit: ObjectID? = nil) -> [Reason] {
      [
        Reason(
          .mandateEnded, "The mandate `\(record.path)` has ended: \(why).",
          at: SourceLocation(file: file ?? record.path.description), about: commit)
      ]
    }
    guard stands(record.key, since: record.landed.landing) else {
      return ended("its file was deleted or edited on the mainline")
    }
    if let left = policy.departure(of: record.terms.subject, at: now) {
      let folder = policy.people[record.terms.subject] == nil ? "workloads" : "people"
      return ended(left, at: "policies/\(folder)/\(record.terms.subject).yaml")
    }
    let fallen = record.landed.approvals.filter { compromised.contains($0.approval.key) }
    guard let first = fallen.first,
      !MandateCourt(policy: policy).stands(
        record, besides: { compromised.contains($0.approval.key) })
    else { return nil }
    return ended(
      "\(first.approval.commit.short) by `\(first.approval.person)` approved it with the key \(first.approval.key), which is compromised",
      at: "policies/people/\(first.approval.person).yaml", about: first.approval.commit)
  }

  /// Lets those rest of which `policy` asks for more than they have.
  mutating func restMandates(under policy: PolicyInForce) {
    for record in held.mandates.all where record.state == .agreed {
      guard let reason = MandateCourt(policy: policy.policy).shortfall(of: record) else { continue }
      let resting = record.resting(
        MandateEvent(.rested, at: now, mainline: snapshot.tip, reasons: [reason]))
      put(resting)
      decide(.mandate(resting, nil))
    }
  }

  /// Agrees to, keeps waiting or refuses the mandate that `landed` brought.
  mutating func judge(_ landed: LandedRequest, _ mandate: Mandate, under policy: PolicyInForce) {
    let evaluation = evaluate(landed, mandate, under: policy.policy)
    switch evaluation.verdict {
    case .granted: agree(landed, mandate, evaluation.counted, under: policy)
    case .pending: wait(landed, evaluation.reasons, isOpen: evaluation.canBeApproved)
    case .refused: settle(landed, .refused, withNotes(of: landed, evaluation.reasons))
    }
  }

  private mutating func agree(
    _ landed: LandedRequest, _ mandate: Mandate, _ counted: [SeenApproval],
    under policy: PolicyInForce
  ) {
    let record = RequestRecord(landed, decided: now, outcome: .granted, reasons: [])
    let agreed = MandateRecord(
      mandate.terms, landed: record, id: landed.grantID, policy: policy.tree,
      approvers: MandateCourt(policy: policy.policy).approvers(counted, of: mandate.terms),
      event: MandateEvent(.agreed, at: now, mainline: snapshot.tip))
    conclude(landed, agreed, record)
  }

  /// Adds what `late` approves to the mandates that rest and landed with its landing.
  mutating func reapprove(_ late: LateApprovals, under policy: PolicyInForce) {
    for record in held.mandates.all
    where record.state == .resting && record.landed.landing == late.landing {
      let approvals = LandedRequest(resting: record).adding(late).approvals
      guard approvals.count > record.landed.approvals.count else { continue }
      let approved = record.approved(
        by: approvals, MandateEvent(.approved, at: now, mainline: snapshot.tip))
      if renew(approved, under: policy) { continue }
      put(approved)
      decide(.mandate(approved, nil))
    }
  }

  /// Lets those go on that rest and have all their approvals by now: some were dated ahead, or nothing was given then.
  mutating func renewMandates() {
    guard snapshot.gives else { return }
    for record in held.mandates.all
    where record.state == .resting && !record.landed.approvals.isEmpty {
      _ = renew(record, under: snapshot.policy)
    }
  }

  /// Lets `record` go on where its new approvals suffice.
  private mutating func renew(_ record: MandateRecord, under policy: PolicyInForce) -> Bool {
    let mandate = Mandate(terms: record.terms, marks: MandateMarks())
    let evaluation = evaluate(LandedRequest(resting: record), mandate, under: policy.policy)
    guard evaluation.verdict == .granted, frozen.isEmpty else { return false }
    let agreed = record.agreedAnew(
      as: MandateCourt(policy: policy.policy).approvers(evaluation.counted, of: record.terms),
      policy: policy.tree, MandateEvent(.agreed, at: now, mainline: snapshot.tip))
    put(agreed)
    decide(.mandate(agreed, nil))
    return true
  }

  /// Why a live grant that a mandate gave ends with it.
  func mandateReasons(_ grant: Grant) -> [Reason] {
    guard let key = grant.mandate, held.mandates[key] == nil else { return [] }
    if let reasons = held.mandates.ending(of: key)?.reasons, !reasons.isEmpty { return reasons }
    return [
      Reason(
        .mandateEnded, "The mandate `\(key.path)` has ended.",
        at: SourceLocation(file: key.path.description))
    ]
  }

  /// Of which holdings the ledger keeps windows for mandates to count.
  var mandated: [Holding: Duration] {
    var found: [Holding: Duration] = [:]
    for record in snapshot.record.mandates + held.mandates.all {
      for holding in record.terms.holdings {
        found[holding] = max(found[holding] ?? .zero, record.terms.each)
      }
    }
    return found
  }

  /// The grants that no renewal looks back at: those of workloads by their mandates.
  var unrenewed: Set<GrantID> {
    let policy = snapshot.policy.policy
    return Set(
      [snapshot.record.live, live, issued].joined().lazy.filter {
        $0.mandate != nil && policy.people[$0.subject] == nil
      }.map(\.id))
  }
}

extension LandedRequest {
  /// A mandate that rests, as it landed, with the approvals that came since.
  package convenience init(resting record: MandateRecord) {
    self.init(
      record.landed, grantID: GrantID(digest: []),
      document: .mandate(Mandate(terms: record.terms, marks: MandateMarks())), holders: [])
  }
}
