internal import Git
internal import Intake
internal import Model
internal import Reports

/// The last landings: a forge that squashes or rebases shows in them.
struct LandingsCheckup {
  let repository: Repository
  let anchor: ObjectID?

  /// How far back it is worth looking: what was set wrongly long ago may be right by now.
  private static let depth = 50

  func findings(endingIn tip: ObjectID) -> [Finding] {
    var seen = 0
    var plain: [ObjectID] = []
    var id: ObjectID? = tip
    do throws(GitError) {
      while let commit = id, commit != anchor, seen < LandingsCheckup.depth {
        guard repository.contains(OID(commit)) else { break }
        let parents = try repository.rawCommit(OID(commit)).parents
        // What the first commit holds, nobody merged.
        guard let parent = parents.first else { break }
        seen += 1
        if parents.count != 2 { plain.append(commit) }
        id = ObjectID(parent)
      }
    } catch {
      return Finding.problems(Failure(error))
    }
    guard !plain.isEmpty else {
      return seen == 0 ? [] : [Finding(.ok, "the last \(seen) landings are merges of two")]
    }
    let shown = plain.prefix(5).map(\.short).joined(separator: ", ")
    return [
      Finding(
        .warning,
        "of the last \(seen) landings \(plain.count) are no merges of two, so they approve nothing: \(shown)",
        mend:
          "on the forge allow merge commits only: no squash, no rebase, no fast-forward, and no "
          + "pushes of plain commits")
    ]
  }
}
