internal import Decisions
internal import Intake
internal import Model

/// Says why a signature on policies would not help, before anybody gives it.
struct PolicyObjections {
  let outlook: PolicyOutlook
  let proposal: PolicyProposal
  let pending: PendingPolicy
  /// What was named.
  let path: RepositoryPath
  /// Whoever git calls the user here, where somebody is known by that address.
  let reviewer: IdentityID?

  private var policy: Policy { outlook.force.policy }

  /// What speaks against a late approval, which speaks for everything that differs.
  func ofLateApproval() -> [Objection] {
    let others = pending.all.filter { !path.covers($0) }
    guard others.isEmpty else {
      return [
        Objection(
          "a late approval speaks for the whole difference from what is in force, which is more than "
            + "\(path): \(others.map(\.description).joined(separator: ", "))",
          hint: "Look at all of it, then: countersign approve policies", code: .mixedLanding)
      ]
    }
    return ofAnyApproval()
  }

  /// What no approval cures, or else why the reviewer's would not help.
  func ofAnyApproval() -> [Objection] {
    let incurable = pending.faults.map(Objection.init)
    guard incurable.isEmpty else { return incurable + wayOut }
    if pending.paths.isEmpty, pending.renewals.isEmpty {
      let flaws = pending.releases.flatMap(\.flaws)
      if !flaws.isEmpty, pending.releases.allSatisfy({ !$0.flaws.isEmpty }) {
        return flaws.firstOfEach.map(Objection.init)
      }
      if pending.releases.allSatisfy(\.requirements.isEmpty) {
        return [
          Objection(
            "no governance line of \(Settings.file) governs what would be released",
            code: .shortOfApprovals)
        ]
      }
    }
    guard let reviewer, !helps(reviewer) else { return [] }
    return reasons(against: reviewer)
  }

  /// Whether `person` could give something of what is missing.
  func helps(_ person: IdentityID) -> Bool {
    pending.candidates.contains(person)
      // Whose key it is signs for it, though they approve nothing of their own file.
      || pending.paths.contains { change in
        change.path.isOwnFile(of: person, under: policies) && change.requirements.count > 1
          && !change.requirements.dropFirst().allSatisfy(\.isSatisfied)
      }
  }

  /// Whether nothing is missing once `person` has signed; with nil once one more has.
  func isComplete(with person: IdentityID?) -> Bool {
    guard proposal.isCandidate || pending.paths.isEmpty else { return false }
    return pending.requirements.allSatisfy { requirement in
      let open = requirement.lines.filter { $0.missing > 0 }
      return open.isEmpty
        || open.count == 1 && open[0].missing == 1
          && (person.map(open[0].candidates.contains) ?? true)
    }
  }

  private var policies: [Policy] { [policy, proposal.policy].compactMap(\.self) }

  private func reasons(against person: IdentityID) -> [Objection] {
    var found: [Objection] = []
    if pending.missing == 0 {
      return [Objection("no approval is missing: the next run decides it")]
    }
    if let status = outlook.snapshot.overlay.inactive[person] {
      found.append(
        Objection(
          "\(person) is stopped (\(status.rawValue)) and approves nothing until that is released",
          hint: "countersign explain \(person) says by what.", code: .inactiveApprover))
    } else if outlook.snapshot.overlay.doubted.people.contains(person) {
      found.append(
        Objection(
          "\(person) is in force only by what a compromised key carried, and approves nothing until that is approved anew",
          hint: "Let those who governed it before approve it anew: countersign approve policies",
          code: .inactiveApprover))
    } else if outlook.court.approvals(of: proposal.landing).contains(where: { $0.person == person })
    {
      found.append(
        Objection("\(person) has approved this already, and each person counts once"))
    } else {
      for change in proposal.changes where isOpen(change.path) {
        found.append(objection(to: person, change.path, change.authors))
      }
      for lift in proposal.lifts where lift.isLifted {
        found.append(objection(releasing: lift, by: person))
      }
      for change in pending.renewals
      where !change.requirements.flatMap(\.lines).flatMap(\.candidates).contains(person) {
        found.append(
          Objection(
            "those who governed \(change.path) before it came approve it anew, and \(person) is none of them "
              + "or made it", code: .notAnApprover))
      }
    }
    return found + [others] + wayOut
  }

  private func isOpen(_ path: RepositoryPath) -> Bool {
    pending.paths.contains {
      $0.path == path && !$0.requirements.allSatisfy(\.isSatisfied)
    }
  }

  private func objection(
    to person: IdentityID, _ path: RepositoryPath, _ authors: Set<IdentityID>
  ) -> Objection {
    if authors.contains(person) {
      return Objection("\(person) changed \(path) and cannot approve it", code: .authorApproval)
    }
    if path.isOwnFile(of: person, under: policies) {
      return Objection(
        "\(person) cannot approve a change of their own file \(path)", code: .selfApproval)
    }
    return notNamed(person, for: path)
  }

  private func objection(releasing lift: LiftedBrake, by person: IdentityID) -> Objection {
    if lift.brake.identity == person {
      return Objection(
        "\(person) cannot approve their own release", code: .selfApproval)
    }
    if lift.authors.contains(person) {
      return Objection(
        "\(person) took the stop away from \(lift.brake.path) and cannot approve it",
        code: .authorApproval)
    }
    return notNamed(person, for: lift.brake.path)
  }

  private func notNamed(_ person: IdentityID, for path: RepositoryPath) -> Objection {
    let asked = policy.settings.governance(of: path)?.approvals.flatMap(\.from) ?? []
    let isNamed = policy.governors(named: asked, changing: path).contains(person)
    return isNamed
      ? Objection(
        "what \(person) could give \(path) has been given, or none of their keys can sign now",
        code: .notAnApprover)
      : Objection(
        "the line that governs \(path) asks \(asked.map(\.description).joined(separator: ", ")), and "
          + "\(person) is none of them", code: .notAnApprover)
  }

  /// Who could help instead.
  private var others: Objection {
    let names = pending.candidates.map(\.text)
    return names.isEmpty
      ? Objection(
        "nobody could give what is missing now",
        hint: !wayOut.isEmpty || proposal.changes.contains { !$0.authors.isEmpty }
          ? nil
          : pending.paths.isEmpty && !pending.renewals.isEmpty
            ? PolicyChange.wayIn : "Let whoever governs \(Settings.file) change the line first.")
      : Objection("what is missing could come from \(names.joined(separator: ", "))")
  }

  /// What whoever signs should know of those who would have to sign besides.
  var notes: [String] {
    guard !pending.hopeless.isEmpty else { return [] }
    let way = wayOut.compactMap(\.hint).map { " Where authors are in the way: \($0)" }
    return [
      "As things stand, fewer people could sign than are asked for, so it would not be complete."
        + way.joined()
    ]
  }

  /// The mend that always works, where authors are in the way of whoever could approve.
  private var wayOut: [Objection] {
    let isLiftedByApprovers = proposal.lifts.contains { $0.isLifted && !$0.authors.isEmpty }
    if pending.paths.isEmpty, isLiftedByApprovers, !pending.hopeless.isEmpty {
      return [
        Objection("too few are left who did not take the stop away", hint: LiftedBrake.way)
      ]
    }
    let authors = proposal.changes.contains { !$0.flaws.isEmpty || !$0.authors.isEmpty }
    guard authors, !pending.hopeless.isEmpty || !pending.paths.flatMap(\.faults).isEmpty else {
      return []
    }
    return [Objection("too few are left who did not change it themselves", hint: PolicyChange.way)]
  }
}
