internal import Git

/// Where a clone has a branch: as its own, or as it was last fetched from `origin`.
enum BranchPlace: CaseIterable {
  case local, origin

  /// The full name of the reference to `branch`.
  func reference(to branch: String) -> String {
    switch self {
    case .local: "refs/heads/\(branch)"
    case .origin: "refs/remotes/origin/\(branch)"
    }
  }

  /// As git's own commands take and show it.
  func shown(_ branch: String) -> String {
    switch self {
    case .local: branch
    case .origin: "origin/\(branch)"
    }
  }
}

/// A branch that was found, and where.
struct FoundBranch {
  let place: BranchPlace
  /// As git's own commands take and show it.
  let shown: String
  let tip: OID
}

extension Repository {
  /// The branch `name` at the first of `places` that has it.
  func branch(
    _ name: String, at places: [BranchPlace] = BranchPlace.allCases
  ) throws(Failure) -> FoundBranch? {
    do throws(GitError) {
      for place in places {
        if let tip = try reference(place.reference(to: name)) {
          return FoundBranch(place: place, shown: place.shown(name), tip: tip)
        }
      }
      return nil
    } catch {
      throw Failure(error)
    }
  }
}
