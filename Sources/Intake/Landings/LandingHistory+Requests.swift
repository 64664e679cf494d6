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
    var brought: [PlacedFile] = []
    var others: [RepositoryPath] = []
    for difference in differences {
      if !difference.path.isInside("requests") {
        others.append(difference.path)
      } else if let entry = difference.after {
        brought.append(PlacedFile(path: difference.path, entry: entry))
      }
    }
    guard !brought.isEmpty else { return [] }
    let landing = ObjectID(landing.id)
    var shared = shape.flaws(of: landing)
    if !others.isEmpty { shared.append(mixed(name, others)) }
    let shapeNotes = shape.notes(of: landing)
    let documents = try RequestFiles(reader: reader).documents(at: brought)
    // Nearly all were changed by the same commits, and so made at the same time.
    var last: (changes: [RequestChange], made: ClosedRange<Instant>?) = ([], nil)
    var requests: [LandedRequest] = []
    requests.reserveCapacity(brought.count)
    for (file, document) in zip(brought, documents) {
      let key = RequestKey(path: file.path, blob: ObjectID(file.entry.id))
      let (approvals, notes) = try approvals(of: file.path, as: file.entry)
      let (changes, flaws) = try changes(of: file.path)
      if changes != last.changes {
        last = (changes, try RequestFiles(reader: reader).made(changes))
      }
      requests.append(
        LandedRequest(
          key: key, grantID: grantID(key), landing: landing, dated: dated, seen: now,
          document: document, approvals: approvals, changes: changes,
          made: last.made,
          flaws: shared + flaws, notes: shapeNotes + notes))
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
