/// How one request fares: the verdict, every reason, and who could still do what.
package struct Evaluation: Sendable {
  /// What follows.
  package enum Verdict: Hashable, Sendable {
    case granted
    /// Nothing speaks against it, but approvals are missing.
    case pending
    case refused
  }

  package let verdict: Verdict
  /// All reasons against it, refusals first.
  package let reasons: [Reason]
  /// The window it would have; absent where the request names no entitlement we know.
  package let window: Window?
  /// Each approvals list on its own.
  package let requirements: [RequirementStatus]
  /// The approvals that count for at least one line.
  package let counted: [SeenApproval]
  /// The mandate that covers it, where it needs no approvals of its own for that; or, of a mandate's own file, what it
  /// would be.
  package let mandate: MandateRecord?

  package init(
    verdict: Verdict, reasons: [Reason], window: Window?, requirements: [RequirementStatus],
    counted: [SeenApproval], mandate: MandateRecord? = nil
  ) {
    self.mandate = mandate
    self.verdict = verdict
    self.reasons = reasons
    self.window = window
    self.requirements = requirements
    self.counted = counted
  }
}

extension Evaluation {
  /// Whether there is somebody for each approval that is missing.
  package var canBeApproved: Bool { requirements.allSatisfy(\.canBeCompleted) }
}

/// One approvals list: what it asks, who met it, what is missing and who could give it.
package struct RequirementStatus: Sendable {
  /// Who asks: the entitlement's or the rule's place in its file.
  package let location: SourceLocation
  /// The entitlement or rule in words, such as `billing-db/read-only` or `rule third-parties`.
  package let origin: String
  package let lines: [LineStatus]

  package init(location: SourceLocation, origin: String, lines: [LineStatus]) {
    self.location = location
    self.origin = origin
    self.lines = lines
  }

  package var isSatisfied: Bool { lines.allSatisfy { $0.missing == 0 } }

  /// Whether what the people have approved who did, with what those could who could, would be enough.
  package var canBeCompleted: Bool {
    // Whoever has as many to choose from as there are seats in all always finds one that is left.
    let seats = lines.reduce(0) { $0 + $1.line.count }
    if lines.allSatisfy({ max($0.met.count, $0.candidates.count) >= seats }) { return true }
    return Assignment(
      slots: lines.map { line in
        Assignment.Slot(count: line.line.count, people: line.met + line.candidates)
      }
    ).isComplete
  }

  /// Whose approvals are missing, in words.
  package var missing: [String] {
    lines.filter { $0.missing > 0 }.map { $0.line.words(missing: $0.missing) }
  }
}

/// One line of an approvals list.
package struct LineStatus: Sendable {
  package let line: ApprovalLine
  /// The people who took the line.
  package let met: [IdentityID]
  package let missing: Int
  /// Who could still give what is missing, sorted.
  package let candidates: [IdentityID]

  package init(line: ApprovalLine, met: [IdentityID], missing: Int, candidates: [IdentityID]) {
    self.line = line
    self.met = met
    self.missing = missing
    self.candidates = candidates
  }
}
