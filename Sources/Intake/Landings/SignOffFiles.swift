internal import Documents
internal import Git
internal import Model

/// Reads what a landing brings to `reviews/`.
struct SignOffFiles {
  let reader: ObjectReader

  /// What helps a review that did not count: it counts when it lands or never.
  private static let again =
    "It counts as it lands: on a branch that has merged the mainline, changed where it has landed already, let a "
    + "reviewer merge it without editing: git merge --no-ff -S <branch>."

  /// The sign-offs among `differences`, with the merges that bring each in.
  ///
  /// - Parameter ungoverned: The changes of the landing that lack the approvals of their governance line:
  ///   where one governs the path of a review, it has to be satisfied before the review counts.
  func signOffs(
    _ differences: [Difference], ungoverned: [UngovernedChange], in history: LandingHistory,
    seen now: Instant
  ) throws(GitError) -> [LandedSignOff] {
    let landing = history.landing.id
    var found: [LandedSignOff] = []
    for difference in differences where difference.path.isInside("reviews") {
      guard let entry = difference.after else { continue }
      let (approvals, notes) = try history.approvalsOfToday(of: difference.path)
      let authorship = try history.authorship(of: difference.path)
      let missing = ungoverned.filter { $0.path == difference.path }.map(\.reason)
      found.append(
        LandedSignOff(
          key: RequestKey(path: difference.path, blob: entry.id), landing: landing,
          seen: now, document: try document(at: difference.path, entry),
          approvals: approvals.filter { $0.approval.assurance >= .personal },
          authors: authorship.people,
          flaws: history.shape.flaws(of: landing).map { $0.mended(by: SignOffFiles.again) }
            + authorship.flaws + missing,
          notes: history.shape.notes(of: landing) + notes + approvals.compactMap(weakness)))
    }
    return found
  }

  /// Why `seen` signs off nothing: no rule can say that a forge's word is enough for a review.
  private func weakness(of seen: SeenApproval) -> Reason? {
    guard seen.approval.assurance < .personal else { return nil }
    return Reason(
      .assuranceTooLow,
      "Merge \(seen.approval.commit.short) is signed by a forge, which signs off nothing.",
      hint: SignOffFiles.again, about: seen.approval.commit)
  }

  /// What the file at `path` says, or every fault that keeps it from being a review.
  func document(at path: RepositoryPath, _ entry: Entry) throws(GitError) -> SignOffDocument {
    switch try reader.content(at: path, entry) {
    case .failure(let faults): return .unreadable(faults.reasons)
    case .success((_, let bytes)):
      switch readSignOff(bytes, at: path) {
      case .success(let signOff): return .readable(signOff)
      case .failure(let faults): return .unreadable(faults.reasons)
      }
    }
  }
}
