internal import Documents
internal import Git
internal import Intake
internal import Model
internal import Processing
internal import Reports

/// The policies of a revision that somebody named, whether or not they govern anything.
struct PolicyRevision {
  let commit: ObjectID
  let tree: ObjectID
  /// As git's commands name the revision.
  let name: String
  /// The policy, or all that is wrong with its files.
  let policy: Result<Policy, DocumentFaults>

  /// Reads `policies/` of `revision`, HEAD where none is named.
  ///
  /// - Throws: With status 64 where there is no such commit, 65 where it has no policies.
  init(_ revision: String?, in repository: Repository) throws(Failure) {
    let commit = try repository.commit(revision ?? "HEAD")
    try self.init(
      commit, called: revision ?? "HEAD",
      by: PolicyReader(repository))
  }

  /// Reads `policies/` of `commit`.
  ///
  /// - Throws: With status 65 where it has none.
  init(
    _ commit: ObjectID, called name: String, by reader: PolicyReader
  ) throws(Failure) {
    let found: (tree: ObjectID, policy: Result<Policy, DocumentFaults>)?
    do throws(IntakeError) {
      found = try reader.tree(inCommit: commit).map { tree throws(IntakeError) in
        (tree, try reader.policy(ofTree: tree))
      }
    } catch {
      throw Failure(error)
    }
    guard let found else { throw Failure.noPolicies(in: name) }
    self.commit = commit
    (tree, policy) = found
    self.name = name
  }

  /// How reports name it.
  var origin: PolicyOrigin { PolicyOrigin(tree: tree, authority: nil, name: name) }
}

extension Failure {
  fileprivate static func noPolicies(in name: String) -> Failure {
    Failure(
      .unreadableDocument, "\(name) has no policies/.",
      hint: "countersign init lays out an access repository.")
  }
}
