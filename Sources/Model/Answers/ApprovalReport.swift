/// What an approval covers and what became of it, for the reviewer.
package struct ApprovalReport: Sendable {
  /// What was signed, and how the request fares with it.
  package struct Outcome: Sendable {
    package let merge: ObjectID
    /// Absent where nothing was missing and the merge only lands the request.
    package let approval: Approval?
    package let target: String?
    /// What is asked for, line by line.
    package let requirements: [RequirementStatus]
    /// Why nothing is issued at the moment.
    package let frozen: [Reason]

    package init(
      merge: ObjectID, approval: Approval?, target: String?, requirements: [RequirementStatus],
      frozen: [Reason]
    ) {
      self.merge = merge
      self.approval = approval
      self.target = target
      self.requirements = requirements
      self.frozen = frozen
    }
  }

  package let merge: MergeOutline
  package let remote: String
  /// The request as it stands without the approval, or with it once that was signed.
  package let explanation: Explanation
  /// Whether every approval that is asked for is there.
  package let isComplete: Bool
  /// Absent while nothing has been signed.
  package let outcome: Outcome?
  /// The same with plain git.
  package let commands: [String]

  package init(
    merge: MergeOutline, remote: String, explanation: Explanation, isComplete: Bool,
    outcome: Outcome?, commands: [String]
  ) {
    self.merge = merge
    self.remote = remote
    self.explanation = explanation
    self.isComplete = isComplete
    self.outcome = outcome
    self.commands = commands
  }
}

/// What the signature on a review covers and what became of it, for the reviewer.
package struct ReviewApprovalReport: Sendable {
  package let merge: MergeOutline
  package let remote: String
  /// The review as it stands, unsigned; absent where the merge must not be made anyway.
  package let before: ReviewExplanation?
  /// Absent while nothing has been signed.
  package let result: SignedReview?
  /// The same with plain git.
  package let commands: [String]

  package init(
    merge: MergeOutline, remote: String, before: ReviewExplanation?, result: SignedReview?,
    commands: [String]
  ) {
    self.merge = merge
    self.remote = remote
    self.before = before
    self.result = result
    self.commands = commands
  }
}

/// A review that was signed off, and what the next run makes of it.
package struct SignedReview: Sendable {
  package let merge: ObjectID
  package let after: ReviewExplanation
  package let target: String

  package init(merge: ObjectID, after: ReviewExplanation, target: String) {
    self.merge = merge
    self.after = after
    self.target = target
  }
}

/// A merge that somebody is asked to sign: all that it would bring in, and what speaks against it.
package struct MergeOutline: Sendable {
  /// The mainline's name, and its tip, which the merge starts from.
  package let mainline: String
  package let tip: ObjectID
  package let subject: ApprovalSubject
  /// The path that is approved.
  package let path: RepositoryPath
  /// What the merge would bring in; absent for a late approval, which brings in nothing.
  package let preview: MergePreview?
  package let objections: [Objection]

  package init(
    mainline: String, tip: ObjectID, subject: ApprovalSubject, path: RepositoryPath,
    preview: MergePreview?, objections: [Objection]
  ) {
    self.mainline = mainline
    self.tip = tip
    self.subject = subject
    self.path = path
    self.preview = preview
    self.objections = objections
  }
}

/// Where the request is that somebody wants to approve.
package enum ApprovalSubject: Sendable {
  /// On a branch that has not landed: what is merged is exactly this commit, wherever the branch goes.
  case branch(name: String, tip: ObjectID)
  /// On the mainline already, landed by this commit and waiting for approvals.
  case landing(ObjectID)
}
