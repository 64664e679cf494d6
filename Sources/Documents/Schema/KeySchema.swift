internal import Model

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
    self.init(
      Key.allCases.map { key in
        let found = describe(key)
        return Property(
          name: key.rawValue, schema: found.schema, isRequired: found.isRequired,
          description: found.description)
      }, conditions)
  }
}
