package import Model

/// An approval of policies that could be made now: what it would speak for, and what speaks against it.
package struct PolicyPlan: Sendable {
  package let mainline: String
  /// The mainline's tip, which the merge starts from.
  package let tip: ObjectID
  package let subject: ApprovalSubject
  /// Whether an empty commit on `tip` lands first and is approved; then the subject is `tip`.
  package let isFresh: Bool
  /// What was named: `policies`, or a path in it.
  let path: RepositoryPath
  /// What the merge of a branch would bring in.
  let preview: MergePreview?
  /// The whole difference from what is in force that the signature speaks for.
  package let changes: [MergePreview.Change]
  package let before: PendingPolicy
  /// Whether a signature could approve some of it; a merge onto other policies than those in force only lands.
  let canApprove: Bool
  /// Where the merge would go once whom git calls the user here has signed it.
  let target: String
  let notes: [String]
  package let objections: [Objection]

  var outline: MergeOutline {
    MergeOutline(
      mainline: mainline, tip: tip, subject: subject, path: path, preview: preview,
      objections: objections)
  }

  /// Whether it approves the same as `other`, though the mainline has moved.
  func speaksForSame(as other: PolicyPlan) -> Bool {
    changes == other.changes
      && before.releases.map(\.brake) == other.before.releases.map(\.brake)
  }
}

/// An approval of policies that was signed, and how they fare with it.
package typealias PolicyApprovalResult = PolicyApprovalReport.Outcome
