/// All that the ledger recorded, oldest first.
package struct HistoryReport: Sendable {
  /// One commit of the ledger.
  package struct Event: Hashable, Sendable {
    /// The `Event:` trailer.
    package let name: String
    package let at: Instant
    package let commit: ObjectID
    /// The mainline's tip that the run saw.
    package let mainline: ObjectID
    /// The first line of the message.
    package let subject: String
    package let grant: GrantID?
    package let request: RequestKey?

    package init(
      name: String, at: Instant, commit: ObjectID, mainline: ObjectID, subject: String,
      grant: GrantID?, request: RequestKey?
    ) {
      self.name = name
      self.at = at
      self.commit = commit
      self.mainline = mainline
      self.subject = subject
      self.grant = grant
      self.request = request
    }
  }

  package let events: [Event]

  package init(events: [Event]) { self.events = events }
}
