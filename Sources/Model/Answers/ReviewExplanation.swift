/// What is known of one review: what it says, who signed it, and what became of it or would.
package struct ReviewExplanation: Sendable {
  package let key: RequestKey
  /// Absent where it has not landed.
  package let landing: ObjectID?
  package let document: SignOffDocument
  /// What became of it, or would; absent where nothing is decided about it, as about a revocation's review.
  package let record: SignOffRecord?
  /// Whether the next run has still to decide so.
  package let isForecast: Bool

  package init(
    key: RequestKey, landing: ObjectID?, document: SignOffDocument, record: SignOffRecord?,
    isForecast: Bool
  ) {
    self.key = key
    self.landing = landing
    self.document = document
    self.record = record
    self.isForecast = isForecast
  }

  /// The same as it stands before it has landed.
  package var unlanded: ReviewExplanation {
    ReviewExplanation(
      key: key, landing: nil, document: document, record: record, isForecast: isForecast)
  }

  /// What keeps it from counting: its own faults, or what was decided.
  package var reasons: [Reason] {
    if let record { return record.reasons }
    if case .unreadable(let faults) = document { return faults }
    return []
  }

  /// Whether whoever signs it signs that something was looked at; a revocation's review does not stand alone.
  package var isRevocation: Bool {
    if case .readable(.revocation) = document { true } else { false }
  }
}
