internal import Git
internal import Intake
package import Model

/// Makes the approval that a reviewer asks for: fetch, look, judge, sign, push.
///
/// Everything is checked here for the reviewer's sake alone; `run` never relies on any of it.
package struct Approver {
  let repository: String
  let remote: ApprovalRemote
  package let anchor: ObjectID?
  package let choice: ApprovalChoice
  let clock: Instant
  let outside: Outside

  /// - Parameters:
  ///   - repository: Where the repository is.
  ///   - remote: The name of the remote that has mainline and ledger.
  ///   - anchor: The anchor; without it the mainline's own policies judge, and no ledger is asked.
  ///   - choice: What is to be approved, and where it goes.
  ///   - clock: The time that counts.
  ///   - outside: How what is not in the repository is reached.
  package init(
    repository: String, remote: String, anchor: ObjectID?, choice: ApprovalChoice,
    clock: Instant, outside: Outside
  ) throws(ProcessingError) {
    if anchor == nil {
      outside.note(
        "note: no anchor was given, so this is judged by the mainline's own policies and without the "
          + "ledger; set COUNTERSIGN_ANCHOR to have it judged as a run will.")
    }
    let opened: Repository
    do throws(GitError) {
      opened = try Repository(discovering: repository)
    } catch {
      throw ProcessingError(error)
    }
    self.repository = repository
    self.remote = ApprovalRemote(
      name: remote, repository: opened, git: GitProgram(opened, outside))
    self.anchor = anchor
    self.choice = choice
    self.clock = clock
    self.outside = outside
  }

  /// How often the merge is made anew after somebody else pushed first.
  static let attempts = 5

  /// Finds the request and all that its approval would cover; makes nothing.
  package func plan() async throws(ProcessingError) -> (plan: ApprovalPlan, ground: ApprovalGround)
  {
    let ground = try await ground()
    let subject = try await ground.search(remote).subject(choice)
    return (try plan(for: subject, on: ground), ground)
  }

  /// Signs and pushes the approval that was planned, anew where somebody else pushed first.
  ///
  /// What is merged is always the commit that was planned, whatever its branch has become since
  /// (THREATS row 50).
  package func approve(
    _ planned: ApprovalPlan, on first: ApprovalGround
  ) async throws(ProcessingError) -> ApprovalResult {
    var (plan, ground) = (planned, first)
    var empty: ObjectID?
    for _ in 1...Approver.attempts {
      guard plan.objections.isEmpty else { throw ApprovalPlan.refusal(plan.objections) }
      let made = try await make(plan, on: ground, empty: empty)
      empty = made.empty
      let result = try judge(made, plan, on: ground)
      let target = try target(plan, on: ground, isComplete: result.after.isComplete)
      if try await remote.push(made.merge, to: target) { return result.pushed(to: target) }
      let stacked = try remote.branch(target)
      ground = try await self.ground()
      let moved = try remote.branch(target) != stacked
      guard ground.tip != plan.tip || moved else {
        throw unpushed(to: target, on: ground)
      }
      outside.note("note: somebody pushed first; the merge is made anew.")
      plan = try self.plan(for: try followed(plan, to: target, on: ground), on: ground)
    }
    throw Approver.raceLost
  }

  /// That others were faster each time.
  static var raceLost: ProcessingError {
    ProcessingError(
      .tryAgain,
      [
        Reason(
          .raceLost, "Others pushed first \(attempts) times in a row.",
          hint: "Run the same command again.")
      ])
  }

  /// That git did not push though nobody was faster.
  func unpushed(to target: String, on ground: ApprovalGround) -> ProcessingError {
    ProcessingError(
      .unavailable, "git could not push the approval to \(shellWord(target)); nothing changed.",
      hint: "See what git said above. If people may not push to \(shellWord(ground.mainline)), "
        + "push the merge to a branch and let the forge merge that: \(OptionName.onto) <branch>.")
  }

  func ground() async throws(ProcessingError) -> ApprovalGround {
    try await ApprovalGround(
      repository, remote, anchor: anchor, path: choice.path, now: clock, outside)
  }

  private func plan(
    for subject: ApprovalSubject, on ground: ApprovalGround
  ) throws(ProcessingError) -> ApprovalPlan {
    switch subject {
    case .branch(_, let theirs): return try plan(merging: theirs, subject, on: ground)
    case .landing(let landing):
      guard let blob = try object(in: ground.tip, on: ground) else {
        throw ProcessingError(.negative, "\(choice.path) is no longer on \(ground.mainline).")
      }
      let key = RequestKey(path: choice.path, blob: blob)
      guard
        let before = try ground.forecast.finding(of: key, landedBy: landing, tip: ground.tip)
      else {
        throw ProcessingError(.negative, "\(choice.path) has been settled meanwhile.")
      }
      return ApprovalPlan(
        mainline: ground.mainline, tip: ground.tip, subject: subject, key: key, preview: nil,
        before: before,
        objections: before.isComplete
          ? [Objection("no approval is missing: the next run decides it")]
          : before.refusals(besides: nil))
    }
  }

  private func plan(
    merging theirs: ObjectID, _ subject: ApprovalSubject, on ground: ApprovalGround
  ) throws(ProcessingError) -> ApprovalPlan {
    let (key, preview) = try preview(merging: theirs, on: ground)
    let objections = preview.objections(
      naming: choice.path, into: ground.mainline, of: remote.name)
    guard objections.isEmpty else {
      return ApprovalPlan(
        mainline: ground.mainline, tip: ground.tip, subject: subject, key: key,
        preview: preview, before: nil, objections: objections)
    }
    let draft = DraftMerge(repository: ground.workspace.repository, clock: clock)
    return try draft.judged(bringing: key, as: preview, of: theirs, into: ground.tip) {
      merge throws(ProcessingError) in
      let found = try ground.forecast.finding(of: key, landedBy: merge, tip: merge)
      return ApprovalPlan(
        mainline: ground.mainline, tip: ground.tip, subject: subject, key: key,
        preview: preview, before: found?.without(merge),
        objections: found?.refusals(besides: merge) ?? [])
    }
  }

  /// The file that the merge of `theirs` brings in, and all else that it does.
  func preview(
    merging theirs: ObjectID, on ground: ApprovalGround
  ) throws(ProcessingError) -> (RequestKey, MergePreview) {
    let preview = try ground.preview(merging: theirs)
    guard let blob = try object(in: theirs, on: ground) else {
      throw ProcessingError(
        .negative, "\(choice.path) is not in \(theirs).",
        hint: "Name the branch or commit that has it: \(OptionName.from) <branch or commit>.")
    }
    return (RequestKey(path: choice.path, blob: blob), preview)
  }

  private func object(
    in commit: ObjectID, on ground: ApprovalGround
  ) throws(ProcessingError) -> ObjectID? {
    do throws(IntakeError) {
      return try ground.tracer.object(at: choice.path, in: commit)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// What to merge next: the commit that was planned, or the merges that others stacked on it since.
  private func followed(
    _ plan: ApprovalPlan, to target: String, on ground: ApprovalGround
  ) throws(ProcessingError) -> ApprovalSubject {
    guard case .branch(_, let theirs) = plan.subject, target != ground.mainline,
      let stack = try remote.branch(target), try object(in: stack, on: ground) == plan.key.blob
    else { return plan.subject }
    do throws(IntakeError) {
      guard try ground.tracer.contains(theirs, inHistoryOf: stack) else { return plan.subject }
    } catch {
      throw ProcessingError(error)
    }
    return .branch(name: target, tip: stack)
  }
}
