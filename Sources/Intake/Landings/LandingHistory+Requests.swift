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
    var (mandates, requests) = ([RepositoryPath](), [RepositoryPath]())
    var others: [RepositoryPath] = []
    var files: [RepositoryPath: PlacedFile] = [:]
    for difference in differences {
      if difference.path.isInside("mandates") {
        mandates.append(difference.path)
        if let entry = difference.after {
          brought.append(PlacedFile(path: difference.path, entry: entry))
        }
        continue
      }
      guard difference.path.isInside("requests") else {
        others.append(difference.path)
        continue
      }
      requests.append(difference.path)
      if difference.path.requestOfToken != nil {
        if let entry = difference.after {
          files[difference.path] = PlacedFile(path: difference.path, entry: entry)
        }
      } else if let entry = difference.after {
        brought.append(PlacedFile(path: difference.path, entry: entry))
      }
    }
    guard !brought.isEmpty else { return [] }
    let landing = landing.id
    let shared = shape.flaws(of: landing).map(LandingHistory.anew)
    // Each lands alone: what is beside it nobody looked at as its own.
    let besideRequests = mixed(name, others + mandates, with: .request)
    let besideMandates = mixed(name, others + requests, with: .mandate)
    let shapeNotes = shape.notes(of: landing)
    var proofs: [Proof] = []
    proofs.reserveCapacity(brought.count)
    let documents = try RequestFiles(reader: reader).documents(at: brought) {
      () throws(GitError) in
      for file in brought { proofs.append(try proof(of: file, after: proofs.last)) }
    }
    var landed: [LandedRequest] = []
    landed.reserveCapacity(brought.count)
    for (place, file) in brought.enumerated() {
      let key = RequestKey(path: file.path, blob: file.entry.id)
      // Whoever is proved by a token needs no known author.
      let takesToken = tokens.takesToken(documents[place])
      let unknown = takesToken ? proofs[place].authorship.unknown : []
      let beside = file.path.isInside("mandates") ? besideMandates : besideRequests
      let flaws =
        try shared + beside
        + proofs[place].authorship.flaws.filter { !unknown.contains($0) }
        .map(LandingHistory.elsewhere) + reader.reuse(of: key, by: tooLarge)
      var token: LandedToken?
      if !files.isEmpty, let found = file.path.tokenOfRequest.flatMap({ files[$0] }) {
        token = try tokens.token(found, of: key)
      }
      let notes = shapeNotes + proofs[place].notes
      landed.append(
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
    return landed
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

  /// What lands alone, in a folder of its own.
  private enum Kind: String {
    case request, mandate
  }

  private func mixed(
    _ name: String, _ others: [RepositoryPath], with kind: Kind
  ) -> [Reason] {
    guard !others.isEmpty else { return [] }
    let shown = others.sorted().prefix(5).map(\.description).joined(separator: ", ")
    let more = others.count > 5 ? " and \(others.count - 5) more" : ""
    let noun = kind.rawValue
    return [
      Reason(
        .mixedLanding, "\(name) brings in a \(noun) and also changes \(shown)\(more).",
        hint:
          "Land the \(noun) alone, on a branch that touches nothing outside \(noun)s/. \(LandedRequest.anew)"
      )
    ]
  }
}
