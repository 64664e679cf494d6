internal import Documents
internal import Git
package import Model

/// Reads a branch as the landing that its merge would be.
///
/// The same reading and the same rules as a run's, so that what it finds is what will be found; only the
/// merge itself is not there yet, and with it the approval that it may be.
package struct BranchReader {
  let reader: ObjectReader
  private let policies: PolicyReader
  private let anchor: ObjectID?
  private let now: Instant

  /// A reader for one command; the parameters are those of `LandingReader`.
  package init(policies: PolicyReader, anchor: ObjectID?, at now: Instant) {
    self.anchor = anchor
    reader = policies.reader
    self.policies = policies
    self.now = now
  }

  /// What the branch that ends in `head` would bring to the mainline that ends in `base`.
  ///
  /// Changes are those since the merge base, so what the mainline did meanwhile is not the branch's.
  /// The branch is read within the budget of one landing, so nobody has to merge what costs too much.
  /// - Parameters:
  ///   - governing: The policy in force, and what counts besides.
  ///   - tooLarge: The landings that were over their budget, as the ledger has them.
  /// - Returns: Nil where the two have no common history: git itself refuses to merge them.
  package func prospect(
    of head: ObjectID, onto base: ObjectID, under governing: Governing,
    besides tooLarge: [TooLargeLanding] = []
  ) throws(IntakeError) -> Prospect? {
    let found = try reader.within(.current) { () throws(IntakeError) in
      let result: Result<Prospect?, IntakeError>
      do throws(GitError) {
        result = try read(head, base, governing, tooLarge)
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

  // Git's errors are thrown, Intake's own come back as a result, so that each body has one error type.
  private func read(
    _ head: ObjectID, _ base: ObjectID, _ governing: Governing, _ tooLarge: [TooLargeLanding]
  ) throws(GitError) -> Result<Prospect?, IntakeError> {
    guard let fork = try MergeBases(reader).of(head, base).first else { return .success(nil) }
    let node = try reader.commit(head)
    let before = try reader.commit(fork)
    let differences = try TreeComparison(reader).differences(from: before.tree, to: node.tree)
    let landings = LandingReader(policies, tip: base, joints: [], anchor: anchor, at: now)
    let signers: SignerTable
    do throws(IntakeError) {
      signers = try landings.signers(under: governing)
    } catch {
      return .failure(error)
    }
    let history = LandingHistory(
      node, after: base, changing: differences, shape: .merge, reader: reader,
      mainline: landings.mainline, signers: signers, isChecked: false)

    // A grant's name follows from the landing, which nobody knows yet.
    let unnamed = GrantID(digest: [])
    let tokens = TokenFiles(
      reader: reader, policy: governing.force.policy, anchor: anchor, landing: head, seen: now)
    let used = differences.filter { change in
      RepositoryPath.foldersOfUse.contains(where: change.path.isInside)
    }
    let asked = used.filter { $0.path.requestOfToken == nil }
    let others = differences.filter { change in
      !RepositoryPath.foldersOfUse.contains(where: change.path.isInside)
    }
    let target = try reader.commit(base)
    let proposed: ProspectivePolicy?
    do throws(IntakeError) {
      proposed = try policy(
        others.filter { $0.path.isInside("policies") }, before: target, history, landings, signers,
        under: governing)
    } catch {
      return .failure(error)
    }
    return .success(
      Prospect(
        head: head, base: base, commits: try history.fresh().count,
        requests: try history.requests(
          in: differences, usedUpBy: tooLarge, called: "The branch", dated: now, seen: now,
          tokens: tokens, grantID: { _ in unnamed }),
        modified: Set(asked.filter { $0.before != nil && $0.after != nil }.map(\.path)),
        deleted: asked.filter { $0.after == nil }.map(\.path), policy: proposed,
        governed: try governed(others, in: history, under: governing),
        crossed: try MergeCheck(reader).crossedPaths(ours: base, theirs: head),
        reviewFaults: try reviewFaults(others),
        lateTokens: try lateTokens(differences, target, tokens)))
  }

  /// The tokens that the branch brings beside requests that the mainline has.
  private func lateTokens(
    _ differences: [Difference], _ target: CommitNode, _ tokens: TokenFiles
  ) throws(GitError) -> [(LateToken, RequestDocument)] {
    var found: [(LateToken, RequestDocument)] = []
    for (token, request) in try tokens.late(among: differences, in: target.tree) {
      found.append(
        (token, try RequestFiles(reader: reader).document(at: request.path, request.entry)))
    }
    return found
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

  /// What the branch proposes as policies; nil where it leaves them alone.
  private func policy(
    _ files: [Difference], before: CommitNode, _ history: LandingHistory,
    _ landings: LandingReader, _ signers: SignerTable, under governing: Governing
  ) throws(IntakeError) -> ProspectivePolicy? {
    guard !files.isEmpty else { return nil }
    try reader.chargePolicies(files)
    let proposals = landings.proposalReader(under: governing, signers)
    let facts = try landings.policyLanding(
      files, before: before, in: history, [], [], under: governing)
    let directory = files.map(\.path).filter { $0.isInside("policies/directory") }
    // What is put back as it is in force asks for nothing.
    var others: [Difference] = []
    try inGit { () throws(GitError) in
      for file in files where !file.path.isInside("policies/directory") {
        let inForce = try policies.entry(at: file.path, belowPolicies: governing.force.tree)
        if inForce != file.after { others.append(file) }
      }
    }
    let exceptions = facts.directory?.word.exceptions ?? []
    return ProspectivePolicy(
      proposal: try proposals.proposal(
        of: policies.tree(inRoot: history.landing.tree),
        changing: others, in: history),
      approvals: facts.merges,
      directory: directory.map { path in
        ProspectivePolicy.DirectoryFile(
          path: path, reasons: exceptions.first { $0.path == path }?.reasons,
          isAttested: !exceptions.contains { $0.path == path })
      },
      // A merge onto a mainline that holds what is in force can see the whole difference.
      isApprovedByMerging: try inGit { () throws(GitError) in
        try policies.isSame(facts.before, governing.force.tree)
      })
  }

  /// The governed paths outside `policies/` that the branch changes.
  private func governed(
    _ differences: [Difference], in history: LandingHistory, under governing: Governing
  ) throws(GitError) -> [GovernedPath] {
    var found: [GovernedPath] = []
    for change in differences where !change.path.isInside("policies") {
      guard let line = governing.force.policy.settings.governance(of: change.path) else { continue }
      let (approvals, _) = try history.approvalsOfToday(of: change.path)
      let authorship = try history.authorship(of: change.path)
      found.append(
        GovernedPath(
          path: change.path, line: line, approvals: approvals, authors: authorship.people,
          flaws: authorship.flaws))
    }
    return found
  }
}
