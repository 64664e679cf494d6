internal import Git
internal import Model

/// Holds a change of a governed path against the line that governs it (DESIGN section 6).
struct Governance {
  let policy: Policy
  let overlay: TipOverlay
  let certificates: CertificateStore
  let now: Instant
  /// The policy that a change would bring, where the change is one of the policy.
  var proposed: Policy? = nil

  /// What a governance line makes of some approvals.
  struct Finding {
    /// What was asked for, and everybody who could have taken each line.
    let requirement: AcceptedRequirement
    /// Empty where the line is satisfied.
    let reasons: [Reason]
  }

  /// Whether `approvals` satisfy `line` for a change of `path` made by `authors`.
  ///
  /// Whoever made the change approves nothing of it, and nobody approves a change of their own file.
  func judge(
    _ path: RepositoryPath, by line: GovernanceLine, approvals: [SeenApproval],
    authors: Set<IdentityID>
  ) -> Finding {
    var notes: [Reason] = []
    var standing: [Approval] = []
    for approval in approvals.map(\.approval) {
      if authors.contains(approval.person) {
        notes.append(
          Reason(
            .authorApproval,
            "\(approval.person) changed \(path) and cannot approve it (\(approval.commit.short))."))
      } else if isOwnFile(path, of: approval.person) {
        notes.append(
          Reason(
            .selfApproval,
            "\(approval.person) cannot approve a change of their own file \(path) (\(approval.commit.short))."
          ))
      } else if approval.assurance < .personal {
        notes.append(
          Reason(
            .assuranceTooLow,
            "The approval of \(path) by \(approval.person) is signed by a forge (\(approval.commit.short))."
          ))
      } else {
        standing.append(approval)
      }
    }
    let asked = policy.approvalLines(of: line, changing: path, to: proposed)
    let lines = asked.map { asked in
      let named = Set(policy.governors(named: asked.from, changing: path))
      return AcceptedLine(
        count: asked.count, approvals: standing.filter { named.contains($0.person) })
    }
    let assignment = Assignment(
      slots: lines.map { Assignment.Slot(count: $0.count, people: $0.approvals.map(\.person)) })
    guard !assignment.isComplete else {
      return Finding(requirement: AcceptedRequirement(lines: lines), reasons: [])
    }
    let missing = zip(asked, assignment.missing).filter { $0.1 > 0 }.map {
      "\($1) of \($0.from.map(\.description).joined(separator: ", "))"
    }
    let short = Reason(
      .shortOfApprovals,
      "\(path) changed without the approvals that govern it: missing \(missing.joined(separator: " and ")).",
      at: SourceLocation(file: Settings.file, mark: line.mark),
      hint: "Revert the change, then merge it with the signatures of those people.")
    return Finding(requirement: AcceptedRequirement(lines: lines), reasons: [short] + notes)
  }

  /// The governance lines that nobody could satisfy any more, as faults of the settings.
  ///
  /// A policy with such a line would lock everybody out, so it may not come into force.
  func unsatisfiableLines() -> [Reason] {
    // A path of no person's file: whether a sponsor could sign is a matter of each file, which lint looks at.
    let anybodys = RepositoryPath(Settings.file)
    return policy.settings.governance.compactMap { line in
      let assignment = Assignment(
        slots: policy.approvalLines(of: line, changing: anybodys, to: nil).map { asked in
          Assignment.Slot(
            count: asked.count,
            people: policy.governors(named: asked.from, changing: anybodys).filter(canSign))
        })
      guard !assignment.isComplete else { return nil }
      let patterns = line.patterns.map(\.text).joined(separator: ", ")
      return Reason(
        .invalidDocument,
        "Nobody could change \(patterns) any more: too few active people with a usable key are left.",
        at: SourceLocation(file: Settings.file, mark: line.mark),
        hint: "Leave enough people in the groups that the line names.")
    }
  }

  /// Whether `id` is an active person with a key that could sign now.
  func canSign(_ id: IdentityID) -> Bool {
    guard let person = policy.people[id], overlay.inactive[id] == nil else { return false }
    return person.status == .active
      && person.keys.contains { certificates.isUsable($0, in: policy, at: now) }
  }

  /// Whether `path` is a file that `person` never approves a change of: theirs, or their certificate's.
  func isOwnFile(_ path: RepositoryPath, of person: IdentityID) -> Bool {
    if path == RepositoryPath("policies/people/\(person).yaml") { return true }
    guard let certificate = certificatePath(path) else { return false }
    return [policy, proposed ?? policy].contains {
      $0.people(referringTo: certificate).contains(person)
    }
  }
}
