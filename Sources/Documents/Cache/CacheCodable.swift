import Model

/// A value that the cache of parsed documents can hold.
///
/// Fields are written one behind the other, without names: `PolicyCache.formatVersion` says which.
protocol CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage)
  func write(to writer: inout ByteWriter)
}

extension String: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self = try reader.text()
  }

  func write(to writer: inout ByteWriter) { writer.block(utf8) }
}

extension Bool: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    switch try reader.number() {
    case 0: self = false
    case 1: self = true
    default: throw CacheDamage()
    }
  }

  func write(to writer: inout ByteWriter) { writer.number(self ? 1 : 0) }
}

extension Int: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let value = Int(exactly: try reader.number()) else { throw CacheDamage() }
    self = value
  }

  /// Only counts and places are written, which are never negative.
  func write(to writer: inout ByteWriter) { writer.number(UInt64(Swift.max(0, self))) }
}

extension Optional: CacheCodable where Wrapped: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
  }

  func write(to writer: inout ByteWriter) {
    (self != nil).write(to: &writer)
    if let value = self { value.write(to: &writer) }
  }
}

extension Array: CacheCodable where Element: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    let count = try reader.count()
    self = []
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &reader)) }
  }

  func write(to writer: inout ByteWriter) {
    writer.number(UInt64(count))
    for element in self { element.write(to: &writer) }
  }
}

/// Words are written out: their order in the source may change, their spelling may not.
extension CacheCodable where Self: RawRepresentable, RawValue == String {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let value = Self(rawValue: try String(from: &reader)) else { throw CacheDamage() }
    self = value
  }

  func write(to writer: inout ByteWriter) { rawValue.write(to: &writer) }
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

extension Identifier: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let id = Identifier(try String(from: &reader)) else { throw CacheDamage() }
    self = id
  }

  func write(to writer: inout ByteWriter) { text.write(to: &writer) }
}

extension Instant: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    let seconds = Int64(bitPattern: try reader.number())
    let instant = Instant(clampingSeconds: seconds)
    guard instant.seconds == seconds else { throw CacheDamage() }
    self = instant
  }

  func write(to writer: inout ByteWriter) { writer.number(UInt64(bitPattern: seconds)) }
}

extension Duration: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    guard let seconds = Int64(exactly: try reader.number()),
      (1...Duration.longestWritten.wholeSeconds).contains(seconds)
    else { throw CacheDamage() }
    self = .seconds(seconds)
  }

  func write(to writer: inout ByteWriter) { writer.number(UInt64(wholeSeconds.magnitude)) }
}

extension Mark: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(line: try Int(from: &reader), column: try Int(from: &reader))
  }

  func write(to writer: inout ByteWriter) {
    line.write(to: &writer)
    column.write(to: &writer)
  }
}

extension Marked: CacheCodable where Value: CacheCodable {
  init(from reader: inout ByteReader) throws(CacheDamage) {
    self.init(try Value(from: &reader), try Mark(from: &reader))
  }

  func write(to writer: inout ByteWriter) {
    value.write(to: &writer)
    mark.write(to: &writer)
  }
}

/// Reads a value of the type that is expected where it is called.
func read<Value: CacheCodable>(_ reader: inout ByteReader) throws(CacheDamage) -> Value {
  try Value(from: &reader)
}
