internal import Git
internal import Intake
internal import Ledger
internal import Model

/// What an approval is judged on: the mainline and the ledger as the remote has them now.
package struct ApprovalGround {
  let workspace: Workspace
  let mainline: String
  /// The mainline's tip.
  let tip: ObjectID
  let forecast: RunForecast
  let previewer: MergePreviewer
  let tracer: RequestTracer

  var ledgerBranch: String { workspace.settings.ledger }

  /// Fetches from `remote` and opens what is there.
  ///
  /// Without an anchor the policies that the mainline has are taken for those in force, and no ledger is
  /// believed: this helps a reviewer, and whatever it gets wrong the run gets right.
  init(
    _ repository: String, _ remote: ApprovalRemote, anchor: ObjectID?, path: RepositoryPath,
    now: Instant, _ outside: Outside
  ) async throws(ProcessingError) {
    try await remote.fetchBranches()
    let trusted: ObjectID
    if let anchor { trusted = anchor } else { trusted = try await ApprovalGround.assumed(remote) }
    var opened = try Workspace(opening: repository, anchor: trusted, outside: outside)
    guard let tip = try remote.branch(opened.settings.mainline) else {
      throw ProcessingError(
        .unavailable, "\(remote.name) has no branch \(opened.settings.mainline), the mainline.",
        hint: "Name the remote that has it: \(OptionName.remote) <name>.")
    }
    var ledger: TrustedLedger?
    if anchor == nil {
      let start = try ApprovalGround.start(for: path, tip: tip, opened)
      opened = try Workspace(opening: repository, anchor: start, outside: outside)
    } else {
      ledger = try ApprovalGround.ledger(try remote.branch(opened.settings.ledger), opened)
      // Where there is a ledger, it says where the mainline goes on behind a foxtrot merge.
      if ledger == nil { try opened.checkAnchor(isOnMainlineOf: tip) }
    }
    workspace = opened
    mainline = opened.settings.mainline
    self.tip = tip
    forecast = try RunForecast(
      workspace: opened, ledger: ledger, now: ledger.map { max(now, $0.cursor.at) } ?? now)
    previewer = MergePreviewer(opened.policies)
    tracer = RequestTracer(opened.policies)
  }

  /// The policies in force.
  func policy() throws(ProcessingError) -> Policy {
    do throws(IntakeError) {
      return try workspace.policies.inForce(forecast.cursor).policy
    } catch {
      throw ProcessingError(error)
    }
  }

  /// All that the merge of `theirs` would bring in.
  ///
  /// - Throws: With status 1 where that is over the budget of one landing.
  func preview(merging theirs: ObjectID) throws(ProcessingError) -> MergePreview {
    let found: Result<MergePreview, Overrun>
    do throws(IntakeError) {
      found = try previewer.preview(merging: theirs, into: tip)
    } catch {
      throw ProcessingError(error)
    }
    switch found {
    case .success(let preview): return preview
    case .failure(let overrun):
      throw ProcessingError(.negative, [overrun.reason("The merge of \(theirs.short)")])
    }
  }

  /// The search for requests on this ground.
  func search(_ remote: ApprovalRemote) -> SubjectSearch {
    SubjectSearch(
      remote: remote, forecast: forecast, outside: workspace.outside, previewer: previewer,
      tracer: tracer, tip: tip,
      mainline: mainline, ledger: ledgerBranch)
  }

  /// The remote's own idea of its main branch, where no anchor says which it is.
  private static func assumed(_ remote: ApprovalRemote) async throws(ProcessingError) -> ObjectID {
    let name = try await remote.defaultBranch() ?? "main"
    guard let tip = try remote.branch(name) else {
      throw ProcessingError(
        .untrusted, "\(remote.name) has no branch \(shellWord(name)) to take the policies from.",
        hint: "Give the anchor: \(OptionName.anchor) <commit>; its settings name the mainline.")
    }
    return tip
  }

  /// Where reading must begin so that what landed `path` is read as well.
  private static func start(
    for path: RepositoryPath, tip: ObjectID, _ workspace: Workspace
  ) throws(ProcessingError) -> ObjectID {
    do throws(IntakeError) {
      let tracer = RequestTracer(workspace.policies)
      guard try tracer.object(at: path, in: tip) != nil,
        let landed = try tracer.landing(of: path, before: tip)
      else { return tip }
      return landed.previous
    } catch {
      throw ProcessingError(error)
    }
  }

  private static func ledger(
    _ tip: ObjectID?, _ workspace: Workspace
  ) throws(ProcessingError) -> TrustedLedger? {
    guard let tip else { return nil }
    return try workspace.ledger(at: tip, known: try workspace.known.tip())
  }
}
