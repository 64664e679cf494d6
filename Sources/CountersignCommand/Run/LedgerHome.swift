internal import Git
internal import Model

/// Where a run reads mainline and ledger, and where it moves the ledger: here, or at a remote.
struct LedgerHome {
  let workspace: Workspace
  /// Absent: the local branches are worked on.
  private let remote: Remote?
  private let credentials: Credentials

  /// Finds the remote called `name`, or the one at that address.
  init(_ workspace: Workspace, remote name: String?) throws(Failure) {
    self.workspace = workspace
    credentials = Surroundings.credentials(tokenVariable: "COUNTERSIGN_TOKEN")
    do throws(GitError) {
      remote = try name.map { text throws(GitError) in try workspace.repository.remote(text) }
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
}

extension Surroundings {
  /// What this process may show to a remote.
  static func credentials(tokenVariable: String) -> Credentials {
    Credentials(
      token: variable(tokenVariable), hasAgent: variable("SSH_AUTH_SOCK") != nil,
      home: variable("HOME"))
  }
}
