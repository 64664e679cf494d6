package import Git
package import Model

extension ObjectID {
  /// The same name as the shared model writes it.
  package init(_ id: OID) {
    guard let same = ObjectID(bytes: id.bytes) else {
      preconditionFailure("a git object id has 20 bytes")
    }
    self = same
  }
}

extension OID {
  /// The same name as the `Git` room uses it.
  package init(_ id: ObjectID) {
    guard let same = OID(bytes: id.bytes) else {
      preconditionFailure("a git object id has 20 bytes")
    }
    self = same
  }
}
