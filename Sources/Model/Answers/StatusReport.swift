/// Where the processor stands: what governs, what waits, and whether anything is issued at all.
package struct StatusReport: Sendable {
  /// The ledger's tip.
  package let ledger: ObjectID
  package let cursor: Cursor
  /// The mainline's tip; where it is not the cursor's, a run has work to do.
  package let tip: ObjectID
  /// Why the next run would issue nothing at all: a rewound mainline, a clock behind.
  package let halted: [Reason]
  package let requests: [RequestRecord]
  /// The grants that have not ended.
  package let live: [Grant]
  /// What falls due soon, the soonest first; absent where nobody asked.
  package let due: [Due]?
  /// What waits for somebody to do it by hand.
  package let handWork: [Due]
  /// The offboardings that are incomplete.
  package let leaving: [OffboardingList]
  /// What the directory has said so far; absent where the settings name none.
  package let directory: DirectorySummary?
  /// The mandates that have not ended, by path.
  package let mandates: [MandateRecord]
  /// Those of their approvers who have left, which ends none.
  package let goneApprovers: Set<IdentityID>

  /// Sorts the requests by their paths.
  ///
  /// - Parameters:
  ///   - halted: Why nothing is issued; empty where something can be.
  ///   - due: What falls due next; absent where nobody asked.
  package init(
    ledger: ObjectID, cursor: Cursor, tip: ObjectID, halted: [Reason], requests: [RequestRecord],
    live: [Grant], due: [Due]? = nil, handWork: [Due] = [], leaving: [OffboardingList] = [],
    directory: DirectorySummary? = nil, mandates: [MandateRecord] = [],
    goneApprovers: Set<IdentityID> = []
  ) {
    (self.mandates, self.goneApprovers) = (mandates, goneApprovers)
    self.ledger = ledger
    self.cursor = cursor
    self.tip = tip
    self.halted = halted
    // A stable sort: what landed at one path stays in the order in which it landed.
    self.requests = requests.sorted { $0.path < $1.path }
    self.live = live
    self.due = due
    self.handWork = handWork
    self.leaving = leaving
    self.directory = directory
  }
}
