import Git
import Model

extension ObjectID {
  /// The same id in the form that records write.
  init(_ id: OID) { self.init(words: id.words) }
}

extension OID {
  /// The same id in the form that git's objects are opened by.
  init(_ id: ObjectID) { self.init(words: id.words) }
}
