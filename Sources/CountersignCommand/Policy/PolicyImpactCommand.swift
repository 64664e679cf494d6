internal import ArgumentParser
internal import Decisions
internal import Documents
internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Reports

/// `countersign policy impact`: what a proposed change of policy would do to people.
struct PolicyImpactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "impact",
    abstract: "Say what a change of policy would revoke, refuse or newly allow.",
    discussion: """
      Holds the policies of a branch against those in force: which live grants they would revoke, which \
      pending requests would fare otherwise, who could newly ask for what or approve it, and who no \
      longer. Nothing is written. Grants are known where there is a ledger and an --anchor; without, \
      only what people could ask for and approve is compared.

      Where the settings have `mass_revocation`, it also says whether the change could come into force: \
      one that would revoke more than that share needs a file in reviews/ that names the number.

      EXAMPLES
        countersign policy impact --anchor $ANCHOR
        countersign policy impact my-branch --base origin/main --format markdown

      EXIT STATUS
        0 compared   1 it would revoke more than the settings let it   64 wrong usage
        65 policies cannot be read   74 the repository fails   77 trust cannot be established
      """)

  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var anchor: AnchorOption
  @OptionGroup var format: DiagnosticFormatOption
  @OptionGroup var time: TimeOption

  @Option(
    help: ArgumentHelp(
      "The mainline to hold the branch against, where no anchor says which policies govern.",
      valueName: "rev"))
  var base: String?

  @Argument(help: ArgumentHelp("The end of the branch; without it HEAD.", valueName: "rev"))
  var revision: String?

  mutating func run() throws {
    let surroundings = Surroundings.ofThisProcess()
    let clock = time.now ?? surroundings.now
    let view: LedgerOutlook?
    let ground: CheckGround
    if let anchor = try anchor.ifGiven() {
      let workspace = try Workspace(opening: repository.repository, anchor: anchor)
      view = try LedgerOutlook(ifPresent: workspace, at: clock)
      ground =
        try view.map { view throws(Failure) in try CheckGround(view, base: base) }
        ?? CheckGround(workspace, base: base, at: clock)
    } else {
      view = nil
      ground = try CheckGround(
        unanchored: try Workspace.repository(at: repository.repository), base: base)
    }
    let head = try ground.repository.commit(revision ?? "HEAD")
    let proposed = try PolicyRevision(
      head, called: revision ?? "HEAD", by: ground.policies)
    let now = view?.now ?? clock
    let report = try ImpactStudy(ground: ground, view: view, now: now).report(on: proposed)
    try Output.answer(report, as: format.format, surroundings, at: now)
    if !report.faults.isEmpty { throw ExitCode(ExitStatus.unreadableDocument.rawValue) }
    if !report.isOK { throw ExitCode(ExitStatus.negative.rawValue) }
  }
}

/// Holds proposed policies against those that govern.
struct ImpactStudy {
  let ground: CheckGround
  /// Absent where there is no ledger.
  let view: LedgerOutlook?
  let now: Instant

  func report(on proposed: PolicyRevision) throws(Failure) -> ImpactReport {
    let policy: Policy
    switch proposed.policy {
    case .failure(let faults): return report(on: proposed, faults: faults.reasons, nil)
    case .success(let read): policy = read
    }
    let next = PolicyInForce(tree: proposed.tree, policy: policy)
    let overlay: TipOverlay
    do throws(IntakeError) {
      overlay = try ground.policies.overlay(of: next)
    } catch {
      throw Failure(error)
    }
    let snapshot = try view.map { view throws(Failure) in try view.snapshot() }
    let impact = impact(
      of: next, overlay: overlay, on: snapshot, insteadOf: ground.force.policy, at: now)
    return report(
      on: proposed, faults: [], impact, guard: try guardReasons(impact.tally, on: proposed.commit))
  }

  private func report(
    on proposed: PolicyRevision, faults: [Reason], _ impact: PolicyImpact?,
    guard guardReasons: [Reason] = []
  ) -> ImpactReport {
    ImpactReport(
      proposed: proposed.origin, current: ground.origin, faults: faults, impact: impact,
      hasLedger: view != nil, guardReasons: guardReasons)
  }

  /// Why the change could not come into force for what it revokes.
  ///
  /// Whether the review that names the number has its approvals is for `check` to say.
  private func guardReasons(
    _ tally: RevocationTally, on head: ObjectID
  ) throws(Failure) -> [Reason] {
    guard let limit = ground.force.policy.settings.massRevocation,
      limit.isExceeded(by: tally.revoked, of: tally.live)
    else { return [] }
    do throws(IntakeError) {
      let named = try BranchReader(policies: ground.policies, at: now) { _ in [] }
        .revocationsNamed(by: head, onto: ground.base)
      return named.map { $0 >= tally.revoked } ?? false
        ? [] : [massRevocationReason(tally, over: limit)]
    } catch {
      throw Failure(error)
    }
  }
}
