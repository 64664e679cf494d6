/// What a value of a document may be, as far as a schema can say it.
///
/// Readers decide; a schema helps editors to complete and to check. What it cannot say, such as whether a
/// name is of something, only the reader does.
package indirect enum FieldSchema: Sendable {
  /// Text that has a match for `pattern` (ECMA-262), of at most `limit` characters.
  case text(pattern: String, limit: Int?)
  case choice([String])
  case boolean
  case integer(ClosedRange<Int>)
  case list(of: FieldSchema, mayBeEmpty: Bool, isDistinct: Bool)
  case object(ObjectSchema)
  /// A mapping of plain names to values of one kind, with one entry at least.
  case named(FieldSchema)
}

/// A mapping with known keys and no others.
package struct ObjectSchema: Sendable {
  package struct Property: Sendable {
    package let name: String
    package let schema: FieldSchema
    package let isRequired: Bool
    /// What an editor shows beside the key.
    package let description: String
  }

  /// What holds between keys.
  package enum Condition: Sendable {
    /// One of these keys at least.
    case someOf([String])
    /// Exactly one of these keys.
    case oneOf([String])
    /// Where `key` is there, the others are too.
    case needs(key: String, others: [String])
    /// Where `key` has one of `values`, some keys must be there and others must not.
    case when(key: String, values: [String], requires: [String], forbids: [String])
  }

  package let properties: [Property]
  package let conditions: [Condition]
}

/// What a reader does with one key.
struct KeySchema {
  let schema: FieldSchema
  let isRequired: Bool
  let description: String

  static func required(_ schema: FieldSchema, _ description: String) -> KeySchema {
    KeySchema(schema: schema, isRequired: true, description: description)
  }

  static func optional(_ schema: FieldSchema, _ description: String) -> KeySchema {
    KeySchema(schema: schema, isRequired: false, description: description)
  }
}

extension ObjectSchema {
  /// The schema of a mapping with the keys of `Key`, which are those that its reader knows.
  ///
  /// `describe` answers for each of them, so that a reader cannot learn a key without its schema.
  init<Key: RawRepresentable & CaseIterable>(
    _ keys: Key.Type, _ conditions: [Condition] = [], describe: (Key) -> KeySchema
  ) where Key.RawValue == String {
    properties = Key.allCases.map { key in
      let found = describe(key)
      return Property(
        name: key.rawValue, schema: found.schema, isRequired: found.isRequired,
        description: found.description)
    }
    self.conditions = conditions
  }
}
