import Git
import Model

extension ObjectID {
  /// The same id in the form that records write.
  init(_ id: OID) {
    guard let same = ObjectID(bytes: id.bytes) else {
      preconditionFailure("an object id of git has 20 bytes, and so has one of a record")
    }
    self = same
  }
}

extension OID {
  /// The same id in the form that git's objects are opened by.
  init(_ id: ObjectID) {
    guard let same = OID(bytes: id.bytes) else {
      preconditionFailure("an object id of a record has 20 bytes, and so has one of git")
    }
    self = same
  }
}
