internal import Git
internal import Model

/// Where a run reads mainline and ledger, and where it moves the ledger: here, or at a remote.
package struct LedgerHome {
  let workspace: Workspace
  /// Absent: the local branches are worked on.
  private let remote: Remote?
  private let credentials: Credentials
  /// Where the clone keeps what it saw of the remote's branches; absent where it keeps nothing.
  private let trackingPrefix: String?

  /// Finds the remote called `name`, or the one at that address.
  package init(_ workspace: Workspace, remote name: String?) throws(ProcessingError) {
    self.workspace = workspace
    credentials = workspace.outside.credentials(.remote)
    do throws(GitError) {
      remote = try name.map { text throws(GitError) in try workspace.repository.remote(text) }
      trackingPrefix = try name.flatMap { name throws(GitError) in
        try workspace.repository.trackingPrefix(of: name)
      }
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The ends of both branches now; a remote's are fetched.
  package func read() throws(ProcessingError) -> Branches {
    let (ledger, mainline) = try readLedger { _ in true }
    if let mainline { return Branches(mainline: mainline, ledger: ledger) }
    return Branches(mainline: try readMainline(), ledger: ledger)
  }

  /// The ledger's end now; and the mainline's, where that is here already or may come with it.
  ///
  /// What the ledger says is over must not wait for the mainline, which may hold anything. It is asked for
  /// at the same time where nothing is over, as in most runs: one connection is enough for both.
  /// - Parameter mayComeTogether: Whether nothing waits that the ledger at this tip, which is here, says.
  func readLedger(
    mayComeTogether: (ObjectID) -> Bool
  ) throws(ProcessingError) -> (ledger: ObjectID?, mainline: ObjectID?) {
    let (mainline, ledger) = (workspace.mainlineReference, workspace.ledgerReference)
    guard remote != nil else { return (try ends(of: [ledger])[ledger], nil) }
    let repository = workspace.repository
    let found = try ends(of: [mainline, ledger]) { shown in
      if let tip = shown[mainline], repository.contains(tip) { return [mainline, ledger] }
      guard let tip = shown[ledger] else { return [mainline] }
      return repository.contains(tip) && mayComeTogether(tip) ? [mainline, ledger] : [ledger]
    }
    return (found[ledger], found[mainline])
  }

  /// The mainline's end now.
  func readMainline() throws(ProcessingError) -> ObjectID {
    let name = workspace.mainlineReference
    guard let tip = try ends(of: [name])[name] else {
      throw ProcessingError(
        GitError(.notFound, "there is no such branch", context: "read \(name)"))
    }
    return tip
  }

  /// The ends of the branches `names` that there are, of a remote those that `choosing` has fetched.
  private func ends(
    of names: [String], choosing: ([String: ObjectID]) -> Set<String> = { Set($0.keys) }
  ) throws(ProcessingError) -> [String: ObjectID] {
    do throws(GitError) {
      var found: [String: ObjectID] = [:]
      guard let remote else {
        for name in names { found[name] = try workspace.repository.reference(name) }
        return found
      }
      // Below refs/countersign/ nothing else of the user's is moved by a fetch.
      let kept = [
        workspace.mainlineReference: "refs/countersign/remote/mainline",
        workspace.ledgerReference: "refs/countersign/remote/ledger",
      ]
      found = try workspace.repository.fetch(
        remote, tracking: kept.filter { names.contains($0.key) }, credentials: credentials,
        choosing: choosing)
      for (name, tip) in found { try track(name, at: tip) }
      return found
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Moves the ledger; false where it is no longer at `old`.
  func move(to new: ObjectID, from old: ObjectID?) throws(ProcessingError) -> Bool {
    let name = workspace.ledgerReference
    do throws(GitError) {
      if let remote {
        let update = PushUpdate(reference: name, local: new, expected: old)
        try workspace.repository.push(remote, [update], credentials: credentials)
        try track(name, at: new)
      } else {
        try workspace.repository.updateReference(
          name, to: new, from: old, log: "countersign run")
      }
      return true
    } catch {
      if error.kind == .referenceMoved { return false }
      throw ProcessingError(error)
    }
  }

  /// Lets the clone's own view of the remote's branch follow, as git's fetch and push do.
  ///
  /// Otherwise whoever asks in this clone what the run has just done would be told of the state before.
  private func track(_ branch: String, at tip: ObjectID) throws(GitError) {
    guard let trackingPrefix else { return }
    let name = trackingPrefix + branch.dropFirst("refs/heads/".count)
    let repository = workspace.repository
    do throws(GitError) {
      let known = try repository.reference(name)
      guard known != tip else { return }
      try repository.updateReference(name, to: tip, from: known, log: "countersign run")
    } catch {
      // A run beside this one saw more, one that was killed left its lock, or another reference stands in
      // the way; the ledger has moved all the same, and no run may fail for a view of it (THREATS rows 32, 61).
      if error.kind == .referenceMoved || error.kind == .locked { return }
      if !repository.isInTheWay(of: name) { throw error }
    }
  }
}

extension Repository {
  /// Where the clone keeps the branches of the remote `name`, by the refspec that `git clone` writes.
  fileprivate func trackingPrefix(of name: String) throws(GitError) -> String? {
    let prefix = "refs/remotes/\(name)/"
    let refspec = try configuration("remote.\(name).fetch")
    return refspec == "+refs/heads/*:\(prefix)*" ? prefix : nil
  }
}
