internal import Documents
internal import Git
internal import Model

/// Says which files of `policies/directory/` are in force once a landing has passed (DESIGN section 6).
///
/// The directory's word stands outside what people approve. A file counts as the directory signed it: whoever else has a
/// part in a change of it takes the file back to what it was, for all that is in force. The directory moves on in time
/// and lets nobody go whom it stopped; that takes approvals.
struct DirectoryFiles {
  let policies: PolicyReader
  let force: PolicyInForce
  let now: Instant

  /// How many files that others changed are kept apart: where there are more, the directory stays as it was.
  private static let exceptions = 1000

  /// What the landing of `history` leaves in force; nil where it does not touch the folder.
  func word(
    after known: DirectoryInForce, in history: LandingHistory, changed: [Difference]
  ) throws(IntakeError) -> DirectoryWordChange? {
    guard !changed.isEmpty else { return nil }
    var why: [RepositoryPath: [Reason]] = [:]
    var carried: Set<RepositoryPath> = []
    var signed: Set<String> = []
    let tree: ObjectID?
    let differing: [Difference]
    do throws(GitError) {
      tree = try policies.directory(
        ofTree: policies.reader.folder(named: "policies", in: history.landing.tree)
      ).tree
      differing = try TreeComparison(policies.reader).differences(
        from: known.tree, to: tree, at: "policies/directory")
      for change in changed {
        let (flaws, keys) = try self.flaws(of: change, after: known, in: history)
        signed.formUnion(keys)
        if flaws.isEmpty { carried.insert(change.path) } else { why[change.path] = flaws }
      }
    } catch {
      throw .git(error)
    }
    let none = DirectoryInForce(
      tree: tree, exceptions: try without([], known, tree, differing, why), keys: known.keys)
    if Self.exceptions < none.exceptions.count {
      return DirectoryWordChange(word: known, unvouched: known)
    }
    let isWhole = try isAll(carried, of: tree)
    let all = DirectoryInForce(
      tree: tree, exceptions: try without(carried, known, tree, differing, why),
      keys: signed.union(isWhole ? [] : known.keys).sorted())
    // What the files say together must be a policy.
    guard case .failure(let faults) = try policies.policy(inTree: force.tree, all) else {
      return DirectoryWordChange(word: all, unvouched: none)
    }
    for path in carried { why[path] = faults.reasons }
    let faulty = DirectoryInForce(
      tree: tree, exceptions: try without([], known, tree, differing, why), keys: known.keys)
    return DirectoryWordChange(word: faulty, unvouched: faulty)
  }

  /// Whether `paths` are all files of the directory's folder `tree`.
  private func isAll(
    _ paths: Set<RepositoryPath>, of tree: ObjectID?
  ) throws(IntakeError) -> Bool {
    try inGit { () throws(GitError) in
      try TreeComparison(policies.reader).differences(
        from: nil, to: tree, at: "policies/directory"
      ).allSatisfy { paths.contains($0.path) }
    }
  }

  /// The files of `tree` that are not in force as they stand there, with what is.
  private func without(
    _ carried: Set<RepositoryPath>, _ known: DirectoryInForce, _ tree: ObjectID?,
    _ differing: [Difference], _ why: [RepositoryPath: [Reason]]
  ) throws(IntakeError) -> [DirectoryInForce.Exception] {
    var exceptions: [RepositoryPath: ObjectID?] = [:]
    var why = why
    for exception in known.exceptions {
      exceptions[exception.path] = .some(exception.blob)
      if why[exception.path] == nil { why[exception.path] = exception.reasons }
    }
    do throws(GitError) {
      for change in differing where exceptions[change.path] == nil {
        exceptions[change.path] = .some(change.before?.id)
      }
      for path in carried { exceptions[path] = nil }
      var kept: [DirectoryInForce.Exception] = []
      for (path, blob) in exceptions.sorted(by: { $0.key < $1.key }) {
        let here = try policies.blob(of: path, in: DirectoryInForce(tree: tree))
        if here != blob {
          kept.append(
            DirectoryInForce.Exception(path: path, blob: blob, reasons: why[path] ?? []))
        }
      }
      return kept
    } catch {
      throw .git(error)
    }
  }

  /// Why the directory's signatures do not carry `change`, and the names of the keys that made them.
  private func flaws(
    of change: Difference, after known: DirectoryInForce, in history: LandingHistory
  ) throws(GitError) -> ([Reason], Set<String>) {
    let path = change.path
    guard let directory = force.policy.settings.directory?.value else {
      let none = Reason(
        .notAnApprover, "\(Settings.file) names no directory whose word \(path) could be.",
        at: SourceLocation(file: Settings.file),
        hint: "Name its workload: identity: {directory: <workload>}.")
      return ([none], [])
    }
    guard history.shape.carriesAttestations(of: history.landing, after: history.previous) else {
      return (
        history.shape.notes(of: history.landing.id)
          + history.shape.flaws(of: history.landing.id), []
      )
    }
    var reasons: [Reason] = []
    /// When the commits that made the file what it is were signed.
    var dates: [Instant] = []
    var keys: Set<String> = []
    // Whoever else changed the file on its way in has had a say in what it became.
    for made in try history.changes(of: path) {
      switch try history.seal(of: made.commit) {
      case .nobody(let reason): reasons.append(reason)
      case .signer(let signer) where signer.identity == directory:
        keys.insert(signer.fingerprint)
        if made.holdsWhatLanded {
          dates.append(Instant(clampingSeconds: signer.commit.committer.seconds))
        }
      case .signer(let signer): reasons.append(stranger(signer, path, directory))
      }
    }
    if reasons.isEmpty, dates.isEmpty { reasons.append(unmade(path, directory)) }
    guard reasons.isEmpty else { return (reasons, []) }
    let flaws = try contentFlaws(change, after: known, signed: dates.max())
    return (flaws, flaws.isEmpty ? keys : [])
  }

  /// What the file says that the directory may not say.
  private func contentFlaws(
    _ change: Difference, after known: DirectoryInForce, signed: Instant?
  ) throws(GitError) -> [Reason] {
    let path = change.path
    let before = try attestation(
      at: path, policies.blob(of: path, in: known).map { Entry(mode: TreeEntry.file, id: $0) })
    guard let entry = change.after else { return lifts(before, nil, path) }
    switch try policies.document(at: path, entry) {
    case .failure(let faults): return faults.reasons
    case .success(let document):
      guard case .attestation(let after) = document.content else { return [] }
      return times(before, after, signed: signed) + lifts(before, after, path)
    }
  }

  private func attestation(
    at path: RepositoryPath, _ entry: Entry?
  ) throws(GitError) -> Attestation? {
    guard let entry, case .success(let document) = try policies.document(at: path, entry),
      case .attestation(let found) = document.content
    else { return nil }
    return found
  }

  /// Why the times in the file are none that the directory can attest.
  private func times(
    _ before: Attestation?, _ after: Attestation, signed: Instant?
  ) -> [Reason] {
    let file = after.file
    let place = SourceLocation(file: file, mark: after.atMark)
    if let before, after.at <= before.at {
      return [
        Reason(
          .approvalTooOld,
          "\(file) speaks of \(after.at), and the one in force of \(before.at): an older word replaces no newer one.",
          at: place, hint: "Let the directory attest anew, with the time at which it looks.")
      ]
    }
    if now.advanced(by: SignerTable.tolerance) < after.at {
      return [
        Reason(
          .approvalInFuture,
          "\(file) speaks of \(after.at), ahead of the processor's clock (\(now)).", at: place,
          hint: "Let `at` be when the directory looked, and set the clock of its machine.")
      ]
    }
    guard let signed, signed < after.at else { return [] }
    return [
      Reason(
        .approvalInFuture,
        "\(file) speaks of \(after.at), and was signed before that, at \(signed).",
        at: place, hint: "Let `at` be when the directory looked.")
    ]
  }

  /// Whom the change lets go whom its file stopped, and no other file of theirs stops as strictly.
  private func lifts(
    _ before: Attestation?, _ after: Attestation?, _ path: RepositoryPath
  ) -> [Reason] {
    let stops = Dictionary((after?.stops ?? []).map { ($0.person.value, $0.status) }) {
      max($0, $1)
    }
    return (before?.stops ?? []).filter { stop in
      guard (stops[stop.person.value] ?? .active) < stop.status,
        let person = force.policy.people[stop.person.value]
      else { return false }
      return person.ownStatus < stop.status
        && !force.policy.attestations.contains { other in
          other.file != path.description
            && other.stops.contains {
              $0.person.value == stop.person.value && stop.status <= $0.status
            }
        }
    }.map { lifted($0.person.value, path) }
  }

  private func stranger(
    _ signer: Signer, _ path: RepositoryPath, _ directory: IdentityID
  ) -> Reason {
    Reason(
      .notAnApprover,
      "Commit \(signer.commit.id.short) changes \(path) and is signed by \(signer.identity), "
        + "who is not the directory \(directory).",
      at: SourceLocation(file: Settings.file, mark: force.policy.settings.directory?.mark),
      about: signer.commit.id)
  }

  private func unmade(_ path: RepositoryPath, _ directory: IdentityID) -> Reason {
    Reason(
      .notAnApprover, "No commit that the directory \(directory) signed made \(path) what it is.",
      hint: "Let the directory commit it anew on the mainline's tip.")
  }

  private func lifted(_ id: IdentityID, _ path: RepositoryPath) -> Reason {
    Reason(
      .shortOfApprovals,
      "\(path) would let \(id) act again, whom the directory has stopped; only people can do that.",
      at: SourceLocation(file: path.description),
      hint: "Keep the entry. To let them act again, take it away and release them: "
        + "countersign approve \(path).")
  }
}

extension LandingShape {
  /// Whether the directory's signature on what `landing` brings can count: a clean merge, or the one commit
  /// that the directory pushed itself.
  fileprivate func carriesAttestations(of landing: CommitNode, after previous: ObjectID) -> Bool {
    switch self {
    case .merge: true
    case .notAMerge: landing.parents == [previous]
    case .evil, .octopus, .foxtrot: false
    }
  }
}
