internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Processing
internal import Reports

/// What a branch is judged by: a mainline, the policies that govern, and the ledger where there is one.
struct CheckGround {
  let repository: Repository
  let policies: PolicyReader
  let base: ObjectID
  let baseName: String
  /// The base as commands take it, such as `refs/remotes/origin/main`: no tag is taken for it.
  let baseReference: String
  let force: PolicyInForce
  let authority: CheckBasis.Authority
  /// Present where an anchor was given.
  let anchor: ObjectID?
  /// Present where there is a ledger that the anchor vouches for.
  let view: LedgerOutlook?

  /// The ledger, where there is one.
  var ledger: TrustedLedger? { view?.ledger }
}

extension CheckGround {
  /// The ground that a trusted ledger gives.
  ///
  /// - Parameter base: The revision to hold branches against instead of the mainline.
  init(_ view: LedgerOutlook, base revision: String? = nil) throws(Failure) {
    try self.init(
      view.workspace, view: view, mainline: view.mainline, base: revision)
  }

  /// The ground of the repository at `path`: an anchor's where one was given, else the mainline's.
  init(
    at path: String, anchor: ObjectID?, base revision: String?, _ clock: Instant
  ) throws(Failure) {
    if let anchor {
      try self.init(Workspace(opening: path, anchor: anchor), base: revision, at: clock)
    } else {
      try self.init(unanchored: Workspace.repository(at: path), base: revision)
    }
  }

  /// The ground that an anchor gives, with the ledger where there is one.
  init(_ workspace: Workspace, base revision: String?, at clock: Instant) throws(Failure) {
    if let view = try LedgerOutlook(ifPresent: workspace, at: clock) {
      try self.init(view, base: revision)
    } else {
      let mainline = try workspace.repository.branch(workspace.settings.mainline)
      try self.init(workspace, view: nil, mainline: mainline, base: revision)
    }
  }

  private init(
    _ workspace: Workspace, view: LedgerOutlook?, mainline: FoundBranch?, base revision: String?
  ) throws(Failure) {
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
        force = try workspace.policies.inForce(tree: view.ledger.cursor.policy)
      } else {
        force = try workspace.policies.faultless(tree: workspace.anchorTree)
      }
    } catch {
      throw Failure(error)
    }
  }

  /// The ground that there is without an anchor: the mainline's own policies, whoever put them there.
  ///
  /// - Throws: With status 65 where there are none, or none that can be read.
  init(unanchored repository: Repository, base revision: String?) throws(Failure) {
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
  ) throws(Failure) -> (ObjectID, name: String, reference: String) {
    guard let mainline else {
      throw Failure(
        .wrongUsage, "There is no branch \(name) here, nor one fetched from origin.",
        hint:
          "Fetch it (git fetch origin refs/heads/\(name)), or name the commit to check against: --base."
      )
    }
    return (ObjectID(mainline.tip), mainline.shown, mainline.reference)
  }

  /// The mainline's name by the settings at HEAD; `main` where they cannot be read.
  private static func mainlineName(
    _ repository: Repository, _ policies: PolicyReader
  ) throws(Failure) -> String {
    let head: OID?
    do throws(GitError) {
      head = try repository.head().id
    } catch {
      throw Failure(error)
    }
    do throws(IntakeError) {
      guard let head, let tree = try policies.tree(inCommit: ObjectID(head)) else {
        return "main"
      }
      return try policies.settings(ofTree: tree).mainline
    } catch {
      // What is wrong with the branch's settings is told as a fault of the branch.
      guard case .git(let inner) = error, inner.kind != .notFound else { return "main" }
      throw Failure(error)
    }
  }

  private static func explained(_ error: IntakeError, _ base: String) -> Failure {
    switch error {
    case .noPolicy:
      Failure(
        .unreadableDocument, "\(base) has no policies/, so there is nothing to judge by.",
        hint: "Give the mainline of an access repository with --base, or the anchor with --anchor.")
    case .unreadablePolicy(_, let faults): Failure(.unreadableDocument, faults)
    case .git, .record, .openPGP: Failure(error)
    }
  }
}

extension Repository {
  /// The commit that `revision` means.
  ///
  /// - Throws: With status 64 where it means none.
  func commit(_ revision: String) throws(Failure) -> ObjectID {
    do throws(GitError) {
      return ObjectID(try resolve(revision))
    } catch {
      guard error.kind == .notFound || error.kind == .invalid else { throw Failure(error) }
      throw Failure(
        .wrongUsage,
        error.kind == .invalid
          ? "\(revision) names no commit: \(error.message)."
          : "There is no commit \(revision) here.",
        hint: "git rev-parse shows what a name means; git fetch may be missing.")
    }
  }
}
