import Model

/// A value that the cache of parsed documents can hold.
///
/// How it lies there is said once: whoever goes over its parts makes them from bytes, or bytes from them.
/// Parts lie behind one another without names, so a cache is read only by the program that wrote it.
protocol CacheCodable {
  /// Goes over the parts of `value`, which is absent where they are read.
  /// - Returns: The value that the parts make.
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self
  /// The same for as many values as there are.
  static func coded(list: [Self]?, by coder: inout some CacheCoder) throws(CacheDamage) -> [Self]
}

extension CacheCodable {
  static func coded(list: [Self]?, by coder: inout some CacheCoder) throws(CacheDamage) -> [Self] {
    let count = try coder.count(list?.count)
    var made: [Self] = []
    made.reserveCapacity(count)
    for place in 0..<count { made.append(try Self.coded(list?[place], by: &coder)) }
    return made
  }
}

/// Reads the parts of values, or writes them.
protocol CacheCoder {
  mutating func number(_ value: UInt64?) throws(CacheDamage) -> UInt64
  /// A count of things of which each takes a byte at least.
  mutating func count(_ value: Int?) throws(CacheDamage) -> Int
  mutating func block(_ value: [UInt8]?) throws(CacheDamage) -> [UInt8]
  mutating func text(_ value: String?) throws(CacheDamage) -> String
  mutating func choice<Whole>(
    _ value: Whole?, of alternatives: [CacheAlternative<Whole>]
  ) throws(CacheDamage) -> Whole
}

extension CacheCoder {
  /// One part of `whole`.
  mutating func callAsFunction<Whole, Part: CacheCodable>(
    _ whole: Whole?, _ part: KeyPath<Whole, Part>
  ) throws(CacheDamage) -> Part {
    try Part.coded(whole?[keyPath: part], by: &self)
  }
}

extension ByteReader: CacheCoder {
  mutating func number(_: UInt64?) throws(CacheDamage) -> UInt64 { try number() }
  mutating func count(_: Int?) throws(CacheDamage) -> Int { try count() }
  mutating func block(_: [UInt8]?) throws(CacheDamage) -> [UInt8] { Array(try block()) }
  mutating func text(_: String?) throws(CacheDamage) -> String { try text() }

  mutating func choice<Whole>(
    _: Whole?, of alternatives: [CacheAlternative<Whole>]
  ) throws(CacheDamage) -> Whole {
    guard let number = Int(exactly: try number()), number < alternatives.count else {
      throw CacheDamage()
    }
    return try alternatives[number].read(&self)
  }
}

/// What is written is what was given; nothing is damaged.
extension ByteWriter: CacheCoder {
  mutating func number(_ value: UInt64?) throws(CacheDamage) -> UInt64 {
    let value = try given(value)
    number(value)
    return value
  }

  mutating func count(_ value: Int?) throws(CacheDamage) -> Int {
    let value = try given(value)
    number(UInt64(value))
    return value
  }

  mutating func block(_ value: [UInt8]?) throws(CacheDamage) -> [UInt8] {
    let value = try given(value)
    block(value)
    return value
  }

  mutating func text(_ value: String?) throws(CacheDamage) -> String {
    let value = try given(value)
    block(value.utf8)
    return value
  }

  mutating func choice<Whole>(
    _ value: Whole?, of alternatives: [CacheAlternative<Whole>]
  ) throws(CacheDamage) -> Whole {
    let value = try given(value)
    for (number, alternative) in alternatives.enumerated() {
      if try alternative.write(value, UInt64(number), &self) { return value }
    }
    throw CacheDamage()
  }

  private func given<Value>(_ value: Value?) throws(CacheDamage) -> Value {
    guard let value else { throw CacheDamage() }
    return value
  }
}
