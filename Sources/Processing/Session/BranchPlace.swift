package import Git
package import Model

/// Where a clone has a branch: as its own, or as it was last fetched from `origin`.
package enum BranchPlace: CaseIterable {
  case local, origin

  /// The full name of the reference to `branch`.
  func reference(to branch: String) -> String {
    switch self {
    case .local: "refs/heads/\(branch)"
    case .origin: "refs/remotes/origin/\(branch)"
    }
  }

  /// As git's own commands show it: for people, since a tag can have the same short name.
  func shown(_ branch: String) -> String {
    switch self {
    case .local: branch
    case .origin: "origin/\(branch)"
    }
  }
}

/// The command that brings `branch` of `remote` here, also where the clone was made to fetch less.
func fetchCommand(_ branch: String, from remote: String = "origin") -> String {
  "git fetch \(shellWord(remote)) "
    + shellWord("+refs/heads/\(branch):refs/remotes/\(remote)/\(branch)")
}

/// A branch that was found, and where.
package struct FoundBranch {
  package let place: BranchPlace
  /// As git's own commands show it, for people.
  package let shown: String
  /// Its full name, for commands: no tag of the same short name is taken for it (THREATS row 61).
  package let reference: String
  package let tip: ObjectID
}

extension Repository {
  /// The branch `name` at the first of `places` that has it.
  package func branch(
    _ name: String, at places: [BranchPlace] = BranchPlace.allCases
  ) throws(ProcessingError) -> FoundBranch? {
    do throws(GitError) {
      for place in places {
        let reference = place.reference(to: name)
        if let tip = try self.reference(reference) {
          return FoundBranch(
            place: place, shown: place.shown(name), reference: reference, tip: tip)
        }
      }
      return nil
    } catch {
      throw ProcessingError(error)
    }
  }
}
