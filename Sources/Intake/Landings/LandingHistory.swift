internal import Git
internal import Model

/// The commits that one landing brought to the mainline, and what they prove about its paths.
final class LandingHistory {
  let landing: CommitNode
  /// The mainline's commit before the landing.
  let previous: OID
  let shape: LandingShape
  let reader: ObjectReader
  private let mainline: Mainline
  private let signers: SignerTable
  private var freshCommits: [OID]?
  private var freshSet: Set<OID> = []
  private var changers: [RepositoryPath: [OID]]?
  private var verdicts: [OID: ApprovalVerdict] = [:]
  private var makers: [OID: (RequestChange, [Reason])] = [:]
  /// The last answer of `changes(of:)`: nearly all requests of a landing were changed by the same commits.
  private var lastChanges: (commits: [OID], found: (changes: [RequestChange], flaws: [Reason]))?
  /// The landing, where it was held against the rules for merges before its approvals are asked for.
  private let checked: OID?

  /// - Parameter isChecked: Whether `shape` says what the landing is; not so for the end of a branch,
  ///   which has not landed and may itself be one of the merges that approve.
  init(
    _ landing: CommitNode, after previous: OID, shape: LandingShape, reader: ObjectReader,
    mainline: Mainline, signers: SignerTable, isChecked: Bool = true
  ) {
    self.landing = landing
    checked = isChecked ? landing.id : nil
    self.previous = previous
    self.shape = shape
    self.reader = reader
    self.mainline = mainline
    self.signers = signers
  }

  /// The commits in the landing's history and not in that of the mainline before it.
  func fresh() throws(GitError) -> [OID] {
    if let known = freshCommits { return known }
    let found =
      landing.parents == [previous]
      ? [landing.id] : try MergeBases(reader).commits(of: landing.id, hiding: previous)
    freshCommits = found
    freshSet = Set(found)
    return found
  }

  /// The approving merges of (`path`, `entry`), and the merges that look like one and are none.
  ///
  /// They are reached from the landing by following parents in which `path` is `entry` (DESIGN section 5),
  /// so a merge that another change of the file came after is never reached.
  func approvals(
    of path: RepositoryPath, as entry: Entry?
  ) throws(GitError) -> (approvals: [SeenApproval], notes: [Reason]) {
    guard shape.carriesApprovals else { return ([], []) }
    let changers = try commitsChanging(path)
    var approvals: [SeenApproval] = []
    var notes: [Reason] = []
    // The landing itself lies in nobody's history here.
    var seen: Set<OID> = []
    var waiting = [landing.id]
    while let id = waiting.popLast() {
      let parents = try reader.commit(id).parents
      var same: [Bool] = []
      if parents.count == 1, freshSet.contains(id) {
        // What this commit changed is not what its only parent has; all else is.
        same = [!changers.contains(id)]
      } else {
        for parent in parents {
          same.append(try reader.entry(at: path, inCommit: parent) == entry)
        }
      }
      if parents.count == 2, !same[0], same[1] {
        switch try verdict(on: id) {
        case .approval(let approval): approvals.append(approval)
        case .none(let reason): notes.append(reason)
        }
      } else if parents.count > 2, !same[0], same.contains(true) {
        notes += LandingShape.octopus.notes(of: ObjectID(id))
      }
      for (parent, isSame) in zip(parents, same)
      where isSame && freshSet.contains(parent) && seen.insert(parent).inserted {
        waiting.append(parent)
      }
    }
    if approvals.isEmpty, notes.isEmpty { return ([], []) }
    return (
      approvals.sorted { $0.approval.commit < $1.approval.commit },
      notes.sorted { $0.message < $1.message }
    )
  }

  /// The commits that changed `path` on its way in, and why they make the landing unusable.
  func changes(
    of path: RepositoryPath
  ) throws(GitError) -> (changes: [RequestChange], flaws: [Reason]) {
    let commits = try commitsChanging(path)
    if let lastChanges, lastChanges.commits == commits { return lastChanges.found }
    var changes: [RequestChange] = []
    var flaws: [Reason] = []
    for id in commits {
      let (change, found) = try people(behind: id)
      changes.append(change)
      flaws += found
    }
    lastChanges = (commits, (changes, flaws))
    return (changes, flaws)
  }

  /// The fresh commits whose entry at `path` differs from that of every parent, newest first.
  ///
  /// Odd dates can add some that the mainline had before: that only names more people who may not
  /// approve. Whoever takes one as proof of anything asks `isNew`.
  func commitsChanging(_ path: RepositoryPath) throws(GitError) -> [OID] {
    if let known = changers { return known[path] ?? [] }
    var found: [RepositoryPath: [OID]] = [:]
    let comparison = TreeComparison(reader)
    for id in try fresh() {
      let node = try reader.commit(id)
      var parents: [OID?] = []
      for parent in node.parents { parents.append(try reader.commit(parent).tree) }
      // What a root commit holds, it changed from nothing.
      if parents.isEmpty { parents = [nil] }
      try comparison.forEachChange(of: node.tree, against: parents) { path, _ in
        found[path, default: []].append(id)
      }
    }
    changers = found
    return found[path] ?? []
  }

  /// Whether `id` is no commit that the mainline before the landing had already.
  ///
  /// Exact whatever the dates say, unlike `fresh()`: a commit that lies in another's history is a merge
  /// base of the two, and every true merge base is found.
  func isNew(_ id: OID) throws(GitError) -> Bool {
    try !MergeBases(reader).of(id, previous).contains(id)
  }

  /// Who signed `id`, if policy knows.
  func signer(of id: OID) throws(GitError) -> Signer? {
    if case .signer(let signer) = try signers.signer(of: id) { return signer }
    return nil
  }

  /// Who signed `id` with a key and at a date that count today, or why nobody did.
  func seal(of id: OID) throws(GitError) -> SignerVerdict {
    let verdict = try signers.signer(of: id)
    guard case .signer(let signer) = verdict, let reason = signers.datedWrongly(signer.commit)
    else { return verdict }
    return .nobody(reason)
  }

  /// The record of what `signer` signed.
  func approval(by signer: Signer) -> Approval { signers.seen(signer, isLate: false).approval }

  private func people(behind id: OID) throws(GitError) -> (RequestChange, [Reason]) {
    if let known = makers[id] { return known }
    let found = try makers(of: id)
    makers[id] = found
    return found
  }

  private func makers(of id: OID) throws(GitError) -> (RequestChange, [Reason]) {
    let name = ObjectID(id)
    let raw = try reader.repository.rawCommit(id)
    let commit: CommitPeople
    do throws(CommitFormatError) {
      commit = try CommitPeople(of: raw)
    } catch {
      let flaw = Reason(
        .malformedCommit, "Commit \(name.short) is malformed: \(error.message).",
        hint: "Make the commit again with git itself.")
      return (RequestChange(commit: name, people: [], signer: nil), [flaw])
    }
    var people: Set<IdentityID> = []
    var flaws: [Reason] = []
    for (role, ident) in [("author", commit.author), ("committer", commit.committer)] {
      if let identity = signers.policy.identity(claiming: ident.email) {
        people.insert(identity)
      } else if role == "committer", signers.policy.isForge(ident) {
        // Whoever edits in a forge's pages is the author; a forge is no unknown committer (DESIGN section 5).
        continue
      } else {
        flaws.append(
          Reason(
            .unmappedAuthor,
            "Commit \(name.short) has the \(role) address <\(shown(ident.email))>, which no identity claims.",
            hint: "Add the address to its owner's file under policies/people/, or make the commit "
              + "again with an address that is there."))
      }
    }
    let signer = try signer(of: id)?.identity
    if let signer { people.insert(signer) }
    if flaws.count == 2, commit.author.email == commit.committer.email { flaws.removeLast() }
    return (RequestChange(commit: name, people: people.sorted(), signer: signer), flaws)
  }
}

/// Whether a merge approves what it brings in.
enum ApprovalVerdict {
  case approval(SeenApproval)
  case none(Reason)
}

extension LandingHistory {
  /// Whether the two-parent commit `id` approves what it brings in; the same for every path.
  private func verdict(on id: OID) throws(GitError) -> ApprovalVerdict {
    if let known = verdicts[id] { return known }
    let verdict = try judge(id)
    verdicts[id] = verdict
    return verdict
  }

  private func judge(_ id: OID) throws(GitError) -> ApprovalVerdict {
    let node = try reader.commit(id)
    let signer: Signer
    switch try signers.approver(of: id, isLanding: id == checked) {
    case .signer(let person): signer = person
    case .nobody(let reason): return .none(reason)
    }
    if let reason = signers.datedWrongly(signer.commit) { return .none(reason) }
    if id != checked {
      let evil = try MergeCheck(reader).evilPaths(of: node)
      guard evil.isEmpty else { return .none(LandingShape.evilMerge(ObjectID(id), evil)) }
      guard try mainline.contains(node.parents[0], atOrBefore: previous) else {
        return .none(
          Reason(
            .foxtrotMerge,
            "Merge \(ObjectID(id).short) does not start on the mainline, so it approves nothing.",
            hint: "Merge the request's branch into a branch that starts on the mainline."))
      }
      if try Ancestry(reader).contains(
        id, inHistoryOf: previous, descendingFrom: node.parents[0])
      {
        return .none(
          Reason(
            .approvalTooOld,
            "Merge \(ObjectID(id).short) was on the mainline before; an approval counts once.",
            hint: "Approve again: countersign approve <request>."))
      }
    }
    return .approval(signers.seen(signer, isLate: false))
  }
}

/// Bytes of an address as text that can be shown anywhere.
func shown(_ bytes: [UInt8]) -> String { RepositoryPath(bytes).description }
