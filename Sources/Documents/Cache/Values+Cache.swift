import Model

extension String: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    try coder.text(value)
  }
}

extension Bool: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let number = try coder.number(value.map { $0 ? 1 : 0 })
    guard number <= 1 else { throw CacheDamage() }
    return number == 1
  }
}

/// Only counts and places are kept, which are never negative.
extension Int: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let number = try coder.number(value.map { UInt64(Swift.max(0, $0)) })
    guard let value = Int(exactly: number) else { throw CacheDamage() }
    return value
  }
}

/// Of either sign.
extension Int64: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Int64(bitPattern: try coder.number(value.map { UInt64(bitPattern: $0) }))
  }
}

extension Optional: CacheCodable where Wrapped: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let isThere = try Bool.coded(value.map { $0 != nil }, by: &coder)
    return isThere ? try Wrapped.coded(value ?? nil, by: &coder) : nil
  }
}

extension Array: CacheCodable where Element: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    try Element.coded(list: value, by: &coder)
  }
}

extension UInt8: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    guard let byte = UInt8(exactly: try coder.number(value.map { UInt64($0) })) else {
      throw CacheDamage()
    }
    return byte
  }

  static func coded(list: [Self]?, by coder: inout some CacheCoder) throws(CacheDamage) -> [Self] {
    try coder.block(list)
  }
}

/// Lies in the order of the bytes of its elements: its own differs from run to run.
extension Set: CacheCodable where Element: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    var sorted: [Element]?
    if let value {
      var written: [(bytes: [UInt8], element: Element)] = []
      for element in value {
        var writer = ByteWriter()
        _ = try Element.coded(element, by: &writer)
        written.append((writer.bytes, element))
      }
      sorted = written.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.element)
    }
    return Set(try [Element].coded(sorted, by: &coder))
  }
}

extension Dictionary: CacheCodable where Key == String, Value: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let names = try [String].coded(value?.keys.sorted(), by: &coder)
    var made: Self = [:]
    for name in names { made[name] = try Value.coded(value?[name], by: &coder) }
    return made
  }
}

/// Words are written out: their order in the source may change, their spelling may not.
extension CacheCodable where Self: RawRepresentable, RawValue == String {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    guard let value = Self(rawValue: try coder.text(value?.rawValue)) else { throw CacheDamage() }
    return value
  }
}

extension CoarseScope: CacheCodable {}
extension PersonClass: CacheCodable {}
extension IdentityStatus: CacheCodable {}
extension Plane: CacheCodable {}
extension LateReview: CacheCodable {}
extension Risk: CacheCodable {}
extension Assurance: CacheCodable {}
extension ExpectedOutcome: CacheCodable {}
extension ReasonCode: CacheCodable {}
extension SSHExtension: CacheCodable {}
extension RoleReference.Kind: CacheCodable {}
extension LDAPConnector.Attribute: CacheCodable {}
extension X509KeyUsage: CacheCodable {}
extension TicketToken.Scheme: CacheCodable {}
extension NotifiedEvent: CacheCodable {}
extension Webhook.Target: CacheCodable {}

extension Reference.Kind: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    guard let kind = Self(rawValue: try UInt8.coded(value?.rawValue, by: &coder)) else {
      throw CacheDamage()
    }
    return kind
  }
}

/// Lies as its text, of which not every one is allowed.
protocol CacheText: CacheCodable {
  init?(_ text: String)
  var text: String { get }
}

extension CacheText {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    guard let value = Self(try coder.text(value?.text)) else { throw CacheDamage() }
    return value
  }
}

extension Identifier: CacheText {}
extension PathPattern: CacheText {}
extension SubjectPattern: CacheText {}
extension ValuePath: CacheText {}
extension LDAPAddress: CacheText {}
extension SCIMAddress: CacheText {}

extension Share: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    guard let share = Share(tenThousandths: try coder(value, \.tenThousandths)) else {
      throw CacheDamage()
    }
    return share
  }
}

extension Instant: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let seconds = Int64(
      bitPattern: try coder.number(value.map { UInt64(bitPattern: $0.seconds) }))
    let instant = Instant(clampingSeconds: seconds)
    guard instant.seconds == seconds else { throw CacheDamage() }
    return instant
  }
}

extension Duration: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    let number = try coder.number(value.map { UInt64($0.wholeSeconds.magnitude) })
    guard let seconds = Int64(exactly: number),
      (1...Duration.longestWritten.wholeSeconds).contains(seconds)
    else { throw CacheDamage() }
    return .seconds(seconds)
  }
}

extension Mark: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(line: try coder(value, \.line), column: try coder(value, \.column))
  }
}

extension Marked: CacheCodable where Value: CacheCodable {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    Self(try coder(value, \.value), try coder(value, \.mark))
  }
}
