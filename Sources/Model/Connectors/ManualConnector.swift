/// People who give access on a target and take it away, and say so by a signed merge.
package struct ManualConnector: Hashable, Sendable {
  package let runbook: Runbook
  /// Who does it, and whose merges confirm that it is done; never empty.
  package let assignees: [Owner]
  /// How often they are reminded until it is.
  package let remindEvery: Duration

  /// What holds where the system's file says nothing of it, or is gone.
  package static let usualReminder = Duration.seconds(86_400)

  package init(
    runbook: Runbook, assignees: [Owner], remindEvery: Duration = ManualConnector.usualReminder
  ) {
    self.runbook = runbook
    self.assignees = assignees
    self.remindEvery = remindEvery
  }
}

/// What somebody has to do on a target, in the words of whoever wrote the system's file.
///
/// A grant's record keeps it: what gave the access has to take it away, whatever the policy says by then.
package struct Runbook: Hashable, Sendable, Codable {
  package let give: String
  package let take: String

  package init(give: String, take: String) {
    self.give = give
    self.take = take
  }
}
