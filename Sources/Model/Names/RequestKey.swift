/// A request file at one blob: what can be used once.
package struct RequestKey: Hashable, Comparable, Sendable, Codable {
  package let path: RepositoryPath
  package let blob: ObjectID

  package init(path: RepositoryPath, blob: ObjectID) {
    self.path = path
    self.blob = blob
  }

  package static func < (left: RequestKey, right: RequestKey) -> Bool {
    (left.path, left.blob) < (right.path, right.blob)
  }
}
