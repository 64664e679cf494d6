internal import Git
internal import Model

/// Decides whether a change of a file in `policies/directory/` counts by the directory's signature alone.
///
/// The directory signs every commit that made the change, and nobody else has a part in it. It moves on in
/// time and lets nobody go whom it stopped: what it may not say takes the approvals that govern the file, as
/// any other change does.
struct AttestationCheck {
  let force: PolicyInForce
  let overlay: TipOverlay
  let now: Instant
  let judge: PolicyJudge

  /// What the directory's signatures make of a change.
  enum Finding {
    /// They carry it: each commit that changed the file, with the key that signed it.
    case carried([AcceptedRequirement])
    /// They do not, for these reasons; empty where nothing claims that they do.
    case not([Reason])
  }

  /// Whether the change is one of a file that the directory may sign.
  static func isAttestation(_ path: RepositoryPath) -> Bool { path.isInside("policies/directory") }

  /// The finding on `change`, which would bring `next`.
  func judge(
    _ change: Difference, next: Policy, in history: LandingHistory
  ) throws(GitError) -> Finding {
    guard let directory = force.policy.settings.directory?.value else { return .not([]) }
    guard history.shape.carriesAttestations(of: history.landing, after: history.previous) else {
      return .not(history.shape.notes(of: history.landing.id))
    }
    var reasons: [Reason] = []
    var approvals: [Approval] = []
    /// When the commits that made the file what it is were signed.
    var dates: [Instant] = []
    // Whoever else changed the file on its way in has had a say in what it became.
    for made in try history.changes(of: change.path) {
      switch try history.seal(of: made.commit) {
      case .nobody(let reason): reasons.append(reason)
      case .signer(let signer) where signer.identity == directory:
        approvals.append(history.approval(by: signer))
        if made.holdsWhatLanded {
          dates.append(Instant(clampingSeconds: signer.commit.committer.seconds))
        }
      case .signer(let signer):
        reasons.append(stranger(signer, change.path, directory))
      }
    }
    guard !approvals.isEmpty else { return .not(reasons) }
    if dates.isEmpty, reasons.isEmpty { reasons.append(unmade(change.path, directory)) }
    reasons += judge.directoryFlaws(force.policy, overlay, now)
    reasons += timeReasons(change.path, next: next, signed: dates.max())
    reasons += lifts(by: change, next: next).map { lifted($0, change.path) }
    guard reasons.isEmpty else { return .not(reasons) }
    return .carried(
      approvals.map { AcceptedRequirement(lines: [AcceptedLine(count: 1, approvals: [$0])]) })
  }

  /// Whom the change lets go whom its file stopped, sorted.
  func lifts(by change: Difference, next: Policy) -> [IdentityID] {
    guard AttestationCheck.isAttestation(change.path) else { return [] }
    let file = change.path.description
    let stopped = force.policy.attestations.filter { $0.file == file }
      .flatMap { $0.stops.map(\.person.value) }
    return stopped.isEmpty
      ? [] : force.policy.liftedStops(by: next).filter(Set(stopped).contains)
  }

  /// Why the times in the file are none that the directory can attest.
  private func timeReasons(
    _ path: RepositoryPath, next: Policy, signed: Instant?
  ) -> [Reason] {
    let file = path.description
    guard let after = next.attestations.first(where: { $0.file == file }) else { return [] }
    let place = SourceLocation(file: file, mark: after.atMark)
    if let before = force.policy.attestations.first(where: { $0.file == file }),
      after.at <= before.at
    {
      return [
        Reason(
          .approvalTooOld,
          "\(file) speaks of \(after.at), and the one in force of \(before.at): an older word replaces no newer one.",
          at: place, hint: "Let the directory attest anew, with the time at which it looks.")
      ]
    }
    guard let signed, signed < after.at else { return [] }
    return [
      Reason(
        .approvalInFuture,
        "\(file) speaks of \(after.at), and was signed before that, at \(signed).",
        at: place, hint: "Let `at` be when the directory looked.")
    ]
  }

  private func stranger(
    _ signer: Signer, _ path: RepositoryPath, _ directory: IdentityID
  ) -> Reason {
    Reason(
      .notAnApprover,
      "Commit \(signer.commit.id.short) changes \(path) and is signed by \(signer.identity), "
        + "who is not the directory \(directory).",
      at: SourceLocation(file: Settings.file, mark: force.policy.settings.directory?.mark))
  }

  private func unmade(_ path: RepositoryPath, _ directory: IdentityID) -> Reason {
    Reason(
      .notAnApprover, "No commit that the directory \(directory) signed made \(path) what it is.",
      hint: "Let the directory commit it anew on the mainline's tip.")
  }

  private func lifted(_ id: IdentityID, _ path: RepositoryPath) -> Reason {
    Reason(
      .shortOfApprovals,
      "\(path) would let \(id) act again, whom the directory has stopped; only people can do that.",
      at: SourceLocation(file: path.description),
      hint: "Keep the entry. To let them act again, remove it with the approvals that govern the "
        + "file, and their own signature or those that govern \(Settings.file).")
  }
}

extension LandingShape {
  /// Whether the directory's signature on what `landing` brings can count: a clean merge, or the one commit
  /// that the directory pushed itself.
  fileprivate func carriesAttestations(of landing: CommitNode, after previous: ObjectID) -> Bool {
    switch self {
    case .merge: true
    case .notAMerge: landing.parents == [previous]
    case .evil, .octopus, .foxtrot: false
    }
  }
}
