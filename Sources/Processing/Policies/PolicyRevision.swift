package import Documents
package import Git
package import Intake
package import Model

/// The policies of a revision that somebody named, whether or not they govern anything.
package struct PolicyRevision {
  let commit: ObjectID
  let tree: ObjectID
  /// As git's commands name the revision.
  let name: String
  /// The policy, or all that is wrong with its files.
  package let policy: Result<Policy, DocumentFaults>

  /// Reads `policies/` of `revision`, HEAD where none is named.
  ///
  /// - Throws: With status 64 where there is no such commit, 65 where it has no policies.
  package init(_ revision: String?, in repository: Repository) throws(ProcessingError) {
    let commit = try repository.commit(revision ?? "HEAD")
    try self.init(
      commit, called: revision ?? "HEAD",
      by: PolicyReader(repository))
  }

  /// Reads `policies/` of `commit`.
  ///
  /// - Throws: With status 65 where it has none.
  package init(
    _ commit: ObjectID, called name: String, by reader: PolicyReader
  ) throws(ProcessingError) {
    let found: (tree: ObjectID, policy: Result<Policy, DocumentFaults>)?
    do throws(IntakeError) {
      found = try reader.tree(inCommit: commit).map { tree throws(IntakeError) in
        (tree, try reader.policy(ofTree: tree))
      }
    } catch {
      throw ProcessingError(error)
    }
    guard let found else { throw ProcessingError.noPolicies(in: name) }
    self.commit = commit
    (tree, policy) = found
    self.name = name
  }

  /// How reports name it.
  package var origin: PolicyOrigin { PolicyOrigin(tree: tree, authority: nil, name: name) }
}

extension ProcessingError {
  fileprivate static func noPolicies(in name: String) -> ProcessingError {
    ProcessingError(
      .unreadableDocument, "\(name) has no policies/.",
      hint: "countersign init lays out an access repository.")
  }
}
