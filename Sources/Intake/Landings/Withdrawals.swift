internal import Git
package import Model

/// Where the landings up to the tip took away, or replaced, what stood at the path of a request or a mandate.
///
/// Editing or deleting a request withdraws it for good, whether or not a run looked in between (DESIGN section 7,
/// THREATS row 67). So a pass over the first landings has to know what the last ones did; what the passes of a run
/// find they keep for each other.
///
/// A class because the passes of a run share what was found.
package final class Withdrawals {
  /// What one landing did below `requests/` and `mandates/`.
  private enum Effect {
    case paths([RepositoryPath])
    /// More than a budget lets be listed: single paths are looked up.
    case tooMany(before: ObjectID, after: ObjectID)
  }

  private let reader: ObjectReader
  /// What each landing withdrew.
  private var effects: [ObjectID: Effect] = [:]

  /// Reads by the reader, and the budget, of `policies`.
  package init(_ policies: PolicyReader) { reader = policies.reader }

  /// For each of the paths that one of `landings`, which follow `previous`, withdrew something at, the last that did.
  ///
  /// - Parameter watched: The paths that matter, for landings that are too large to be listed.
  package func last(
    by landings: [ObjectID], after previous: ObjectID, at watched: Set<RepositoryPath>
  ) throws(IntakeError) -> [RepositoryPath: ObjectID] {
    var last: [RepositoryPath: ObjectID] = [:]
    var before = previous
    for id in landings {
      switch try effect(of: id, after: before) {
      case .paths(let paths):
        for path in paths { last[path] = id }
      case .tooMany(let before, let after):
        for path in watched {
          if try isWithdrawn(path, before, after) { last[path] = id }
        }
      }
      before = id
    }
    return last
  }

  private func effect(of id: ObjectID, after previous: ObjectID) throws(IntakeError) -> Effect {
    if let effect = effects[id] { return effect }
    let (before, after) = try inGit { () throws(GitError) in
      (try reader.mainlineCommit(previous).tree, try reader.mainlineCommit(id).tree)
    }
    let effect = try effect(from: before, to: after)
    effects[id] = effect
    return effect
  }

  private func effect(from before: ObjectID, to after: ObjectID) throws(IntakeError) -> Effect {
    let found = try reader.within(.current) { () throws(IntakeError) in
      try inGit { () throws(GitError) in
        var paths: [RepositoryPath] = []
        for name in RepositoryPath.foldersOfUse {
          let old = try reader.folder(named: name, in: before)
          let new = try reader.folder(named: name, in: after)
          guard old != new else { continue }
          paths += try TreeComparison(reader).differences(from: old, to: new, at: name)
            .filter { $0.before != nil }.map(\.path)
        }
        return paths
      }
    }
    return switch found {
    case .success(let paths): .paths(paths)
    case .failure: .tooMany(before: before, after: after)
    }
  }

  private func isWithdrawn(
    _ path: RepositoryPath, _ before: ObjectID, _ after: ObjectID
  ) throws(IntakeError) -> Bool {
    try inGit { () throws(GitError) in
      guard let stood = try reader.leaf(at: path, in: before) else { return false }
      return try reader.leaf(at: path, in: after) != stood
    }
  }
}
