/// A forge in `policies/forges/`, whose own signature may count for merges made in its pages (DESIGN section 4).
///
/// What the forge signs proves what the forge says: that somebody who has the author's address there pressed
/// the button. So it counts least of all, and only where policy asks for no more.
package struct Forge: Hashable, Sendable {
  package let id: ForgeID
  /// Whom the forge's commits name as their committer.
  package let committer: ForgeCommitter
  /// The keys that the forge signs with, of all generations.
  package let keys: [PolicyKey]

  package init(id: ForgeID, committer: ForgeCommitter, keys: [PolicyKey]) {
    self.id = id
    self.committer = committer
    self.keys = keys
  }

  /// The file the forge was read from.
  package var file: String { "policies/forges/\(id).yaml" }
}

/// The committer of the commits that a forge makes, compared to the byte.
package struct ForgeCommitter: Hashable, Sendable {
  package let name: String
  package let email: String

  package init(name: String, email: String) {
    self.name = name
    self.email = email
  }
}
