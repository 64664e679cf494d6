internal import Git
internal import Model

extension SignerTable {
  /// How far ahead of the processor's clock a commit may be dated (DESIGN section 4).
  static let tolerance = Duration.seconds(5 * 60)

  /// The active person who signed `id`, or whom a forge's signature names, and who so may approve something.
  ///
  /// - Parameter isLanding: Whether `id` is itself a commit of the mainline, as a forge's merge must be.
  func approver(of id: ObjectID, isLanding: Bool) throws(GitError) -> SignerVerdict {
    let verdict: SignerVerdict
    switch try key(behind: id) {
    case .failure(let flaw): return .nobody(flaw.reason)
    case .success(let key):
      switch key.owned.owner {
      case .identity(let identity): verdict = .signer(signer(identity, key))
      case .forge(let forge):
        verdict =
          policy.forges.first { $0.id == forge }.map {
            person(namedBy: key, $0, isLanding: isLanding)
          } ?? .nobody(SignatureFlaw.unknownKey(id.short, key.name).reason)
      }
    }
    guard case .signer(let signer) = verdict else { return verdict }
    let name = id.short
    guard let person = policy.people[signer.identity] else {
      return .nobody(
        Reason(
          .notAnApprover,
          "Commit \(name) is signed by the workload \(signer.identity); workloads approve nothing.")
      )
    }
    guard person.status == .active else {
      return .nobody(
        Reason(
          .inactiveApprover, "\(person.id), who signed commit \(name), is \(person.shownStatus).",
          at: person.statusLocation))
    }
    return verdict
  }

  /// Why the date of `commit` refuses it; a date never proves anything.
  func datedWrongly(_ commit: Commit) -> Reason? {
    datedAhead(commit.id, Instant(clampingSeconds: commit.committer.seconds))
      ?? datedTooLongAgo(commit)
  }

  /// Why the date of the approval's commit refuses it today.
  func datedAhead(_ seen: SeenApproval) -> Reason? { datedAhead(seen.approval.commit, seen.dated) }

  private func datedAhead(_ commit: ObjectID, _ dated: Instant) -> Reason? {
    guard dated > now.advanced(by: SignerTable.tolerance) else { return nil }
    return Reason(
      .approvalInFuture,
      "Commit \(commit.short) is dated \(dated), ahead of the processor's clock (\(now)).",
      hint: "Wait until then, or set the clock of the machine that made it and make it anew.",
      about: commit)
  }

  /// Why the date of `commit` is too old to approve anything; one ahead of the clock waits until it has come.
  func datedTooLongAgo(_ commit: Commit) -> Reason? {
    let dated = Instant(clampingSeconds: commit.committer.seconds)
    guard dated.advanced(by: policy.settings.expireAfter) < now else { return nil }
    return Reason(
      .approvalTooOld,
      "Commit \(commit.id.short) is dated \(dated), more than \(policy.settings.expireAfter.written) ago."
    )
  }

  /// The approval that `signer` gave with the commit, seen now.
  func seen(_ signer: Signer, isLate: Bool) -> SeenApproval {
    SeenApproval(
      approval: Approval(
        verifiedSignatureOf: signer.identity, key: signer.fingerprint, format: signer.format,
        assurance: signer.assurance, commit: signer.commit.id),
      seen: now, dated: Instant(clampingSeconds: signer.commit.committer.seconds),
      isLate: isLate)
  }
}
