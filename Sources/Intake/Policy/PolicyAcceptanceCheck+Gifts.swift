internal import Documents
internal import Git
internal import Model

/// What a change gives somebody, who then has to have signed for it (DESIGN section 6).
extension PolicyAcceptanceCheck {
  /// What the change gives people, in words.
  func gifts(of change: Difference, next: Policy) -> [String] {
    if !attestations.lifts(by: change, next: next).isEmpty { return ["activity"] }
    if let gifts = directoryChange(change.path, next)?.gifts { return gifts }
    if let certificate = certificateChange(change.path, next) { return certificate.gifts }
    guard let id = personID(change.path) else { return [] }
    return PersonChange(before: force.policy.people[id], after: next.people[id]).gifts
  }

  /// The people who get something by the change, and must sign for it.
  private func receivers(of change: Difference, next: Policy) -> [IdentityID] {
    let lifted = attestations.lifts(by: change, next: next)
    if !lifted.isEmpty { return lifted }
    if let certificate = certificateChange(change.path, next) { return certificate.people }
    return personID(change.path).map { [$0] } ?? []
  }

  private func certificateChange(_ path: RepositoryPath, _ next: Policy) -> CertificateChange? {
    certificatePath(path).map {
      CertificateChange(
        path: $0, before: force.policy, after: next, store: policies.certificates, now: now)
    }
  }

  /// The change of the directory's own file, where `path` is that.
  private func directoryChange(_ path: RepositoryPath, _ next: Policy) -> WorkloadChange? {
    guard let directory = next.settings.directory?.value,
      path == RepositoryPath("policies/workloads/\(directory).yaml")
    else { return nil }
    return WorkloadChange(
      before: force.policy.workloads[directory], after: next.workloads[directory])
  }

  /// Whether everybody who gets something by the change signed for it with a key of their own.
  func isSignedByOwner(
    _ change: Difference, next: Policy, in history: LandingHistory
  ) throws(GitError) -> Bool {
    let people = receivers(of: change, next: next)
    for person in people {
      guard try isSigned(change, by: person, in: history) else { return false }
    }
    return !people.isEmpty
  }

  /// Whether the person signed all that made the file what it is now, or a merge that brought it.
  private func isSigned(
    _ change: Difference, by id: IdentityID, in history: LandingHistory
  ) throws(GitError) -> Bool {
    if try history.authorship(of: change.path).isSigned(by: [id]) { return true }
    return try history.approvals(of: change.path).approvals
      .contains { $0.approval.person == id && $0.approval.assurance >= .personal }
  }

  private func personID(_ path: RepositoryPath) -> IdentityID? {
    guard path.isInside("policies/people"), case .success(.person(let id)) = documentKind(of: path)
    else { return nil }
    return id
  }
}
