package import Git
package import Model

extension ObjectID {
  /// The same name as the shared model writes it.
  package init(_ id: OID) { self.init(words: id.words) }
}

extension OID {
  /// The same name as the `Git` room uses it.
  package init(_ id: ObjectID) { self.init(words: id.words) }
}
