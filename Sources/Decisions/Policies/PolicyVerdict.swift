package import Model

/// How a proposal fares under the policy in force.
package struct PolicyVerdict: Sendable {
  /// One path that differs.
  package struct Path: Sendable {
    package let path: RepositoryPath
    /// The approvals that its lines ask for, with who gave them.
    package let requirements: [AcceptedRequirement]
    /// The same for whoever wants to know who could give what is missing.
    package let statuses: [RequirementStatus]
    /// Why it is not approved; empty where it is.
    package let reasons: [Reason]
    /// Why it cannot count, whoever approved it; among `reasons` as well.
    package let faults: [Reason]
    /// Whether approvals that somebody could give now would be enough.
    package let canBeCompleted: Bool
    /// Whether those judged it whom it had brought in, since nobody else is left.
    var isLastResort = false

    /// The same as reports show it.
    package var change: GovernedChange {
      GovernedChange(path: path, requirements: statuses, faults: faults)
    }

    /// Whose approvals are missing, in words.
    ///
    /// What two lists lack alike, one approval gives to both.
    package var missing: [String] {
      statuses.flatMap(\.missing).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
  }

  /// The landing that holds the proposal; absent for a branch.
  package let landing: ObjectID?
  package let paths: [Path]
  /// Why it could not come into force, whoever approved it.
  package let faults: [Reason]

  /// Whether it comes into force.
  package var isAccepted: Bool {
    !paths.isEmpty && faults.isEmpty && paths.allSatisfy(\.reasons.isEmpty)
  }

  /// Everything that stands against it, each reason once.
  package var reasons: [Reason] { (paths.flatMap(\.reasons) + faults).firstOfEach }
}

extension PolicyVerdict {
  /// Whether approvals are all that it lacks, and somebody could give them.
  private var isCurable: Bool { faults.isEmpty && paths.allSatisfy(\.canBeCompleted) }

  /// What brings it into force; nil where what stands against it says so itself.
  var mend: String? {
    if isCurable { return "countersign approve policies" }
    return faults.isEmpty
      ? nil
      : "Mend the faults told below and land that; then have all of it approved late: countersign approve policies"
  }

  /// `notes`, why something is no approval of it, as they are told now: they ask for approvals where those help.
  func telling(_ notes: [Reason]) -> [Reason] {
    isCurable ? notes : notes.map { $0.mended(by: nil) }
  }
}
