internal import Git
internal import Model

/// Where a run reads mainline and ledger, and where it moves the ledger: here, or at a remote.
struct LedgerHome {
  let workspace: Workspace
  /// Absent: the local branches are worked on.
  private let remote: Remote?
  private let credentials: Credentials
  /// Where the clone keeps what it saw of the remote's branches; absent where it keeps nothing.
  private let trackingPrefix: String?

  /// Finds the remote called `name`, or the one at that address.
  init(_ workspace: Workspace, remote name: String?) throws(Failure) {
    self.workspace = workspace
    credentials = Surroundings.credentials(tokenVariable: "COUNTERSIGN_TOKEN")
    do throws(GitError) {
      remote = try name.map { text throws(GitError) in try workspace.repository.remote(text) }
      trackingPrefix = try name.flatMap { name throws(GitError) in
        try workspace.repository.trackingPrefix(of: name)
      }
    } catch {
      throw Failure(error)
    }
  }

  /// The ends of both branches now; a remote's are fetched.
  func read() throws(Failure) -> Branches {
    let (mainline, ledger) = (workspace.mainlineReference, workspace.ledgerReference)
    do throws(GitError) {
      var found: [String: OID] = [:]
      if let remote {
        // Below refs/countersign/ nothing else of the user's is moved by a fetch.
        found = try workspace.repository.fetch(
          remote,
          tracking: [
            mainline: "refs/countersign/remote/mainline", ledger: "refs/countersign/remote/ledger",
          ], credentials: credentials)
        for (name, tip) in found { try track(name, at: tip) }
      } else {
        for name in [mainline, ledger] { found[name] = try workspace.repository.reference(name) }
      }
      guard let tip = found[mainline] else {
        throw GitError(.notFound, "there is no such branch", context: "read \(mainline)")
      }
      return Branches(mainline: tip, ledger: found[ledger])
    } catch {
      throw Failure(error)
    }
  }

  /// Moves the ledger; false where it is no longer at `old`.
  func move(to new: OID, from old: OID?) throws(Failure) -> Bool {
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
      throw Failure(error)
    }
  }

  /// Lets the clone's own view of the remote's branch follow, as git's fetch and push do.
  ///
  /// Otherwise whoever asks in this clone what the run has just done would be told of the state before.
  private func track(_ branch: String, at tip: OID) throws(GitError) {
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

extension Surroundings {
  /// What this process may show to a remote.
  static func credentials(tokenVariable: String) -> Credentials {
    Credentials(
      token: variable(tokenVariable), hasAgent: variable("SSH_AUTH_SOCK") != nil,
      home: variable("HOME"))
  }
}
