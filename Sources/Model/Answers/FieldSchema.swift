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
  /// One of several, told apart by their kinds.
  case either([FieldSchema])
  /// A mapping of such names to values of one kind.
  case mapping(names: FieldSchema, values: FieldSchema, mayBeEmpty: Bool)
  /// What a claim of a token may be: a text, a whole number, a truth value, or claims so many levels deep.
  case claim(levels: Int)
}

/// A mapping with known keys and no others.
package struct ObjectSchema: Sendable {
  package struct Property: Sendable {
    package let name: String
    package let schema: FieldSchema
    package let isRequired: Bool
    /// What an editor shows beside the key.
    package let description: String

    package init(name: String, schema: FieldSchema, isRequired: Bool, description: String) {
      self.name = name
      self.schema = schema
      self.isRequired = isRequired
      self.description = description
    }
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

  package init(_ properties: [Property], _ conditions: [Condition]) {
    self.properties = properties
    self.conditions = conditions
  }
}

/// The schema of one kind of document that people write.
package struct DocumentSchemaReport: Sendable {
  /// What the kind is called.
  package let name: String
  /// Where documents of the kind stand.
  package let paths: String
  /// What a document of the kind is, in a few words.
  package let title: String
  /// What it may be: one of these, told apart by their keys.
  package let schemas: [ObjectSchema]

  package init(name: String, paths: String, title: String, schemas: [ObjectSchema]) {
    self.name = name
    self.paths = paths
    self.title = title
    self.schemas = schemas
  }
}
