package import Model

/// The references that a repository shows, looked up by the bytes of their names.
///
/// Not a dictionary of strings: Swift takes strings for equal that look alike (the Kelvin sign and
/// the letter K), and whoever may push a branch could give one the name of another.
package struct ReferenceTable: Hashable, Sendable {
  private var values: [[UInt8]: ObjectID] = [:]

  /// A table without references.
  init() {}

  /// The value of the reference with the full name `name`, or nil when it is not shown.
  package internal(set) subscript(name: String) -> ObjectID? {
    get { values[Array(name.utf8)] }
    set { values[Array(name.utf8)] = newValue }
  }

  /// All references, sorted by the bytes of their names.
  package var entries: [(name: String, id: ObjectID)] {
    values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
  }
}
