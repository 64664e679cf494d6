/// One of the cases of an enumeration as the cache has it: its number, then what it holds.
struct CacheAlternative<Whole>: Sendable {
  let read: @Sendable (inout ByteReader) throws(CacheDamage) -> Whole
  /// Writes `number` and the content where the value is of this case; false where it is of another.
  let write: @Sendable (Whole, _ number: UInt64, inout ByteWriter) throws(CacheDamage) -> Bool

  /// A case that holds one value.
  init<Content: CacheCodable & SendableMetatype>(
    _ make: @escaping @Sendable (Content) -> Whole,
    _ content: @escaping @Sendable (Whole) -> Content?
  ) {
    read = { (reader) throws(CacheDamage) in make(try Content.coded(nil, by: &reader)) }
    write = { (value, number, writer) throws(CacheDamage) in
      guard let content = content(value) else { return false }
      writer.number(number)
      _ = try Content.coded(content, by: &writer)
      return true
    }
  }

  /// A case that holds nothing.
  init(_ value: Whole) where Whole: Equatable & Sendable {
    read = { _ in value }
    write = { (other, number, writer) throws(CacheDamage) in
      if other == value { writer.number(number) }
      return other == value
    }
  }
}

/// An enumeration whose cases are listed, in the order of their numbers.
protocol CacheChoice: CacheCodable {
  static var alternatives: [CacheAlternative<Self>] { get }
}

extension CacheChoice {
  static func coded(_ value: Self?, by coder: inout some CacheCoder) throws(CacheDamage) -> Self {
    try coder.choice(value, of: alternatives)
  }
}
