import Model

/// The mandates that have not ended, by whose they are, and what of them is in use.
struct HeldMandates: Sendable {
  private var records: [RequestKey: MandateRecord] = [:]
  private var bySubject: [IdentityID: [RequestKey]] = [:]
  /// How those ended that this run ended.
  private var endings: [RequestKey: MandateEvent] = [:]
  /// The grants of each that give access, or will.
  private var inUse: [RequestKey: Int] = [:]
  /// By commit the place of each landing that is judged.
  private let places: [ObjectID: Int]
  /// At which of them those were agreed that this run agrees.
  private var agreedAt: [RequestKey: Int] = [:]

  /// - Parameter grants: Those that have not ended.
  init(
    _ records: [MandateRecord] = [], live grants: [Grant] = [], at now: Instant = .latest,
    places: [ObjectID: Int] = [:]
  ) {
    self.places = places
    for grant in grants where now < grant.end {
      if let mandate = grant.mandate { inUse[mandate, default: 0] += 1 }
    }
    for record in records { put(record) }
  }

  /// All of them, sorted by path.
  var all: [MandateRecord] { records.values.sorted { $0.path < $1.path } }

  /// Those by which `subject` could have `entitlement`: the one that ends first, then by path.
  func covering(_ entitlement: EntitlementName, of subject: IdentityID) -> [MandateRecord] {
    guard let known = bySubject[subject] else { return [] }
    return known.compactMap { records[$0] }.filter { $0.terms.entitlements.contains(entitlement) }
      .sorted { ($0.terms.until, $0.path) < ($1.terms.until, $1.path) }
  }

  /// The longest single window that a mandate lets `holding` have; nil where none speaks of it.
  func longestEach(of holding: Holding) -> Duration? {
    covering(holding.entitlement, of: holding.subject).map(\.terms.each).max()
  }

  /// How many grants of `record` are live or scheduled.
  func inUse(_ record: MandateRecord) -> Int { inUse[record.key] ?? 0 }

  subscript(key: RequestKey) -> MandateRecord? { records[key] }

  /// How this run ended the mandate `key`; nil where it did not.
  func ending(of key: RequestKey) -> MandateEvent? { endings[key] }

  /// Whether `landed` was first seen after the approvals of `record` were complete.
  ///
  /// One clock is read a run, so of what it saw in one the order of the landings tells.
  func isAgreed(_ record: MandateRecord, before landed: LandedRequest) -> Bool {
    guard record.agreed == landed.seen else { return record.agreed < landed.seen }
    guard let place = places[landed.landing] else { return false }
    return agreedAt[record.key].map { $0 < place } ?? true
  }

  /// Notes what became of a mandate.
  ///
  /// - Parameter place: The landing at which this run found its approvals complete.
  mutating func put(_ record: MandateRecord, agreedAt place: Int? = nil) {
    if record.isLive {
      let known = records.updateValue(record, forKey: record.key)
      if known == nil { bySubject[record.terms.subject, default: []].append(record.key) }
    } else {
      records[record.key] = nil
      endings[record.key] = record.ending
    }
    if let place { agreedAt[record.key] = place }
  }

  /// Notes one more grant by the mandate `key`.
  mutating func use(_ key: RequestKey) {
    guard let record = self[key] else { return }
    put(record.usedOnceMore)
    inUse[key, default: 0] += 1
  }
}
