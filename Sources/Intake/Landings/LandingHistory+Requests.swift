internal import Git
internal import Model

extension LandingHistory {
  /// The requests among `differences`, which are what the landing changes, sorted, each with its facts.
  ///
  /// - Parameters:
  ///   - tooLarge: The landings before that were over their budget; what they landed is used up.
  ///   - name: What a reason calls the landing at the beginning of a sentence.
  ///   - dated: When the landing says that it was made.
  ///   - now: The clock.
  ///   - tokens: Reads what lies beside them.
  ///   - grantID: What a grant of the request would be called.
  func requests(
    in differences: [Difference], usedUpBy tooLarge: [TooLargeLanding], called name: String,
    dated: Instant, seen now: Instant, tokens: TokenFiles,
    grantID: (RequestKey) -> GrantID
  ) throws(GitError) -> [LandedRequest] {
    var brought: [PlacedFile] = []
    var others: [RepositoryPath] = []
    var files: [RepositoryPath: PlacedFile] = [:]
    for difference in differences {
      if !difference.path.isInside("requests") {
        others.append(difference.path)
      } else if difference.path.requestOfToken != nil {
        if let entry = difference.after {
          files[difference.path] = PlacedFile(path: difference.path, entry: entry)
        }
      } else if let entry = difference.after {
        brought.append(PlacedFile(path: difference.path, entry: entry))
      }
    }
    guard !brought.isEmpty else { return [] }
    let landing = landing.id
    var shared = shape.flaws(of: landing).map(LandingHistory.anew)
    if !others.isEmpty { shared.append(mixed(name, others)) }
    let shapeNotes = shape.notes(of: landing)
    var proofs: [Proof] = []
    proofs.reserveCapacity(brought.count)
    let documents = try RequestFiles(reader: reader).documents(at: brought) {
      () throws(GitError) in
      for file in brought { proofs.append(try proof(of: file, after: proofs.last)) }
    }
    var requests: [LandedRequest] = []
    requests.reserveCapacity(brought.count)
    for (place, file) in brought.enumerated() {
      let key = RequestKey(path: file.path, blob: file.entry.id)
      // Whoever is proved by a token needs no known author.
      let takesToken = tokens.takesToken(documents[place])
      let unknown = takesToken ? proofs[place].authorship.unknown : []
      let flaws =
        try shared
        + proofs[place].authorship.flaws.filter { !unknown.contains($0) }
        .map(LandingHistory.elsewhere) + reader.reuse(of: key, by: tooLarge)
      var token: LandedToken?
      if !files.isEmpty, let beside = file.path.tokenOfRequest.flatMap({ files[$0] }) {
        token = try tokens.token(beside, of: key)
      }
      let notes = shapeNotes + proofs[place].notes
      requests.append(
        LandedRequest(
          key: key, grantID: grantID(key), landing: landing, dated: dated, seen: now,
          document: documents[place], approvals: proofs[place].approvals,
          changes: proofs[place].authorship.changes, holders: proofs[place].authorship.holders,
          made: proofs[place].made, flaws: flaws,
          // What is flawed no approval helps.
          notes: notes.map {
            flaws.isEmpty ? $0.approvable(as: "\(file.path)") : $0.mended(by: nil)
          }, unknownAuthors: unknown, brought: token))
    }
    return requests
  }

  /// What the history proves of one request.
  private final class Proof {
    let approvals: [SeenApproval]
    let notes: [Reason]
    let authorship: Authorship
    let made: ClosedRange<Instant>?

    init(
      approvals: [SeenApproval], notes: [Reason], authorship: Authorship,
      made: ClosedRange<Instant>?
    ) {
      (self.approvals, self.notes) = (approvals, notes)
      (self.authorship, self.made) = (authorship, made)
    }
  }

  /// - Parameter last: Nearly all were changed by the same commits, and so made at the same time.
  private func proof(of file: PlacedFile, after last: Proof?) throws(GitError) -> Proof {
    let (approvals, notes) = try approvals(of: file.path)
    let authorship = try authorship(of: file.path)
    let made =
      if let last, last.authorship.changes == authorship.changes { last.made } else {
        try RequestFiles(reader: reader).made(authorship.changes)
      }
    return Proof(approvals: approvals, notes: notes, authorship: authorship, made: made)
  }

  /// `flaw` of whoever made a request, with where it can be made again.
  private static func elsewhere(_ flaw: Reason) -> Reason {
    flaw.mended(by: flaw.hint.map { "\($0) \(LandedRequest.anew)" })
  }

  /// `flaw` with what helps a request that landed so: it is used up.
  private static func anew(_ flaw: Reason) -> Reason {
    flaw.mended(
      by:
        "File it again and merge that without editing; where both sides changed a file, whoever wrote the branch "
        + "first merges the mainline into it. \(LandedRequest.anew)")
  }

  private func mixed(_ name: String, _ others: [RepositoryPath]) -> Reason {
    let shown = others.prefix(5).map(\.description).joined(separator: ", ")
    let more = others.count > 5 ? " and \(others.count - 5) more" : ""
    return Reason(
      .mixedLanding, "\(name) brings in a request and also changes \(shown)\(more).",
      hint:
        "Land the request alone, on a branch that touches nothing outside requests/. \(LandedRequest.anew)"
    )
  }
}
