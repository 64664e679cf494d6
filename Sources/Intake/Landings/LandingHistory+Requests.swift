internal import Git
internal import Model

extension LandingHistory {
  /// The requests among `differences`, which are what the landing changes, sorted, each with its facts.
  ///
  /// - Parameters:
  ///   - name: What a reason calls the landing at the beginning of a sentence.
  ///   - dated: When the landing says that it was made.
  ///   - now: The clock.
  ///   - grantID: What a grant of the request would be called.
  func requests(
    in differences: [Difference], called name: String, dated: Instant, seen now: Instant,
    grantID: (RequestKey) -> GrantID
  ) throws(GitError) -> [LandedRequest] {
    let brought = differences.filter { $0.path.isInside("requests") && $0.after != nil }
    guard !brought.isEmpty else { return [] }
    let landing = ObjectID(landing.id)
    let others = differences.map(\.path).filter { !$0.isInside("requests") }
    var shared = shape.flaws(of: landing)
    if !others.isEmpty { shared.append(mixed(name, others)) }
    let files = RequestFiles(reader: reader)
    var requests: [LandedRequest] = []
    requests.reserveCapacity(brought.count)
    for difference in brought {
      guard let entry = difference.after else { continue }
      let key = RequestKey(path: difference.path, blob: ObjectID(entry.id))
      let (approvals, notes) = try approvals(of: difference.path, as: entry)
      let (changes, flaws) = try changes(of: difference.path)
      requests.append(
        LandedRequest(
          key: key, grantID: grantID(key), landing: landing, dated: dated, seen: now,
          document: try files.document(at: difference.path, entry), approvals: approvals,
          changes: changes, made: try made(changes), flaws: shared + flaws, notes: shape.notes(of: landing) + notes))
    }
    return requests
  }

  private func mixed(_ name: String, _ others: [RepositoryPath]) -> Reason {
    let shown = others.prefix(5).map(\.description).joined(separator: ", ")
    let more = others.count > 5 ? " and \(others.count - 5) more" : ""
    return Reason(
      .mixedLanding, "\(name) brings in a request and also changes \(shown)\(more).",
      hint: "Land the request alone, on a branch that touches nothing outside requests/.")
  }
}
