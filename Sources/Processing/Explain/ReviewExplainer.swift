internal import Documents
internal import Git
internal import Intake
internal import Ledger
package import Model

/// Puts together all that is known of a review: what became of it, or who would have to sign it.
package struct ReviewExplainer {
  let view: LedgerOutlook

  package init(view: LedgerOutlook) { self.view = view }

  /// Everything about the reviews at `path`, oldest first.
  ///
  /// - Throws: `.negative` where nothing is known of it.
  package func explanations(of path: RepositoryPath) throws(ProcessingError) -> [ReviewExplanation]
  {
    let forecast = RunForecast(view)
    let tracer = RequestTracer(view.workspace.policies)
    var found = try forecast.reviewRecords(at: path).map { record throws(ProcessingError) in
      ReviewExplanation(
        key: record.key, landing: record.landing, document: try document(record.key),
        record: record, isForecast: false)
    }
    let standing = try object(at: path, in: view.tip, tracer)
    if let blob = standing, view.tip != view.ledger.cursor.mainline,
      let open = try forecast.review(
        of: RequestKey(path: path, blob: blob), landedBy: nil, tip: view.tip)
    {
      view.workspace.outside.note(
        "note: no run has processed this landing yet; the next one would judge so")
      found.append(open)
    }
    let head = try head()
    if let head, let blob = try object(at: path, in: head, tracer), blob != standing {
      let key = RequestKey(path: path, blob: blob)
      view.workspace.outside.note(
        "note: \(path) has not landed; this is how it stands at HEAD")
      let draft = DraftMerge(repository: view.workspace.repository, clock: view.now)
      let unlanded = try draft.judged(bringing: key, of: head, into: view.tip) {
        merge throws(ProcessingError) in
        try forecast.review(of: key, landedBy: merge, tip: merge)?.unlanded
      }
      if let unlanded { found.append(unlanded) }
    } else if found.isEmpty, let blob = standing {
      // What stood there at the anchor, or speaks of a change of policy, was never decided about.
      let key = RequestKey(path: path, blob: blob)
      found.append(
        ReviewExplanation(
          key: key, landing: nil, document: try document(key), record: nil, isForecast: false))
    }
    guard !found.isEmpty else {
      throw ProcessingError(
        .negative, "Nothing is known of \(path): it never landed, and HEAD does not have it.",
        hint: "For a branch, git switch to it first.")
    }
    return found
  }

  private func head() throws(ProcessingError) -> ObjectID? {
    do throws(GitError) {
      return try view.workspace.repository.head().id
    } catch {
      throw ProcessingError(error)
    }
  }

  private func object(
    at path: RepositoryPath, in commit: ObjectID, _ tracer: RequestTracer
  ) throws(ProcessingError) -> ObjectID? {
    do throws(IntakeError) {
      return try tracer.object(at: path, in: commit)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// What the review says, read again.
  private func document(_ key: RequestKey) throws(ProcessingError) -> SignOffDocument {
    do throws(IntakeError) {
      return try RequestTracer(view.workspace.policies).review(key)
    } catch {
      throw ProcessingError(error)
    }
  }
}
