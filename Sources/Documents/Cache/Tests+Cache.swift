import Model

extension RequestMarks: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      subject: try coder(value, \.subject), entitlement: try coder(value, \.entitlement),
      duration: try coder(value, \.duration), starts: try coder(value, \.starts),
      ticket: try coder(value, \.ticket), emergency: try coder(value, \.emergency))
  }
}

extension Request: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      system: try coder(value, \.system), subject: try coder(value, \.subject),
      entitlement: try coder(value, \.entitlement), duration: try coder(value, \.duration),
      starts: try coder(value, \.starts), ticket: try coder(value, \.ticket),
      reason: try coder(value, \.reason), isEmergency: try coder(value, \.isEmergency),
      marks: try coder(value, \.marks))
  }
}

extension AssumedGrant: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      entitlement: try coder(value, \.entitlement), window: try coder(value, \.window),
      isUnreviewedEmergency: try coder(value, \.isUnreviewedEmergency))
  }
}

extension PolicyTestCase: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      name: try coder(value, \.name), request: try coder(value, \.request),
      approvedBy: try coder(value, \.approvedBy), assurance: try coder(value, \.assurance),
      isSigned: try coder(value, \.isSigned), grants: try coder(value, \.grants),
      expect: try coder(value, \.expect), reasons: try coder(value, \.reasons),
      mark: try coder(value, \.mark), mandate: try coder(value, \.mandate))
  }
}

extension AssumedMandate: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      each: try coder(value, \.each), grants: try coder(value, \.grants),
      used: try coder(value, \.used), until: try coder(value, \.until),
      hours: try coder(value, \.hours), atOnce: try coder(value, \.atOnce),
      approvedBy: try coder(value, \.approvedBy))
  }
}

extension MandateHours: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      days: try coder(value, \.days), from: try coder(value, \.from), to: try coder(value, \.to))
  }
}

extension Weekday: CacheCodable {}

extension TimeOfDay: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let text: String = try coder(value, \.description)
    guard let time = TimeOfDay(text) else { throw CacheDamage() }
    return time
  }
}

extension MadeUpPerson: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      id: try coder(value, \.id), personClass: try coder(value, \.personClass),
      sponsor: try coder(value, \.sponsor), groups: try coder(value, \.groups),
      status: try coder(value, \.status), contractEnds: try coder(value, \.contractEnds),
      mark: try coder(value, \.mark))
  }
}

extension PolicyTestFile: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(
      file: try coder(value, \.file), at: try coder(value, \.at),
      people: try coder(value, \.people), cases: try coder(value, \.cases))
  }
}

extension Window: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(start: try coder(value, \.start), end: try coder(value, \.end))
  }
}
