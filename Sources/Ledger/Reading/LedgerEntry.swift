package import Model

/// One commit of the ledger, read back.
package struct LedgerEntry: Hashable, Sendable {
  /// The commit's id.
  package let commit: ObjectID
  /// Absent for the first.
  package let parent: ObjectID?
  /// The records as they are from this event on.
  package let tree: ObjectID
  /// What has happened.
  package let event: LedgerEvent
  /// The first line of the message.
  package let subject: String
  /// The grant that it happened to.
  package let grant: GrantID?
  /// The request that it happened to, or that the grant is of.
  package let request: RequestKey?
  /// The file of `reviews/` that was judged.
  package let review: RequestKey?
  /// The mainline's tip that the run saw.
  package let mainline: ObjectID
  /// The clock of the run.
  package let at: Instant
  /// How far into the mainline the pass looked, where that was less far than its landings.
  package let reach: Reach?
}
