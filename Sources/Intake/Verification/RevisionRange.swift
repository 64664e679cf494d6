package import Git
package import Model

/// Which commits are meant: where walks begin, and whose history they leave out.
package struct RevisionRange: Sendable {
  /// Where walks begin.
  package var tips: [ObjectID] = []
  /// The commits whose history, themselves included, is left out.
  package var hidden: [ObjectID] = []

  /// Nothing is meant yet.
  package init() {}

  /// Adds the common ancestors that `A...B` leaves out.
  package mutating func hideBases(
    of left: ObjectID, and right: ObjectID, in repository: Repository
  ) throws(GitError) {
    // One that lies behind another hides nothing more.
    hidden += try MergeBases(ObjectReader(repository)).common(left, right)
  }

  /// Adds `HEAD` and every reference that leads to a commit, as `--all` means it.
  ///
  /// Those below `refs/replace/` are left out: they show another history than the one that is there.
  package mutating func addAll(of repository: Repository) throws(GitError) {
    if let head = try repository.head().id { tips.append(head) }
    for reference in try repository.references(prefix: "refs/")
    where !reference.name.hasPrefix("refs/replace/") {
      if let commit = try repository.peeledCommit(reference.id) { tips.append(commit) }
    }
  }
}
