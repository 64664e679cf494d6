/// The approvals of one changed path held against the line that governs it: the one place where that is judged.
///
/// Whoever made the change approves nothing of it, nobody approves a change of their own file, a forge's word counts
/// for nothing, and neither does that of whom a brake stops or whom only a voided acceptance lets act (DESIGN section 6).
package struct LineTally: Sendable {
  package let path: RepositoryPath
  package let line: GovernanceLine
  /// What was asked for, and everybody who could have taken each line.
  package let requirement: AcceptedRequirement
  /// Why the other approvals do not count.
  package let notes: [Reason]
  private let policy: Policy
  private let assignment: Assignment
  /// What of the line is asked for this change.
  private let asked: [ApprovalLine]

  /// - Parameters:
  ///   - policy: The policy in force.
  ///   - overlay: What counts at once besides.
  ///   - proposed: The policy that the change would bring, where it changes policies.
  ///   - mayRelease: Whether those who are stopped or in doubt count: for others' releases, where nobody else is left.
  package init(
    _ path: RepositoryPath, by line: GovernanceLine, approvals: [SeenApproval],
    authors: Set<IdentityID>, under policy: Policy, _ overlay: TipOverlay,
    proposed: Policy? = nil, mayRelease: Bool = false
  ) {
    (self.path, self.line, self.policy) = (path, line, policy)
    var notes: [Reason] = []
    var standing: [Approval] = []
    for approval in approvals.map(\.approval) {
      let (person, commit) = (approval.person, approval.commit.short)
      if authors.contains(person) {
        notes.append(
          Reason(
            .authorApproval, "\(person) changed \(path) and cannot approve it (\(commit))."))
      } else if path.isOwnFile(of: person, under: [policy, proposed].compactMap(\.self)) {
        notes.append(
          Reason(
            .selfApproval,
            "\(person) cannot approve a change of their own file \(path) (\(commit))."))
      } else if approval.assurance < .personal {
        notes.append(
          Reason(
            .assuranceTooLow,
            "The approval of \(path) by \(person) is signed by a forge (\(commit))."))
      } else if overlay.compromised.contains(approval.key) {
        notes.append(
          Reason(
            .compromisedKey,
            "The approval of \(path) by \(person) is signed with \(approval.key), which is compromised (\(commit))."
          ))
      } else if !mayRelease, overlay.inactive[person] != nil {
        notes.append(
          Reason(
            .inactiveApprover,
            "\(person) is stopped, so their approval of \(path) does not count (\(commit))."))
      } else if !mayRelease, let doubt = overlay.doubted.doubt(about: person, approval.key) {
        notes.append(
          Reason(
            .inactiveApprover,
            "\(doubt), so the approval of \(path) by \(person) does not count until that is approved anew (\(commit))."
          ))
      } else {
        standing.append(approval)
      }
    }
    self.notes = notes
    asked = policy.approvalLines(of: line, changing: path, to: proposed)
    let lines = asked.map { asked in
      let named = policy.governors(named: asked.from, changing: path)
      return AcceptedLine(
        count: asked.count, approvals: standing.filter { named.contains($0.person) })
    }
    requirement = AcceptedRequirement(lines: lines)
    assignment = Assignment(
      slots: lines.map { Assignment.Slot(count: $0.count, people: $0.approvals.map(\.person)) })
  }

  package var isSatisfied: Bool { assignment.isComplete }

  /// What is missing, in words; empty where nothing is.
  package var missing: [String] {
    zip(asked, assignment.missing).filter { $0.1 > 0 }.map { $0.words(missing: $1) }
  }

  /// Who has taken which line, what is missing, and who of those for whom `isAble` holds could give it.
  ///
  /// - Parameter origin: Who asks, in words.
  package func status(_ origin: String, isAble: (IdentityID) -> Bool) -> RequirementStatus {
    let counted = Set(requirement.lines.flatMap { $0.approvals.map(\.person) })
    let lines = asked.enumerated().map { place, asked in
      let candidates =
        assignment.missing[place] == 0
        ? []
        : policy.governors(named: asked.from, changing: path)
          .filter { !counted.contains($0) && isAble($0) }
      return LineStatus(
        line: asked, met: assignment.taken[place], missing: assignment.missing[place],
        candidates: candidates)
    }
    return RequirementStatus(
      location: SourceLocation(file: Settings.file, mark: line.mark), origin: origin, lines: lines)
  }
}

extension Policy {
  /// The people with a key in the file of certificates at `path` below `policies/`, sorted.
  package func people(referringTo path: String) -> [IdentityID] {
    people.values.filter { person in
      person.keys.contains { $0.material == .openPGP(certificate: path) }
    }.map(\.id).sorted()
  }
}

extension RepositoryPath {
  /// The path below `policies/` of a file of certificates; nil for any other file.
  package var certificate: String? {
    isInside("policies/keys") ? String("\(self)".dropFirst("policies/".count)) : nil
  }

  /// The id of the person whose file it is; nil for any other file.
  package var person: IdentityID? { Person.id(ofFile: self) }

  /// The id of the workload whose file it is; nil for any other file.
  package var workload: IdentityID? {
    let (text, folder) = ("\(self)", "policies/workloads/")
    guard text.hasPrefix(folder), text.hasSuffix(".yaml") else { return nil }
    return IdentityID(String(text.dropFirst(folder.count).dropLast(".yaml".count)))
  }

  /// The id of the group whose file it is; nil for any other file.
  package var group: GroupID? {
    let (text, folder) = ("\(self)", "policies/groups/")
    guard text.hasPrefix(folder), text.hasSuffix(".yaml") else { return nil }
    return GroupID(String(text.dropFirst(folder.count).dropLast(".yaml".count)))
  }

  /// Whether it is a file that `person` never approves a change of: theirs, or their certificate's.
  package func isOwnFile(of person: IdentityID, under policies: [Policy]) -> Bool {
    if self.person == person { return true }
    guard let certificate else { return false }
    return policies.contains { $0.people(referringTo: certificate).contains(person) }
  }
}
