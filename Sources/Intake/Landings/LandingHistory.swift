internal import Git
internal import Model

/// The commits that one landing brought to the mainline, and what they prove about its paths.
final class LandingHistory {
  let landing: CommitNode
  /// The mainline's commit before the landing.
  let previous: ObjectID
  let shape: LandingShape
  let reader: ObjectReader
  private let mainline: Mainline
  private let signers: SignerTable
  private var freshCommits: [ObjectID]?
  private var freshSet: Set<ObjectID> = []
  /// The paths that are asked about.
  private let asked: Set<RepositoryPath>
  /// The commits that change the paths that are asked about, of those folders of the root that were searched.
  private var changers: [RepositoryPath: [ObjectID]] = [:]
  private var verdicts: [ObjectID: ApprovalVerdict] = [:]
  private var makers: [ObjectID: (RequestChange, [Reason])] = [:]
  /// The last answers: of one path approvals and authors are asked for in turn, and nearly all requests of a
  /// landing were changed by the same commits.
  private var lastLeaf: (path: RepositoryPath, entry: Entry?)?
  private var lastLineage: (path: RepositoryPath, steps: [Step])?
  private var lastAuthorship: (changes: [PathChange], found: Authorship)?
  /// The landing, where it was held against the rules for merges before its approvals are asked for.
  private let checked: ObjectID?

  /// - Parameters:
  ///   - differences: What the landing changes, as far as it is asked about.
  ///   - isChecked: Whether `shape` says what the landing is; not so for the end of a branch, which has not landed and
  ///     may itself be one of the merges that approve.
  init(
    _ landing: CommitNode, after previous: ObjectID, changing differences: [Difference],
    shape: LandingShape, reader: ObjectReader,
    mainline: Mainline, signers: SignerTable, isChecked: Bool = true
  ) {
    self.landing = landing
    asked = Set(differences.map(\.path))
    checked = isChecked ? landing.id : nil
    self.previous = previous
    self.shape = shape
    self.reader = reader
    self.mainline = mainline
    self.signers = signers
  }

  /// The commits in the landing's history and not in that of the mainline before it.
  func fresh() throws(GitError) -> [ObjectID] {
    if let known = freshCommits { return known }
    let found =
      landing.parents == [previous]
      ? [landing.id] : try MergeBases(reader).commits(of: landing.id, hiding: previous)
    freshCommits = found
    freshSet = Set(found)
    return found
  }

  /// The approving merges of `path` as it landed, and the merges that look like one and are none.
  ///
  /// They are reached from the landing by following parents in which `path` is what landed (DESIGN section 5),
  /// so a merge that another change of the file came after is never reached.
  func approvals(
    of path: RepositoryPath
  ) throws(GitError) -> (approvals: [SeenApproval], notes: [Reason]) {
    try reader.charge(.paths)
    guard shape.carriesApprovals else { return ([], []) }
    var approvals: [SeenApproval] = []
    var notes: [Reason] = []
    for step in try lineage(of: path) {
      if step.same.count == 2, !step.same[0], step.same[1] {
        switch try verdict(on: step.commit) {
        case .approval(let approval): approvals.append(approval)
        case .none(let reason): notes.append(reason)
        }
      } else if step.same.count > 2, !step.same[0], step.same.contains(true) {
        notes += LandingShape.octopus.notes(of: step.commit)
      }
    }
    if approvals.isEmpty, notes.isEmpty { return ([], []) }
    return (
      approvals.sorted { $0.approval.commit < $1.approval.commit },
      notes.sorted { $0.message < $1.message }
    )
  }

  /// The same where nothing waits for a clock: a merge that is dated ahead of it approves nothing.
  func approvalsOfToday(
    of path: RepositoryPath
  ) throws(GitError) -> (approvals: [SeenApproval], notes: [Reason]) {
    let (all, notes) = try approvals(of: path)
    let ahead = all.compactMap(signers.datedAhead)
    guard !ahead.isEmpty else { return (all, notes) }
    return (all.filter { signers.datedAhead($0) == nil }, notes + ahead)
  }

  /// Who made `path` what it is now.
  struct Authorship {
    /// The commits that changed it on its way in, newest first.
    let changes: [RequestChange]
    /// Those of them that hold what landed.
    let holders: [ObjectID]
    /// Why they make the landing unusable.
    let flaws: [Reason]

    /// Those of the flaws that somebody's address is nobody's.
    var unknown: [Reason] { flaws.filter { $0.code == .unmappedAuthor } }

    /// Everybody who wrote, committed or signed one of the changes.
    var people: Set<IdentityID> { Set(changes.flatMap(\.people)) }

    /// Whether each change is signed by a key of one of `people`, and one that they signed holds what landed.
    ///
    /// An old signature of theirs for something else at the path asks for nothing (THREATS row 54).
    func isSigned(by people: Set<IdentityID>) -> Bool {
      !holders.isEmpty && changes.allSatisfy { $0.signer.map(people.contains) ?? false }
    }
  }

  /// The authorship of `path`.
  func authorship(of path: RepositoryPath) throws(GitError) -> Authorship {
    let changes = try changes(of: path)
    if let lastAuthorship, lastAuthorship.changes == changes { return lastAuthorship.found }
    var made: [RequestChange] = []
    var flaws: [Reason] = []
    for change in changes {
      let (maker, found) = try people(behind: change.commit)
      made.append(maker.with(isOrigin: change.isOrigin))
      flaws += found
    }
    let found = Authorship(
      changes: made, holders: changes.filter(\.holdsWhatLanded).map { $0.commit },
      flaws: flaws)
    lastAuthorship = (changes, found)
    return found
  }

  /// A commit that changed a path on its way in.
  struct PathChange: Equatable {
    let commit: ObjectID
    /// Whether it holds there what landed.
    let holdsWhatLanded: Bool
    /// Whether it made the path what landed (`RequestChange.isOrigin`).
    let isOrigin: Bool
  }

  /// The fresh commits that changed `path` (DESIGN section 5), newest first.
  ///
  /// Besides what `ChangeSearch` finds these are the commits that fetched what landed out of old history: none
  /// of their fresh parents holds it, so whoever made them answers for it (THREATS row 53).
  func changes(of path: RepositoryPath) throws(GitError) -> [PathChange] {
    var commits = try commitsChanging(path)
    let known = Set(commits)
    let steps = try lineage(of: path)
    let origins = Set(steps.filter(\.isFirst).map(\.commit))
    if !origins.isSubset(of: known) {
      let all = known.union(origins)
      commits = try fresh().filter(all.contains)
    }
    var changes: [PathChange] = []
    for commit in commits {
      var holdsWhatLanded = commit == landing.id
      if !holdsWhatLanded {
        holdsWhatLanded = try reader.leaf(at: path, inCommit: commit) == leaf(at: path)
      }
      changes.append(
        PathChange(
          commit: commit, holdsWhatLanded: holdsWhatLanded, isOrigin: origins.contains(commit)))
    }
    return changes
  }

  /// A commit that is reached from the landing by following parents in which a path is what landed.
  private struct Step {
    let commit: ObjectID
    /// For each parent, whether the path is there what landed.
    let same: [Bool]
    /// Whether no fresh parent holds what landed.
    let isFirst: Bool
  }

  /// Every such commit, the landing first.
  private func lineage(of path: RepositoryPath) throws(GitError) -> [Step] {
    if let lastLineage, lastLineage.path == path { return lastLineage.steps }
    let changers = try commitsChanging(path)
    var steps: [Step] = []
    // The landing itself lies in nobody's history here.
    var seen: Set<ObjectID> = []
    var waiting = [landing.id]
    while let id = waiting.popLast() {
      let parents = try reader.commit(id).parents
      var same: [Bool] = []
      if parents.count == 1, freshSet.contains(id) {
        // What this commit changed is not what its only parent has; all else is.
        same = [!changers.contains(id)]
      } else {
        let landed = try leaf(at: path)
        for parent in parents {
          same.append(try reader.leaf(at: path, inCommit: parent) == landed)
        }
      }
      var isFirst = true
      for (parent, isSame) in zip(parents, same) where isSame && freshSet.contains(parent) {
        isFirst = false
        if seen.insert(parent).inserted { waiting.append(parent) }
      }
      steps.append(Step(commit: id, same: same, isFirst: isFirst))
    }
    lastLineage = (path, steps)
    return steps
  }

  /// What landed at `path`.
  private func leaf(at path: RepositoryPath) throws(GitError) -> Entry? {
    if let lastLeaf, lastLeaf.path == path { return lastLeaf.entry }
    let entry = try reader.leaf(at: path, in: landing.tree)
    lastLeaf = (path, entry)
    return entry
  }

  /// The fresh commits that `ChangeSearch` finds for `path`, newest first.
  ///
  /// Folders of the root that nobody asks about are never opened: they may hold anything (THREATS row 57).
  private func commitsChanging(_ path: RepositoryPath) throws(GitError) -> [ObjectID] {
    if let known = changers[path] { return known }
    guard asked.contains(path), let area = path.segments.first else {
      return try commits(changing: [path])[path] ?? []
    }
    let inArea = asked.filter { $0.segments.first == area }
    let found = try commits(changing: inArea)
    for asked in inArea { changers[asked] = found[asked] ?? [] }
    return changers[path] ?? []
  }

  private func commits(
    changing paths: some Sequence<RepositoryPath>
  ) throws(GitError) -> [RepositoryPath: [ObjectID]] {
    let search = ChangeSearch(reader, at: paths)
    var found: [RepositoryPath: [ObjectID]] = [:]
    for id in try fresh() {
      try search.forEachChange(of: reader.commit(id)) { path throws(GitError) in
        found[path, default: []].append(id)
      }
    }
    return found
  }

  /// Who signed `id` with a key and at a date that count today, or why nobody did.
  func seal(of id: ObjectID) throws(GitError) -> SignerVerdict {
    let verdict = try signers.signer(of: id)
    guard case .signer(let signer) = verdict, let reason = signers.datedWrongly(signer.commit)
    else { return verdict }
    return .nobody(reason.about(id))
  }

  /// The record of what `signer` signed.
  func approval(by signer: Signer) -> Approval { signers.seen(signer, isLate: false).approval }

  private func people(behind id: ObjectID) throws(GitError) -> (RequestChange, [Reason]) {
    if let known = makers[id] { return known }
    let found = try CommitMakers(reader: reader, signers: signers).makers(of: id)
    makers[id] = found
    return found
  }
}

extension LandingHistory {
  /// Whether the two-parent commit `id` approves what it brings in; the same for every path.
  private func verdict(on id: ObjectID) throws(GitError) -> ApprovalVerdict {
    if let known = verdicts[id] { return known }
    var verdict = try judge(id)
    if case .none(let reason) = verdict { verdict = .none(reason.about(id)) }
    verdicts[id] = verdict
    return verdict
  }

  private func judge(_ id: ObjectID) throws(GitError) -> ApprovalVerdict {
    let node = try reader.commit(id)
    try reader.charge(.signatures)
    let signer: Signer
    switch try signers.approver(of: id, isLanding: id == checked) {
    case .signer(let person): signer = person
    case .nobody(let reason): return .none(reason)
    }
    if let reason = signers.datedTooLongAgo(signer.commit) { return .none(reason) }
    if id != checked {
      let evil = try MergeCheck(reader).evilPaths(of: node)
      guard evil.isEmpty else { return .none(LandingShape.evilMerge(id, evil)) }
      guard try mainline.contains(node.parents[0], atOrBefore: previous) else {
        return .none(
          Reason(
            .foxtrotMerge,
            "Merge \(id.short) does not start on the mainline, so it approves nothing.",
            hint: "Next time merge the branch into one that starts on the mainline."))
      }
    }
    return .approval(signers.seen(signer, isLate: false))
  }
}
