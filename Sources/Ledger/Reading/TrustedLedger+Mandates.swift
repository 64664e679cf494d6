package import Model

extension TrustedLedger {
  /// The mandates that have not ended, sorted by path.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func mandates() throws(LedgerError) -> [MandateRecord] {
    var live: [MandateRecord] = []
    try records.forEach(MandateRecord.self, in: .agreed, placed: { .agreed($0.path) }) {
      record, _ throws(LedgerError) in
      guard record.isLive else {
        throw LedgerError(
          .unreadable, "\(LedgerPath.agreed(record.path)) holds a mandate that has ended")
      }
      live.append(record)
    }
    return live.sorted { $0.path < $1.path }
  }

  /// Every mandate that was ever agreed, sorted by path.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func allMandates() throws(LedgerError) -> [MandateRecord] {
    var all: [MandateRecord] = []
    try records.forEach(MandateRecord.self, in: .mandates, placed: { .mandate($0.path) }) {
      record, _ throws(LedgerError) in
      all.append(record)
    }
    return all.sorted { $0.path < $1.path }
  }

  /// The mandate that was agreed at `path`, ended or not.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func mandate(at path: RepositoryPath) throws(LedgerError) -> MandateRecord? {
    guard let record = try records.value(MandateRecord.self, at: .mandate(path)) else { return nil }
    guard record.path == path else {
      throw LedgerError(
        .unreadable, "\(LedgerPath.mandate(path)) holds the record of something else")
    }
    return record
  }

  /// What mandates count as one of `holdings`, where there is anything.
  ///
  /// - Throws: `.unreadable`, naming the file; `.git`.
  package func windows(
    _ holdings: some Sequence<Holding>
  ) throws(LedgerError) -> [Holding: WindowRecord] {
    try records.values(of: holdings, at: LedgerPath.windows, named: \WindowRecord.holding)
  }
}
