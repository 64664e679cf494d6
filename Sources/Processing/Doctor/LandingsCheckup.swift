internal import Git
internal import Intake
internal import Model

/// The last landings: a forge that squashes or rebases shows in them.
struct LandingsCheckup {
  let repository: Repository
  let tracer: RequestTracer
  let anchor: ObjectID?

  /// How far back it is worth looking: what was set wrongly long ago may be right by now.
  private static let depth = 50

  func findings(endingIn tip: ObjectID) -> [DoctorFinding] {
    var seen = 0
    var plain: [ObjectID] = []
    var id: ObjectID? = tip
    do throws(GitError) {
      while let commit = id, commit != anchor, seen < LandingsCheckup.depth {
        guard repository.contains(commit) else { break }
        let parents = try repository.rawCommit(commit).parents
        // What the first commit holds, nobody merged.
        guard let parent = parents.first else { break }
        seen += 1
        if parents.count != 2 { plain.append(commit) }
        id = parent
      }
    } catch {
      return DoctorFinding.problems(ProcessingError(error))
    }
    var odd: [ObjectID] = []
    do throws(IntakeError) {
      for commit in plain where try !isAttestation(commit) { odd.append(commit) }
    } catch {
      return DoctorFinding.problems(ProcessingError(error))
    }
    guard !odd.isEmpty else {
      return seen == 0
        ? []
        : [
          DoctorFinding(
            .ok,
            plain.isEmpty
              ? "the last \(seen) landings are merges of two"
              : "the last \(seen) landings are merges of two, or what the directory signed")
        ]
    }
    let shown = odd.prefix(5).map(\.short).joined(separator: ", ")
    return [
      DoctorFinding(
        .warning,
        "of the last \(seen) landings \(odd.count) are no merges of two, so they approve nothing: \(shown)",
        mend:
          "on the forge allow merge commits only: no squash, no rebase, no fast-forward, and no "
          + "pushes of plain commits")
    ]
  }

  /// Whether `commit` changes nothing but what a directory signs, which it pushes as it is.
  private func isAttestation(_ commit: ObjectID) throws(IntakeError) -> Bool {
    let parent: ObjectID?
    do throws(GitError) {
      parent = try repository.rawCommit(commit).parents.first
    } catch {
      throw .git(error)
    }
    guard let parent else { return false }
    guard let changed = try tracer.changes(of: commit, against: parent) else { return false }
    return !changed.isEmpty && changed.allSatisfy { $0.isInside("policies/directory") }
  }
}
