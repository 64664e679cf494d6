import Model

extension GovernanceLine: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      patterns: try coder(value, \.patterns), approvals: try coder(value, \.approvals),
      mark: try coder(value, \.mark))
  }
}

extension ReminderSettings: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      grant: try coder(value, \.grant), contract: try coder(value, \.contract),
      verification: try coder(value, \.verification), review: try coder(value, \.review),
      mandate: try coder(value, \.mandate))
  }
}

extension Settings: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      mainline: try coder(value, \.mainline), ledger: try coder(value, \.ledger),
      witness: try coder(value, \.witness), processorKeys: try coder(value, \.processorKeys),
      staleAfter: try coder(value, \.staleAfter), directory: try coder(value, \.directory),
      expireAfter: try coder(value, \.expireAfter), issueWithin: try coder(value, \.issueWithin),
      reminders: try coder(value, \.reminders), massRevocation: try coder(value, \.massRevocation),
      governance: try coder(value, \.governance), tickets: try coder(value, \.tickets),
      offboarding: try coder(value, \.offboarding), discovery: try coder(value, \.discovery),
      longestMandate: try coder(value, \.longestMandate))
  }
}
