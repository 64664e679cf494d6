internal import Git
package import Model

/// What it takes to let a change of policy revoke so much.
package struct RevocationGuard: Sendable {
  /// Why the change could not come into force, whoever approved it: nothing names the number.
  package let reasons: [Reason]
  /// The review that names the number, with the approvals that it needs.
  package let review: GovernedChange?

  /// What a change takes that revokes no more than it may.
  package static let nothing = RevocationGuard(reasons: [], review: nil)
}

extension BranchReader {
  /// Whether a landing of the branch that ends in `head` could revoke as much as `tally` says.
  ///
  /// - Parameters:
  ///   - base: The mainline's commit that the branch is held against.
  ///   - next: The policy that it would bring.
  package func revocationGuard(
    _ tally: RevocationTally, of head: ObjectID, onto base: ObjectID, under force: PolicyInForce,
    _ overlay: TipOverlay, next: Policy
  ) throws(IntakeError) -> RevocationGuard {
    guard let limit = force.policy.settings.massRevocation,
      limit.isExceeded(by: tally.revoked, of: tally.live)
    else { return .nothing }
    let found = try reader.within(.current) { () throws(IntakeError) in
      let result: Result<RevocationGuard, IntakeError>
      do throws(GitError) {
        result = try revocationGuard(
          tally, over: limit, head, base, force, overlay, next: next)
      } catch {
        throw .git(error)
      }
      return try result.get()
    }
    switch found {
    case .success(let found): return found
    case .failure(let overrun):
      return RevocationGuard(reasons: [overrun.reason("The branch")], review: nil)
    }
  }

  private func revocationGuard(
    _ tally: RevocationTally, over limit: Share, _ head: ObjectID, _ base: ObjectID,
    _ force: PolicyInForce,
    _ overlay: TipOverlay, next: Policy
  ) throws(GitError) -> Result<RevocationGuard, IntakeError> {
    let node = try reader.commit(head)
    guard let fork = try MergeBases(reader).of(head, base).first else { return .success(.nothing) }
    let differences = try TreeComparison(reader).differences(
      from: reader.commit(fork).tree, to: node.tree)
    let (history, check): (LandingHistory, PolicyAcceptanceCheck)
    do throws(IntakeError) {
      (history, check) = try ground(node, base, force, overlay, changing: differences)
    } catch {
      return .failure(error)
    }
    var reasons = [massRevocationReason(tally, over: limit)]
    for review in differences where review.path.isInside("reviews") && review.before == nil {
      guard let named = try reader.revocationReview(review) else { continue }
      guard tally.revoked <= named.grants else {
        reasons.append(named.shortfall(at: review.path))
        continue
      }
      return .success(
        RevocationGuard(
          reasons: [], review: try governed(review, tally, check, next: next, in: history)))
    }
    return .success(RevocationGuard(reasons: reasons, review: nil))
  }

  /// The approvals that the review needs, which are those of the settings.
  private func governed(
    _ review: Difference, _ tally: RevocationTally, _ check: PolicyAcceptanceCheck, next: Policy,
    in history: LandingHistory
  ) throws(GitError) -> GovernedChange {
    let settings = RepositoryPath(Settings.file)
    guard let line = check.force.policy.settings.governance(of: settings) else {
      return GovernedChange(
        path: review.path, requirements: [], faults: [check.ungoverned(settings)])
    }
    let (approvals, _) = try history.approvals(of: review.path)
    let authorship = try history.authorship(of: review.path)
    let status = check.governance(of: next).status(
      of: review.path, by: line,
      origin: "revoking \(tally.revoked) of \(tally.live) live grants", approvals: approvals,
      authors: authorship.people)
    return GovernedChange(
      path: review.path, requirements: [status], faults: authorship.flaws)
  }
}
