import Git
package import Model

extension TrustedLedger {
  /// The grants that have not ended, sorted by id.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func live() throws(LedgerError) -> [RecordedGrant] {
    var grants: [RecordedGrant] = []
    try records.forEachLive { grant throws(LedgerError) in
      grants.append(RecordedGrant(heldByLedger: grant))
    }
    return grants
  }

  /// The requests that wait, oldest first: by when they were seen, then by path.
  ///
  /// - Parameter memory: What was read of the ledger before, by whoever reads it again and again as it grows.
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func pending(
    remembering memory: WaitingMemory = WaitingMemory()
  ) throws(LedgerError) -> [RequestRecord] {
    var waiting: [RequestRecord] = []
    var read: [ObjectID: [RequestRecord]] = [:]
    try records.forEachFile(in: .pending) { path, entry throws(LedgerError) in
      let found: [RequestRecord]
      // A record names its path, and so the file that it may stand in.
      if let known = memory.known[entry.id] {
        found = known
      } else {
        found = try records.value(
          PathRecord.self, of: (path, entry), placed: { .pending($0.path) }
        ).requests.filter { $0.outcome == .pending }
      }
      read[entry.id] = found
      waiting += found
    }
    memory.known = read
    return waiting.sorted { ($0.seen, $0.key) < ($1.seen, $1.key) }
  }

  /// What is recorded of `paths`, where there is anything.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func paths(
    _ paths: some Sequence<RepositoryPath>
  ) throws(LedgerError) -> [RepositoryPath: PathRecord] {
    try records.requests(at: paths)
  }

  /// What is recorded of all paths there ever were, sorted by path.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func allPaths() throws(LedgerError) -> [PathRecord] {
    var all: [PathRecord] = []
    try records.forEach(PathRecord.self, in: .requests, placed: { .requests($0.path) }) {
      record, _ throws(LedgerError) in
      all.append(record)
    }
    return all.sorted { $0.path < $1.path }
  }

  /// The grant `id`, live or ended.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func grant(_ id: GrantID) throws(LedgerError) -> RecordedGrant? {
    try records.grant(id).map { RecordedGrant(heldByLedger: $0) }
  }

  /// The certificates of `grant`, one a line as `.pub` files hold them or a block as `.pem` files do; nil where
  /// it has none.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func certificates(of grant: Grant) throws(LedgerError) -> [UInt8]? {
    try records.bytes(at: .certificates(grant))
  }

  /// What the list of revoked certificates of an X.509 authority says, and the list; nil where there was never
  /// one.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func revocations(
    by authority: String
  ) throws(LedgerError) -> (record: CertificateRevocations, list: [UInt8])? {
    let path = LedgerPath.revocations(by: authority)
    guard let record = try records.value(CertificateRevocations.self, at: path),
      let list = try records.bytes(at: .revocationList(by: authority))
    else { return nil }
    guard record.authority == authority else {
      throw LedgerError(.unreadable, "\(path) holds the record of something else")
    }
    return (record, list)
  }

  /// The lists of revoked certificates of all X.509 authorities, one behind the other.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func revocationLists() throws(LedgerError) -> [UInt8] {
    var lists: [UInt8] = []
    let folder = LedgerPath.revocationLists
    for name in try records.files(in: folder) where name.hasSuffix(".crl") {
      lists += try records.bytes(at: folder.inside(name)) ?? []
    }
    return lists
  }

  /// The key revocation list of certificates that would still be valid; nil where there was never one.
  ///
  /// - Throws: `.unreadable`; `.git`.
  package func revokedCertificates() throws(LedgerError) -> [UInt8]? {
    try records.bytes(at: .revocationList)
  }

  /// Every grant there ever was, sorted by id.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func grants() throws(LedgerError) -> [RecordedGrant] {
    var all: [RecordedGrant] = []
    try forEachGrant { grant throws(LedgerError) in all.append(grant) }
    return all
  }

  /// Every grant there ever was, in order of the ids, one in memory at a time.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`; and what `body` throws, which ends it.
  package func forEachGrant(
    _ body: (RecordedGrant) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    try records.forEach(Grant.self, in: .grants, placed: { .grant($0.id) }) {
      grant, _ throws(LedgerError) in
      try body(RecordedGrant(heldByLedger: grant))
    }
  }

  /// Every policy that came into force after the anchor's, in that order.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func acceptances() throws(LedgerError) -> [PolicyAcceptance] {
    var all: [PolicyAcceptance] = []
    try records.forEach(PolicyAcceptance.self, in: .policies, placed: { .acceptance($0) }) {
      acceptance, _ throws(LedgerError) in
      all.append(acceptance)
    }
    return all.sorted { $0.number < $1.number }
  }

  /// The emergency grants that nobody has reviewed, ended or not, sorted by id.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func unreviewed() throws(LedgerError) -> [Grant] {
    var waiting: [Grant] = []
    try records.forEach(Grant.self, in: .unreviewed, placed: { .unreviewed($0.id) }) {
      grant, _ throws(LedgerError) in
      guard grant.needsReview else {
        throw LedgerError(
          .unreadable, "\(LedgerPath.unreviewed(grant.id)) holds a grant that waits for no review")
      }
      waiting.append(grant)
    }
    return waiting
  }

  /// Since when systems have reviews, and the last of each.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func calendar() throws(LedgerError) -> ReviewCalendar {
    try records.value(ReviewCalendar.self, at: .calendar) ?? ReviewCalendar()
  }

  /// What renewals of `holdings` look back at, where there is anything.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func recent(
    _ holdings: some Sequence<Holding>
  ) throws(LedgerError) -> [Holding: HoldingRecord] {
    try records.values(of: holdings, at: LedgerPath.recent, named: \HoldingRecord.holding)
  }

  /// The offboardings that are incomplete, sorted by person.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func leaving() throws(LedgerError) -> [OffboardingList] {
    var lists: [OffboardingList] = []
    try records.forEach(OffboardingList.self, in: .leaving, placed: { .leaving($0.person) }) {
      list, _ throws(LedgerError) in
      lists.append(list)
    }
    return lists.sorted { $0.person < $1.person }
  }

  /// The last offboarding of `person`, complete or not.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func offboarding(of person: IdentityID) throws(LedgerError) -> OffboardingList? {
    try records.value(OffboardingList.self, at: .offboarding(person))
  }

  /// What `subjects` were ever granted, where there is anything.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func held(
    by subjects: [IdentityID]
  ) throws(LedgerError) -> [IdentityID: HeldRecord] {
    var held: [IdentityID: HeldRecord] = [:]
    for subject in subjects {
      held[subject] = try records.value(HeldRecord.self, at: .held(subject))
    }
    return held
  }

  /// Every review that landed, accepted or refused, oldest first.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func signOffs() throws(LedgerError) -> [SignOffRecord] {
    var all: [SignOffRecord] = []
    try records.forEach(SignOffRecord.self, in: .reviews, placed: { .signOff($0) }) {
      record, _ throws(LedgerError) in
      all.append(record)
    }
    return all.sorted { ($0.decided, $0.key) < ($1.decided, $1.key) }
  }

  /// What a run needs that brings requests at `paths`.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func record(
    for paths: some Sequence<RepositoryPath>
  ) throws(LedgerError) -> LedgerRecord {
    LedgerRecord(
      cursor: cursor, live: try live().map(\.grant), pending: try pending(),
      paths: try self.paths(paths), unreviewed: try unreviewed(), calendar: try calendar(),
      leaving: try leaving(), mandates: try mandates())
  }
}

extension LedgerRecords {
  /// The records of `holdings`, each in the file that `path` gives and of what it says it is, where there is anything.
  func values<Record: Decodable>(
    of holdings: some Sequence<Holding>, at path: (Holding) -> LedgerPath,
    named name: (Record) -> Holding
  ) throws(LedgerError) -> [Holding: Record] {
    var found: [Holding: Record] = [:]
    for holding in holdings {
      let path = path(holding)
      guard let record = try value(Record.self, at: path) else { continue }
      guard name(record) == holding else {
        throw LedgerError(.unreadable, "\(path) holds the record of something else")
      }
      found[holding] = record
    }
    return found
  }

  /// The grants in the index of those that have not ended, sorted by id.
  func forEachLive(_ body: (Grant) throws(LedgerError) -> Void) throws(LedgerError) {
    try forEachFile(in: .live) { path, entry throws(LedgerError) in
      try body(try liveGrant((path, entry)))
    }
  }

  /// The grant in `file`, which stands in the index of those that have not ended.
  func liveGrant(_ file: (path: RepositoryPath, entry: TreeEntry)) throws(LedgerError) -> Grant {
    let grant = try value(Grant.self, of: file) { .live($0.id) }
    guard grant.state.isLive else {
      throw LedgerError(.unreadable, "\(file.path) holds a grant that has ended")
    }
    return grant
  }
}

/// What a run has read of the requests that wait, by the object that says it.
///
/// Thousands may wait, and a run that takes in thousands more looks at the ledger after each push.
package final class WaitingMemory {
  fileprivate var known: [ObjectID: [RequestRecord]] = [:]

  package init() {}
}
