internal import Git
package import Model

/// What a run carries from one landing to the next, besides what governs.
package struct MainlineState: Sendable {
  /// Ungoverned changes that nobody has put right.
  package var ungoverned: [UngovernedChange]
  /// Commits that landed requests which wait.
  package var waiting: Set<ObjectID>
  /// The landings before that were over their budget, oldest first.
  package var tooLarge: [TooLargeLanding]

  package init(
    ungoverned: [UngovernedChange], waiting: Set<ObjectID>, tooLarge: [TooLargeLanding]
  ) {
    self.ungoverned = ungoverned
    self.waiting = waiting
    self.tooLarge = tooLarge
  }
}

/// What governs where a landing is read.
package struct Governing: Sendable {
  /// What is in force before the landing, and what is stopped besides.
  package let force: PolicyInForce
  package let overlay: TipOverlay
  package let state: GovernanceState

  package init(force: PolicyInForce, overlay: TipOverlay, state: GovernanceState) {
    (self.force, self.overlay, self.state) = (force, overlay, state)
  }

  /// Whether an approval may be about policies though the mainline holds what is in force: of a release, or of what a
  /// compromised key had carried.
  var speaksBesides: Bool {
    !state.brakes.isEmpty || !force.policy.stops.isEmpty || !overlay.compromised.isEmpty
      || overlay.doubted.hasVoids
  }
}

/// Turns commits of the mainline into verified facts; judges nothing.
///
/// A class because what it works out for one policy in force serves many landings.
package final class LandingReader {
  let reader: ObjectReader
  let policies: PolicyReader
  let mainline: Mainline
  let now: Instant
  let budget: Budget
  /// Absent where nobody has given one.
  let anchor: ObjectID?
  private let verifier: CommitVerifier
  private let origin: AnchoredHistory?
  private var brakes: BrakeSearch?
  private var signing: (tree: ObjectID, directory: DirectoryInForce?, openPGP: OpenPGPSigners)?

  /// A reader of the mainline that ends in `tip`.
  package init(
    _ policies: PolicyReader, tip: ObjectID, joints: [MainlineJoint], anchor: ObjectID?,
    at now: Instant, budget: Budget = .current
  ) {
    reader = policies.reader
    self.policies = policies
    let mainline = Mainline(policies.reader, tip: tip, joints: joints)
    self.mainline = mainline
    origin = anchor.map { AnchoredHistory(policies.reader, mainline, anchor: $0) }
    self.now = now
    self.budget = budget
    self.anchor = anchor
    verifier = CommitVerifier(policies.reader)
  }

  /// Reads `id`, which follows `previous` and was first seen at `seen`, within a budget of its own, and moves
  /// `state` past it.
  ///
  /// - Parameter known: What it pulled, where that was looked for before under the same policy.
  package func landing(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, under governing: Governing,
    pulled known: Pulled? = nil, state: inout MainlineState
  ) throws(IntakeError) -> (Landing, PolicyLanding) {
    var next = state
    let signers = try signers(under: governing)
    let pulled: Pulled
    if let known {
      pulled = known
    } else {
      pulled = try self.pulled(by: id, after: previous, governing, signers)
    }
    switch try reader.within(
      budget,
      { () throws(IntakeError) in
        try whole(
          id, after: previous, seen: seen, under: governing, signers, pulled, state: &next)
      })
    {
    case .success(let landing):
      state = next
      return landing
    case .failure(let overrun):
      return try unread(
        id, after: previous, overrun, under: governing.force, pulled.brakes, state: &state)
    }
  }

  /// What `landing`, a commit of the mainline, proposes as the policy in force.
  package func proposals(
    of landings: some Sequence<ObjectID>, under governing: Governing
  ) throws(IntakeError) -> [PolicyProposal] {
    let signers = try signers(under: governing)
    let proposals = proposalReader(under: governing, signers)
    var placed: [(place: Int, id: ObjectID)] = []
    try inGit { () throws(GitError) in
      for id in landings {
        if let place = try mainline.distance(of: id) { placed.append((place, id)) }
      }
    }
    var found: [PolicyProposal] = []
    for (_, id) in placed.sorted(by: { $0.place < $1.place }) {
      found.append(try proposals.proposal(of: id, in: governing.state))
    }
    return found
  }

  /// What `landing` proposed when `before` was in force, read with the keys of those who are known today.
  func proposal(
    of landing: ObjectID, over before: PolicyInForce, _ state: GovernanceState,
    under governing: Governing
  ) throws(IntakeError) -> PolicyProposal {
    let signers = try signers(under: governing)
    return try ProposalReader(
      policies: policies, mainline: mainline, signers: signers, force: before,
      directory: state.directory, brakes: BrakeSearch(policies, before, signers), at: now
    ).proposal(of: landing, in: state)
  }

  /// Why `id`, which follows `previous`, is no commit that a mainline should take: an evil merge, or a foxtrot.
  ///
  /// What costs more than the budget of one landing to tell is told of the landing itself.
  package func shapeFaults(
    of id: ObjectID, after previous: ObjectID
  ) throws(IntakeError) -> [Reason] {
    let shape = try reader.within(budget) { () throws(IntakeError) in
      try inGit { () throws(GitError) in try self.shape(of: reader.commit(id), after: previous) }
    }
    guard case .success(let shape) = shape else { return [] }
    if case .foxtrot = shape { return shape.notes(of: id) }
    return shape.flaws(of: id)
  }

  /// What `id` and the commits that it brought stop and take away.
  package func pulled(
    by id: ObjectID, after previous: ObjectID, under governing: Governing
  ) throws(IntakeError) -> Pulled {
    try pulled(by: id, after: previous, governing, signers(under: governing))
  }

  /// Whether `id`, the end of a branch, or a commit below it stops somebody, though it be taken back on top.
  package func stopsSomebody(
    _ id: ObjectID, onto base: ObjectID, under governing: Governing
  ) throws(IntakeError) -> Bool {
    let signers = try signers(under: governing)
    return try !pulled(by: id, after: base, governing, signers, stopsAlone: true).brakes.isEmpty
  }

  private func pulled(
    by id: ObjectID, after previous: ObjectID, _ governing: Governing, _ signers: SignerTable,
    stopsAlone: Bool = false
  ) throws(IntakeError) -> Pulled {
    let (node, before) = try inGit { () throws(GitError) in
      (try reader.mainlineCommit(id), try reader.mainlineCommit(previous))
    }
    return try brakeSearch(under: governing, signers)
      .pulled(by: node, after: before, stopsAlone: stopsAlone)
  }

  /// The search for brakes under what governs; the same for as long as that stays.
  private func brakeSearch(under governing: Governing, _ signers: SignerTable) -> BrakeSearch {
    if let brakes, brakes.isUnder(governing) { return brakes }
    let search = BrakeSearch(policies, governing.force, signers)
    brakes = search
    return search
  }

  /// Reads proposals under what governs.
  func proposalReader(under governing: Governing, _ signers: SignerTable) -> ProposalReader {
    ProposalReader(
      policies: policies, mainline: mainline, signers: signers, force: governing.force,
      directory: governing.state.directory, brakes: brakeSearch(under: governing, signers), at: now)
  }

  func signers(under governing: Governing) throws(IntakeError) -> SignerTable {
    let force = governing.force
    let openPGP: OpenPGPSigners
    if let signing, signing.tree == force.tree, signing.directory == force.directory {
      openPGP = signing.openPGP
    } else {
      openPGP = try OpenPGPSigners(force.policy, policies.certificates, at: now)
      signing = (force.tree, force.directory, openPGP)
    }
    return SignerTable(
      verifier: verifier, policy: force.policy, overlay: governing.overlay, now: now,
      openPGP: openPGP, origin: origin)
  }

  private func whole(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, under governing: Governing,
    _ signers: SignerTable, _ pulled: Pulled, state: inout MainlineState
  ) throws(IntakeError) -> (Landing, PolicyLanding) {
    let result: Result<(Landing, PolicyLanding), IntakeError>
    do throws(GitError) {
      result = try read(
        id, after: previous, seen: seen, under: governing, signers, pulled, state: &state)
    } catch {
      throw .git(error)
    }
    return try result.get()
  }

  // Git's errors are thrown, Intake's own come back as a result, so that each body has one error type.
  private func read(
    _ id: ObjectID, after previous: ObjectID, seen: Instant, under governing: Governing,
    _ signers: SignerTable, _ pulled: Pulled, state: inout MainlineState
  ) throws(GitError) -> Result<(Landing, PolicyLanding), IntakeError> {
    let node = try reader.commit(id)
    let before = try reader.mainlineCommit(previous)
    let shape = try shape(of: node, after: previous)
    let differences = try TreeComparison(reader).differences(from: before.tree, to: node.tree)
    let force = governing.force
    let history = LandingHistory(
      node, after: previous,
      changing: differences.filter { isAsked(about: $0.path, under: force.policy) }, shape: shape,
      reader: reader, mainline: mainline, signers: signers)

    let landing = id
    let tokens = TokenFiles(
      reader: reader, policy: force.policy, anchor: anchor, landing: landing, seen: seen)
    let requests = try history.requests(
      in: differences, usedUpBy: state.tooLarge, called: "Landing \(landing.short)",
      dated: Instant(clampingSeconds: node.seconds), seen: seen, tokens: tokens,
      grantID: { RequestFiles.grantID(of: $0, landing: landing) })
    let speaksOfPolicies = !governing.state.landings.isEmpty || governing.speaksBesides
    let late = try LateApprovalSearch(reader: reader, mainline: mainline, signers: signers)
      .approvals(of: state.waiting, orAll: speaksOfPolicies, in: history)
    let (ungoverned, mended) = try ungovernedChanges(
      differences, in: history, under: governing, state: &state)
    let signOffs = try SignOffFiles(reader: reader).signOffs(
      differences, ungoverned: ungoverned, in: history, seen: seen)
    let policies: PolicyLanding
    do throws(IntakeError) {
      policies = try policyLanding(
        differences, before: before, in: history, late, pulled.brakes, under: governing)
    } catch {
      return .failure(error)
    }
    let waiting = late.filter { state.waiting.contains($0.landing) }
    if !requests.isEmpty { state.waiting.insert(id) }
    return .success(
      (
        Landing(
          commit: landing, policy: force, frozen: [], requests: requests, signOffs: signOffs,
          lateApprovals: waiting, acceptance: nil, ungoverned: ungoverned, mended: mended,
          joint: joint(of: node, after: previous),
          lateTokens: try tokens.late(among: differences, in: node.tree).map(\.token)), policies
      ))
  }

  func joint(of node: CommitNode, after previous: ObjectID) -> MainlineJoint? {
    guard let first = node.parents.first, first != previous else { return nil }
    return MainlineJoint(landing: node.id, previous: previous)
  }

  /// Whether approvals or authors matter at `path`; what else a landing changes may be wide.
  private func isAsked(about path: RepositoryPath, under policy: Policy) -> Bool {
    ["requests", "mandates", "reviews", "policies"].contains(where: path.isInside)
      || policy.settings.governance(of: path) != nil
  }

  private func shape(of node: CommitNode, after previous: ObjectID) throws(GitError) -> LandingShape
  {
    if let first = node.parents.first, first != previous { return .foxtrot }
    switch node.parents.count {
    case 0, 1: return .notAMerge
    case 2:
      let evil = try MergeCheck(reader).evilPaths(of: node)
      return evil.isEmpty ? .merge : .evil(evil)
    default: return .octopus
    }
  }
}
