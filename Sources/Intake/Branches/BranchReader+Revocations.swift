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
    next: Policy
  ) throws(IntakeError) -> RevocationGuard {
    guard let limit = force.policy.settings.massRevocation,
      limit.isExceeded(by: tally.revoked, of: tally.live)
    else { return .nothing }
    let node: CommitNode
    do throws(GitError) {
      node = try reader.commit(OID(head))
    } catch {
      throw .git(error)
    }
    let (history, check) = try ground(node, OID(base), force)
    do throws(GitError) {
      guard let fork = try MergeBases(reader).of(OID(head), OID(base)).first else {
        return .nothing
      }
      let differences = try TreeComparison(reader).differences(
        from: reader.commit(fork).tree, to: node.tree)
      var reasons = [massRevocationReason(tally, over: limit)]
      for review in differences where review.path.isInside("reviews") && review.before == nil {
        guard let named = try reader.revocationReview(review) else { continue }
        guard tally.revoked <= named.grants else {
          reasons.append(named.shortfall(at: review.path))
          continue
        }
        return RevocationGuard(
          reasons: [], review: try governed(review, tally, check, next: next, in: history))
      }
      return RevocationGuard(reasons: reasons, review: nil)
    } catch {
      throw .git(error)
    }
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
