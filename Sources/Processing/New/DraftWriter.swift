internal import Decisions
internal import Git
internal import Intake
internal import Model

/// Judges a draft as if it landed now, and writes its file into the work tree.
struct DraftWriter {
  let ground: CheckGround
  /// The root of the work tree, with a slash at its end.
  let root: String
  /// Who is about to commit it, where that is known.
  let author: IdentityID?
  let now: Instant
  let files: FileAccess

  /// Writes `draft` to a file called `name`, or by its own choice, and says how to go on.
  ///
  /// - Throws: `.negative` where the request would be refused, or its file is there already; nothing is
  ///   written then.
  func write(_ draft: RequestDraft, name: String?) throws(ProcessingError) -> DraftReport {
    for name in name.map({ [$0] }) ?? RequestName.candidates(for: draft, at: now) {
      let path = RepositoryPath("requests/\(draft.entitlement.system)/\(name).yaml")
      guard try !isTaken(path) else { continue }
      let explanation = try judge(draft, at: path)
      let isNew = try files.create(
        draft.yaml,
        FilePlace(
          below: root, in: ["requests", draft.entitlement.system.text], name: "\(name).yaml"))
      if isNew { return report(draft, explanation, name) }
    }
    throw ProcessingError(
      .negative, "There is a request of that name already, and a request is used once.",
      hint: "Give another: \(OptionName.name) <name>.")
  }

  /// Whether HEAD or the mainline has something at `path`; what the work tree has is never overwritten.
  private func isTaken(_ path: RepositoryPath) throws(ProcessingError) -> Bool {
    let head: ObjectID?
    do throws(GitError) {
      head = try ground.repository.head().id
    } catch {
      throw ProcessingError(error)
    }
    let reader = MainlineReader(ground.policies)
    do throws(IntakeError) {
      for commit in [ground.base] + [head].compactMap({ $0 }) {
        if try !reader.standing([path], in: commit).isEmpty { return true }
      }
      return false
    } catch {
      throw ProcessingError(error)
    }
  }

  private func judge(
    _ draft: RequestDraft, at path: RepositoryPath
  ) throws(ProcessingError) -> Explanation {
    let request = try draft.readBack(at: path)
    let landed = LandedRequest(
      key: RequestKey(path: path, blob: try blob(of: draft)), grantID: GrantID(digest: []),
      landing: .null, dated: now, seen: now, document: .readable(request), approvals: [],
      // As it will be once the commands that are printed have been run.
      changes: [
        RequestChange(
          commit: .null, people: [author ?? draft.subject], signer: author ?? draft.subject,
          isOrigin: true)
      ], holders: [.null], made: now...now, flaws: [], notes: [])
    let snapshot = try ground.snapshot(at: now) { _ in [landed] }
    let forecast = Forecast(landing: [landed], in: snapshot, at: now).ofLastLanding
    guard let found = forecast.first, !found.isOpposed else {
      throw ProcessingError(.negative, forecast.flatMap(\.objections))
    }
    // Nothing can be approved before it is pushed, so how to approve it is not told yet.
    return Explanation(
      key: landed.key, request: request,
      evaluation: found.evaluation.map {
        Evaluation(
          verdict: $0.verdict, reasons: $0.reasons.filter { $0.code == .mandateUsedUp },
          window: $0.window, requirements: $0.requirements, counted: [], mandate: $0.mandate)
      }, outlook: found.outlook, reasons: found.reasons)
  }

  /// The id that git will give the file; the object itself is not kept.
  private func blob(of draft: RequestDraft) throws(ProcessingError) -> ObjectID {
    do throws(GitError) {
      try ground.repository.beginBatch()
      defer { ground.repository.discardBatch() }
      return try ground.repository.write(draft.yaml, as: .blob)
    } catch {
      throw ProcessingError(error)
    }
  }

  private func report(
    _ draft: RequestDraft, _ explanation: Explanation, _ name: String
  ) -> DraftReport {
    let branch = "access/\(RequestName.forBranch(name))"
    let message = "Request \(draft.entitlement) for \(draft.subject)"
    return DraftReport(
      explanation: explanation,
      commands: files.commands(
        [
          "git switch --no-track -c \(shellWord(branch)) \(shellWord(ground.baseReference))",
          "git add \(shellWord(explanation.key.path.description))",
          "git commit -S -m \(shellWord(message))", "git push -u origin \(shellWord(branch))",
        ], in: root),
      lastStep: lastStep(explanation, draft.isEmergency))
  }

  private func lastStep(_ explanation: Explanation, _ isEmergency: Bool) -> String {
    let mainline = ground.force.policy.settings.mainline
    let needsNobody = explanation.evaluation?.requirements.isEmpty ?? false
    return
      (needsNobody
      ? "Then bring it to \(mainline) at once: it needs nobody's approval."
      : "Then open a pull request against \(mainline); its signed merge approves the request.")
      + (isEmergency ? " Afterwards somebody else has to review the emergency." : "")
  }
}
