internal import Git
internal import Model

/// What a run found at the ends of the two branches.
struct Branches {
  let mainline: OID
  let ledger: OID?
}

/// Where a run reads mainline and ledger, and where it moves the ledger.
struct LedgerHome {
  let workspace: Workspace

  /// The ends of both branches now.
  func read() throws(Failure) -> Branches {
    do throws(GitError) {
      guard let mainline = try workspace.repository.reference(workspace.mainlineReference) else {
        throw GitError(
          .notFound, "there is no such branch", context: "read \(workspace.mainlineReference)")
      }
      return Branches(
        mainline: mainline,
        ledger: try workspace.repository.reference(workspace.ledgerReference))
    } catch {
      throw Failure(error)
    }
  }

  /// Moves the ledger; false where it is no longer at `old`.
  func move(to new: OID, from old: OID?) throws(Failure) -> Bool {
    do throws(GitError) {
      try workspace.repository.updateReference(
        workspace.ledgerReference, to: new, from: old, log: "countersign run")
      return true
    } catch {
      if error.kind == .referenceMoved { return false }
      throw Failure(error)
    }
  }
}
