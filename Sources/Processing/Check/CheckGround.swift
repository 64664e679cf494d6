package import Git
package import Intake
package import Ledger
package import Model

/// What a branch is judged by: a mainline, the policies that govern, and the ledger where there is one.
package struct CheckGround {
  package let repository: Repository
  package let policies: PolicyReader
  /// The mainline's tip, or the commit that was named in its place, and what people call it.
  package let base: ObjectID
  package let baseName: String
  /// The base as commands take it, such as `refs/remotes/origin/main`: no tag is taken for it.
  package let baseReference: String
  /// What governs: what the ledger has accepted, else the anchor's or the mainline's own policies.
  package let force: PolicyInForce
  let authority: CheckBasis.Authority
  /// Present where an anchor was given.
  let anchor: ObjectID?
  /// Present where there is a ledger that the anchor vouches for.
  package let view: LedgerOutlook?

  /// The ledger, where there is one.
  package var ledger: TrustedLedger? { view?.ledger }

  /// What the next run would depend on, were what is supposed to land before it; where there is no ledger, a run that
  /// had processed all that stands here.
  package func snapshot(
    at now: Instant, supposing: SnapshotReader.Supposition? = nil
  ) throws(ProcessingError) -> Snapshot {
    if let view { return try view.snapshot(supposing: supposing) }
    let cursor = Cursor(
      anchor: anchor ?? .null, mainline: base, policy: force.tree, at: now, drill: false)
    let session = try inLedger { () throws(LedgerError) in
      try LedgerSession(policies, nil, cursor: cursor, at: now)
    }
    do throws(IntakeError) {
      return try session.snapshot(of: base, supposing: supposing)
    } catch {
      throw ProcessingError(error)
    }
  }
}

extension CheckGround {
  /// The ground that a trusted ledger gives.
  ///
  /// - Parameter base: The revision to hold branches against instead of the mainline.
  init(_ view: LedgerOutlook, base revision: String? = nil) throws(ProcessingError) {
    try self.init(
      view.workspace, view: view, mainline: view.mainline, base: revision)
  }

  /// The ground of the repository at `path`: an anchor's where one was given, else the mainline's.
  package init(
    at path: String, anchor: ObjectID?, base revision: String?, _ clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    if let anchor {
      try self.init(
        Workspace(opening: path, anchor: anchor, outside: outside), base: revision, at: clock)
    } else {
      try self.init(unanchored: Workspace.repository(at: path, outside: outside), base: revision)
    }
  }

  /// The ground that an anchor gives, with the ledger where there is one.
  package init(_ workspace: Workspace, base revision: String?, at clock: Instant)
    throws(ProcessingError)
  {
    if let view = try LedgerOutlook(ifPresent: workspace, at: clock) {
      try self.init(view, base: revision)
    } else {
      let mainline = try workspace.repository.branch(workspace.settings.mainline)
      try self.init(workspace, view: nil, mainline: mainline, base: revision)
    }
  }

  private init(
    _ workspace: Workspace, view: LedgerOutlook?, mainline: FoundBranch?, base revision: String?
  ) throws(ProcessingError) {
    repository = workspace.repository
    policies = workspace.policies
    anchor = workspace.anchor
    self.view = view
    authority = view == nil ? .anchor : .ledger
    if let revision {
      base = try workspace.repository.commit(revision)
      (baseName, baseReference) = (revision, revision)
    } else {
      (base, baseName, baseReference) = try CheckGround.tip(
        of: mainline, called: workspace.settings.mainline)
    }
    do throws(IntakeError) {
      if let view {
        force = try workspace.policies.inForce(view.ledger.cursor)
      } else {
        force = try workspace.policies.faultless(tree: workspace.anchorTree)
      }
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The ground that there is without an anchor: the mainline's own policies, whoever put them there.
  ///
  /// - Throws: `.unreadableDocument` where there are none, or none that can be read.
  package init(unanchored repository: Repository, base revision: String?) throws(ProcessingError) {
    self.repository = repository
    anchor = nil
    view = nil
    authority = .mainline
    policies = PolicyReader(repository)
    if let revision {
      base = try repository.commit(revision)
      (baseName, baseReference) = (revision, revision)
    } else {
      let name = try CheckGround.mainlineName(repository, policies)
      let mainline = try repository.branch(name)
      (base, baseName, baseReference) = try CheckGround.tip(of: mainline, called: name)
    }
    do throws(IntakeError) {
      guard let tree = try policies.tree(inCommit: base) else {
        throw IntakeError.noPolicy(commit: base)
      }
      force = try policies.faultless(tree: tree)
    } catch {
      throw CheckGround.explained(error, baseName)
    }
  }

  private static func tip(
    of mainline: FoundBranch?, called name: String
  ) throws(ProcessingError) -> (ObjectID, name: String, reference: String) {
    guard let mainline else {
      throw ProcessingError(
        .wrongUsage, "There is no branch \(name) here, nor one fetched from origin.",
        hint:
          "Fetch it (\(fetchCommand(name))), or name the commit to check against: \(OptionName.base)."
      )
    }
    return (mainline.tip, mainline.shown, mainline.reference)
  }

  /// The mainline's name by the settings at HEAD; `main` where they cannot be read.
  private static func mainlineName(
    _ repository: Repository, _ policies: PolicyReader
  ) throws(ProcessingError) -> String {
    let head: ObjectID?
    do throws(GitError) {
      head = try repository.head().id
    } catch {
      throw ProcessingError(error)
    }
    do throws(IntakeError) {
      guard let head, let tree = try policies.tree(inCommit: head) else {
        return "main"
      }
      return try policies.settings(ofTree: tree).mainline
    } catch {
      // What is wrong with the branch's settings is told as a fault of the branch.
      guard case .git(let inner) = error, inner.kind != .notFound else { return "main" }
      throw ProcessingError(error)
    }
  }

  private static func explained(_ error: IntakeError, _ base: String) -> ProcessingError {
    switch error {
    case .noPolicy:
      ProcessingError(
        .unreadableDocument, "\(base) has no policies/, so there is nothing to judge by.",
        hint:
          "Give the mainline of an access repository with \(OptionName.base), or the anchor with \(OptionName.anchor)."
      )
    case .unreadablePolicy(_, let faults): ProcessingError(.unreadableDocument, faults)
    case .git, .record, .openPGP: ProcessingError(error)
    }
  }
}

extension Repository {
  /// The commit that `revision` means.
  ///
  /// - Throws: `.wrongUsage` where it means none.
  package func commit(_ revision: String) throws(ProcessingError) -> ObjectID {
    do throws(GitError) {
      return try resolve(revision)
    } catch {
      guard error.kind == .notFound || error.kind == .invalid else { throw ProcessingError(error) }
      throw ProcessingError(
        .wrongUsage,
        error.kind == .invalid
          ? "\(revision) names no commit: \(error.message)."
          : "There is no commit \(revision) here.",
        hint: "git rev-parse shows what a name means; git fetch may be missing.")
    }
  }
}

extension CheckGround {
  /// How reports name the policies that govern here.
  package var origin: PolicyOrigin {
    PolicyOrigin(tree: force.tree, authority: authority, name: baseName)
  }
}
