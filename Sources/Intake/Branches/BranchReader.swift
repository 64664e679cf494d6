internal import Documents
internal import Git
package import Model

/// Reads a branch as the landing that its merge would be.
///
/// The same reading and the same rules as a run's, so that what it finds is what will be found; only the
/// merge itself is not there yet, and with it the approval that it may be.
package struct BranchReader {
  let reader: ObjectReader
  private let verifier: CommitVerifier
  private let policies: PolicyReader
  private let now: Instant
  private let judge: PolicyJudge

  /// A reader for one command; the parameters are those of `SnapshotReader`.
  package init(
    policies: PolicyReader, at now: Instant, judge: PolicyJudge
  ) {
    reader = policies.reader
    verifier = CommitVerifier(policies.reader)
    self.policies = policies
    self.now = now
    self.judge = judge
  }

  /// What the branch that ends in `head` would bring to the mainline that ends in `base`.
  ///
  /// Changes are those since the merge base, so what the mainline did meanwhile is not the branch's.
  /// The branch is read within the budget of one landing, so nobody has to merge what costs too much.
  /// - Parameters:
  ///   - overlay: What the mainline's tip takes away from `force` at once.
  ///   - tooLarge: The landings that were over their budget, as the ledger has them.
  /// - Returns: Nil where the two have no common history: git itself refuses to merge them.
  package func prospect(
    of head: ObjectID, onto base: ObjectID, under force: PolicyInForce,
    _ overlay: TipOverlay, besides tooLarge: [TooLargeLanding] = []
  ) throws(IntakeError) -> Prospect? {
    let found = try reader.within(.current) { () throws(IntakeError) in
      let result: Result<Prospect?, IntakeError>
      do throws(GitError) {
        result = try read(head, base, force, overlay, tooLarge)
      } catch {
        throw .git(error)
      }
      return try result.get()
    }
    switch found {
    case .success(let prospect): return prospect
    case .failure(let overrun): return .unread(head, onto: base, overrun)
    }
  }

  /// Which of `paths` stand in `commit`, whatever stands there.
  package func standing(
    _ paths: some Sequence<RepositoryPath>, in commit: ObjectID
  ) throws(IntakeError) -> Set<RepositoryPath> {
    do throws(GitError) {
      let tree = try reader.commit(commit).tree
      var standing: Set<RepositoryPath> = []
      for path in paths where try reader.entry(at: path, in: tree) != nil {
        standing.insert(path)
      }
      return standing
    } catch {
      throw .git(error)
    }
  }

  // Git's errors are thrown, Intake's own come back as a result, so that each body has one error type.
  private func read(
    _ head: ObjectID, _ base: ObjectID, _ force: PolicyInForce, _ overlay: TipOverlay,
    _ tooLarge: [TooLargeLanding]
  ) throws(GitError) -> Result<Prospect?, IntakeError> {
    guard let fork = try MergeBases(reader).of(head, base).first else { return .success(nil) }
    let node = try reader.commit(head)
    let before = try reader.commit(fork)
    let differences = try TreeComparison(reader).differences(from: before.tree, to: node.tree)
    let history: LandingHistory
    let check: PolicyAcceptanceCheck
    do throws(IntakeError) {
      (history, check) = try ground(node, base, force, overlay, changing: differences)
    } catch {
      return .failure(error)
    }

    // A grant's name follows from the landing, which nobody knows yet.
    let unnamed = GrantID(digest: [])
    let asked = differences.filter { $0.path.isInside("requests") }
    let others = differences.filter { !$0.path.isInside("requests") }
    let proposed: ProspectivePolicy?
    do throws(IntakeError) {
      let policies = others.filter { $0.path.isInside("policies") }
      proposed = policies.isEmpty ? nil : try policy(of: node, changing: policies, check)
    } catch {
      return .failure(error)
    }
    return .success(
      Prospect(
        head: head, base: base, commits: try history.fresh().count,
        requests: try history.requests(
          in: differences, usedUpBy: tooLarge, called: "The branch", dated: now, seen: now,
          grantID: { _ in unnamed }),
        modified: Set(asked.filter { $0.before != nil && $0.after != nil }.map(\.path)),
        deleted: asked.filter { $0.after == nil }.map(\.path), policy: proposed,
        governed: try governed(others, check, next: proposed?.policy, in: history),
        reviewFaults: try reviewFaults(others)))
  }

  /// What the branch that ends in `node` is read and judged with.
  func ground(
    _ node: CommitNode, _ base: ObjectID, _ force: PolicyInForce, _ overlay: TipOverlay,
    changing differences: [Difference]
  ) throws(IntakeError) -> (LandingHistory, PolicyAcceptanceCheck) {
    let openPGP = try OpenPGPSigners(force.policy, policies.certificates, at: now)
    let history = LandingHistory(
      node, after: base, changing: differences, shape: .merge, reader: reader,
      mainline: Mainline(reader, tip: base, joints: []),
      signers: SignerTable(
        verifier: verifier, policy: force.policy, overlay: overlay, now: now, openPGP: openPGP),
      isChecked: false)
    let check = PolicyAcceptanceCheck(
      reader: reader, policies: policies, force: force,
      governance: Governance(
        policy: force.policy, overlay: overlay, certificates: policies.certificates, now: now),
      now: now, number: 0, judge: judge)
    return (history, check)
  }

  private func reviewFaults(_ differences: [Difference]) throws(GitError) -> [Reason] {
    var faults: [Reason] = []
    for difference in differences where difference.path.isInside("reviews") {
      guard let entry = difference.after,
        case .unreadable(let found) = try SignOffFiles(reader: reader)
          .document(at: difference.path, entry)
      else { continue }
      faults += found
    }
    return faults
  }

  private func policy(
    of node: CommitNode, changing files: [Difference], _ check: PolicyAcceptanceCheck
  ) throws(IntakeError) -> ProspectivePolicy {
    try reader.chargePolicies(files)
    guard let tree = try policies.tree(in: node.tree) else {
      let gone = Reason(
        .invalidDocument, "The branch removes all of policies/.",
        hint: "Restore the folder: without policies nothing can be asked for.")
      return ProspectivePolicy(faults: [gone], policy: nil)
    }
    switch try policies.policy(inTree: tree) {
    case .failure(let faults): return ProspectivePolicy(faults: faults.reasons, policy: nil)
    case .success(let next):
      return ProspectivePolicy(faults: try check.faults(of: next), policy: next)
    }
  }

  private func governed(
    _ differences: [Difference], _ check: PolicyAcceptanceCheck, next: Policy?,
    in history: LandingHistory
  ) throws(GitError) -> [GovernedChange] {
    var found: [GovernedChange] = []
    let governance = check.governance(of: next)
    for change in differences {
      let line = check.force.policy.settings.governance(of: change.path)
      guard line != nil || change.path.isInside("policies") else { continue }
      if let next, AttestationCheck.isAttestation(change.path),
        case .carried = try check.attestations.judge(change, next: next, in: history)
      {
        found.append(
          GovernedChange(
            path: change.path, requirements: [], faults: [],
            attestedBy: check.force.policy.settings.directory?.value))
        continue
      }
      let (approvals, _) = try history.approvals(of: change.path)
      let authorship = try history.authorship(of: change.path)
      var faults = authorship.flaws
      if line == nil { faults.append(check.ungoverned(change.path)) }
      let authors = authorship.people
      func status(_ line: GovernanceLine, _ origin: String) -> RequirementStatus {
        governance.status(
          of: change.path, by: line, origin: origin, approvals: approvals, authors: authors)
      }
      var requirements = line.map { [status($0, $0.patterns.map(\.text).joined(separator: ", "))] }
      let gifts = next.map { check.gifts(of: change, next: $0) } ?? []
      if !gifts.isEmpty, let next, try !check.isSignedByOwner(change, next: next, in: history),
        let settings = check.force.policy.settings.governance(of: RepositoryPath(Settings.file))
      {
        let origin =
          "giving \(gifts.joined(separator: ", ")) to somebody who did not sign for it"
        requirements?.append(status(settings, origin))
      }
      found.append(
        GovernedChange(path: change.path, requirements: requirements ?? [], faults: faults))
    }
    return found
  }
}
