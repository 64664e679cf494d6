/// All that is known of one request: what it asks, what became of it, and what it still needs.
///
/// `explain` fills it from the ledger and judges anew what waits; `check` fills it from a branch, where
/// nothing has landed and there is no record.
///
/// A class, since it never changes, and a check moves thousands.
package final class Explanation: Sendable {
  package let key: RequestKey
  /// Absent while it has not landed.
  package let landing: ObjectID?
  /// What its file asks for; absent where it cannot be read.
  package let request: Request?
  /// What its file would have approved in advance, where it is one of `mandates/`.
  package let mandate: Mandate?
  /// That mandate as the ledger holds it; absent before it was agreed.
  package let agreed: MandateRecord?
  package let record: RequestRecord?
  package let grant: Grant?
  /// What somebody has to do by hand for the grant now.
  package let work: Due?
  /// Why its target does not do what is to be done for it.
  package let trouble: SystemTrouble?
  /// What its subject does with the access, where there is any and the system's file says so.
  package let howToConnect: String?
  /// How it fares now; absent where it has been settled, or cannot be judged.
  package let evaluation: Evaluation?
  /// What the next run makes of it; absent where it has been settled, or the run leaves it as it is.
  package let outlook: RequestOutcome?
  /// What speaks against it beyond the evaluation: faults of its file, flaws of its landing, a freeze.
  package let reasons: [Reason]
  /// What looks like an approval and is none, beyond what the evaluation says.
  package let notes: [Reason]
  /// Whether it can still be granted, as far as the ledger knows.
  package let isOpen: Bool

  /// - Parameters:
  ///   - record: What the ledger holds of it; absent where no run has judged it.
  ///   - evaluation: How the next run would judge it; absent where it has been judged for good.
  package init(
    key: RequestKey, landing: ObjectID? = nil, request: Request?, record: RequestRecord? = nil,
    grant: Grant? = nil, work: Due? = nil, trouble: SystemTrouble? = nil,
    howToConnect: String? = nil,
    evaluation: Evaluation? = nil,
    outlook: RequestOutcome? = nil, reasons: [Reason] = [], notes: [Reason] = [],
    mandate: Mandate? = nil, agreed: MandateRecord? = nil
  ) {
    (self.mandate, self.agreed) = (mandate, agreed)
    self.key = key
    self.landing = landing
    self.request = request
    self.record = record
    self.grant = grant
    self.work = work
    self.trouble = trouble
    self.howToConnect = howToConnect
    self.evaluation = evaluation
    self.outlook = outlook
    self.reasons = reasons
    self.notes = notes
    isOpen = grant == nil && (record.map { $0.outcome == .pending } ?? true)
  }

  /// Whether it is refused, now or as soon as it is judged.
  package var isOpposed: Bool {
    switch outlook {
    case .refused, .withdrawn: true
    case .granted: false
    case .pending: evaluation?.verdict == .refused
    case nil: evaluation?.verdict == .refused || !reasons.isEmpty
    }
  }

  /// Everything that speaks against the request, each reason once.
  ///
  /// What an evaluation says of missing approvals and of attempts stands apart from it. The recorded
  /// reasons are those of the last look, so a newer one takes their place.
  package var objections: [Reason] {
    if isOpen, reasons.isEmpty, notes.isEmpty, let evaluation {
      // The usual case of a check over thousands of files: the code alone says what stands apart.
      let found = evaluation.reasons.filter {
        $0.code != .shortOfApprovals && !$0.code.concernsAnApproval
      }
      return found.count > 1 ? found.firstOfEach : found
    }
    if let grant { return reasons + (grant.ending?.reasons ?? []) }
    let isJudgedAnew = evaluation != nil && isOpen
    let all = reasons + (evaluation?.reasons ?? []) + (isJudgedAnew ? [] : record?.reasons ?? [])
    let apart = Set(attempts + shortages)
    return all.firstOfEach.filter { !apart.contains($0) }
  }

  /// What looks like an approval and is none, each reason once.
  package var attempts: [Reason] {
    if grant != nil { return [] }
    let judged = evaluation.map { $0.reasons.filter(\.code.concernsAnApproval) } ?? []
    return (judged + notes).firstOfEach
  }

  /// What is missing, with what to do about it.
  package var shortages: [Reason] {
    evaluation?.reasons.filter { $0.code == .shortOfApprovals } ?? []
  }
}

extension ReasonCode {
  /// Whether the code says why somebody's signature does not count, rather than why access is refused.
  fileprivate var concernsAnApproval: Bool {
    switch self {
    case .selfApproval, .authorApproval, .notAnApprover, .assuranceTooLow: true
    default: describesAnAttempt
    }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of first appearance.
  package var firstOfEach: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
