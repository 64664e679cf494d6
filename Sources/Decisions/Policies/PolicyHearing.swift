package import Model

/// A proposal before the judge: each path that differs held against its line, and the whole against what any policy
/// must be (DESIGN section 6).
struct PolicyHearing {
  let proposal: PolicyProposal
  /// The approvals that count today of the landing that holds it.
  let approvals: [PolicyApproval]
  let force: PolicyInForce
  let overlay: TipOverlay
  /// The names of the keys that approved what the policy in force still holds.
  let carriers: Set<String>
  let now: Instant
  /// Whether somebody could still sign, where `force` is no longer in force.
  var isLeft: (IdentityID) -> Bool = { _ in true }
  /// Whether an owner's signature on a change stands for approvals; not where the key may have come with it.
  var countsOwners = true

  func verdict() -> PolicyVerdict {
    let faults = faults()
    return PolicyVerdict(
      landing: proposal.landing,
      paths: proposal.changes.map { judge($0, isCurable: faults.isEmpty) }, faults: faults)
  }

  private func judge(_ change: PolicyChange, isCurable: Bool) -> PolicyVerdict.Path {
    let path = change.path
    guard let line = force.policy.settings.governance(of: path) else {
      let none = ungoverned(path)
      return PolicyVerdict.Path(
        path: path, requirements: [], statuses: [], reasons: [none] + change.flaws,
        faults: [none] + change.flaws, canBeCompleted: false)
    }
    let approvals = approvals.filter { $0.speaks(for: path) }.map(\.seen)
    func tally(_ line: GovernanceLine) -> LineTally {
      LineTally(
        path, by: line, approvals: approvals, authors: change.authors, under: force.policy, overlay,
        proposed: proposal.policy)
    }
    let first = tally(line)
    var requirements = [first.requirement]
    var statuses = [first.status(line.words, isAble: { isAble($0, change) })]
    let flaws =
      proposal.landing == nil
      ? change.flaws : change.flaws.map { $0.mended(by: PolicyChange.way) }
    var reasons = flaws + shortage(first, statuses[0], change, isCurable: isCurable)
    var canBeSigned = false
    if let next = proposal.policy {
      let gifts = PolicyGifts(of: change, from: force.policy, to: next, carriers: carriers)
      if gifts.needsSettings(isSigned: { isSigned(change, by: $0, approvals) }) {
        let (found, status, short) = settings(change, gifts, tally)
        requirements += found
        statuses += status
        reasons += short
        canBeSigned = gifts.others.isEmpty
      }
    }
    // Whoever is given a key may still sign for it themselves.
    var needed = canBeSigned ? [statuses[0]] : statuses
    if let sound = overlay.doubted.sound {
      let (status, short) = soundly(sound, change, approvals)
      (statuses, needed, reasons) = (statuses + status, needed + status, reasons + short)
    }
    return PolicyVerdict.Path(
      path: path, requirements: requirements, statuses: statuses, reasons: reasons,
      faults: flaws,
      canBeCompleted: change.flaws.isEmpty && needed.allSatisfy(\.canBeCompleted))
  }

  /// What a gift asks for besides the path's own line.
  private func settings(
    _ change: PolicyChange, _ gifts: PolicyGifts, _ tally: (GovernanceLine) -> LineTally
  ) -> ([AcceptedRequirement], [RequirementStatus], [Reason]) {
    let path = RepositoryPath(Settings.file)
    guard let line = force.policy.settings.governance(of: path) else {
      return ([], [], [ungoverned(path)])
    }
    let found = tally(line)
    let words = gifts.words.joined(separator: ", ")
    let status = found.status("giving \(words)", isAble: { isAble($0, change) })
    guard !found.isSatisfied else { return ([found.requirement], [status], []) }
    let signature =
      gifts.others.isEmpty
      ? "a signature by a key that they already have, or " : ""
    let reason = Reason(
      .shortOfApprovals,
      "\(change.path) gives \(words), so it needs \(signature)the approvals that govern "
        + "\(Settings.file): missing \(found.missing.joined(separator: " and ")).",
      at: SourceLocation(file: "\(change.path)"),
      hint: gifts.others.isEmpty
        ? "Let them make and sign the commit (git commit -S), or approve it with the signatures of "
          + "the settings' line: countersign approve policies."
        : "countersign approve policies")
    return ([found.requirement], [status], [reason] + found.notes)
  }

  /// What the change lacks without what voided acceptances brought.
  private func soundly(
    _ sound: SoundPolicy, _ change: PolicyChange, _ approvals: [SeenApproval]
  ) -> ([RequirementStatus], [Reason]) {
    let found = SoundBench(sound: sound, overlay: overlay).tallies(
      change, to: proposal.policy, approvals: approvals, carriers: carriers,
      isSigned: { isSigned(change, by: $0, approvals) })
    guard let found else { return ([], [ungoverned(change.path)]) }
    let short = found.filter { !$0.isSatisfied }
    return (
      short.map { tally in
        tally.status("\(tally.line.words), as it was before what a compromised key carried") {
          isAble($0, change)
        }
      },
      short.map { tally in
        Reason(
          .shortOfApprovals,
          "\(change.path) would come into force only by what a compromised key carried: without that it is missing "
            + "\(tally.missing.joined(separator: " and ")).",
          at: SourceLocation(file: "\(change.path)"),
          hint:
            "Let those who governed it before approve it too, or approve anew what the key carried: "
            + "countersign approve policies")
      }
    )
  }

  /// Whether one of `people` signed all that made the path what it is, or an approval of it.
  private func isSigned(
    _ change: PolicyChange, by people: Set<IdentityID>, _ approvals: [SeenApproval]
  ) -> Bool {
    guard countsOwners else { return false }
    let doubted = overlay.doubted
    return change.isSigned(by: people.subtracting(doubted.people).subtracting(doubted.holders))
      || approvals.map(\.approval).contains {
        people.contains($0.person) && $0.assurance >= .personal
          && !overlay.compromised.contains($0.key) && overlay.inactive[$0.person] == nil
          && doubted.doubt(about: $0.person, $0.key) == nil
      }
  }

  /// Whether `person` could approve the change now.
  private func isAble(_ person: IdentityID, _ change: PolicyChange) -> Bool {
    !change.path.isOwnFile(of: person, under: [force.policy, proposal.policy].compactMap(\.self))
      && mayApprove(person, change.authors, under: force.policy, overlay, at: now)
      && isLeft(person)
  }

  private func shortage(
    _ tally: LineTally, _ status: RequirementStatus, _ change: PolicyChange, isCurable: Bool
  ) -> [Reason] {
    guard !tally.isSatisfied else { return [] }
    let mend: String? =
      if !isCurable {
        nil
      } else if status.canBeCompleted {
        "countersign approve policies"
      } else if change.authors.isEmpty {
        "Nobody is left who could: let whoever governs \(Settings.file) change the line first."
      } else {
        PolicyChange.way
      }
    return [
      Reason(
        .shortOfApprovals,
        "\(tally.path) differs from what is in force without the approvals that govern it: missing "
          + "\(tally.missing.joined(separator: " and ")).",
        at: SourceLocation(file: Settings.file, mark: tally.line.mark), hint: mend)
    ] + tally.notes
  }

  private func ungoverned(_ path: RepositoryPath) -> Reason {
    Reason(
      .shortOfApprovals, "\(path) matches no governance line, so it cannot change.",
      at: SourceLocation(file: Settings.file),
      hint: "Let a governance line of \(Settings.file) name it first.")
  }

  /// Why the policy could not come into force, whoever approved it.
  private func faults() -> [Reason] {
    let next: Policy
    switch proposal.reading {
    case .faults(let faults): return faults
    case .policy(let policy): next = policy
    }
    return renamedBranches(next.settings) + proposal.keyFaults
      + LockedLines(before: force.policy, after: next, able: proposal.able, at: now).reasons()
      + failures(ofTestsIn: next)
  }

  /// The branches are named by the anchor: whoever holds it must find the ledger by it alone.
  private func renamedBranches(_ next: Settings) -> [Reason] {
    let known = force.policy.settings
    guard next.mainline != known.mainline || next.ledger != known.ledger else { return [] }
    return [
      Reason(
        .invalidDocument,
        "The names of the mainline and the ledger cannot change under one anchor.",
        at: SourceLocation(file: Settings.file),
        hint:
          "Begin a new ledger from an anchor with the new names: run \(OptionName.replaceLedger).")
    ]
  }
}

extension GovernanceLine {
  /// Its patterns, as reports name the line.
  package var words: String { patterns.map(\.text).joined(separator: ", ") }
}

/// Whether `person` could approve a governed change now that `authors` made.
package func mayApprove(
  _ person: IdentityID, _ authors: Set<IdentityID>, under policy: Policy, _ overlay: TipOverlay,
  at now: Instant
) -> Bool {
  !authors.contains(person) && !overlay.doubted.people.contains(person)
    && GoodStanding(policy: policy, overlay: overlay, now: now).isActive(person)
    && policy.canSign(person, for: .personal, at: now)
}
