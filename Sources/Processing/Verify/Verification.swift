internal import Git
internal import Intake
package import Model

/// Verdicts on the signatures of commits, by lists that somebody names: no policy is needed.
package struct Verification {
  /// Which commits, as git's commands name them.
  package struct Extent: Sendable {
    let ranges: [String]
    let beginsEverywhere: Bool
    let commits: Commits

    /// - Parameters:
    ///   - ranges: Revisions as `git rev-list` takes them; without any, HEAD.
    ///   - beginsEverywhere: Whether every reference counts as one.
    ///   - commits: Which of the commits that they mean.
    package init(_ ranges: [String], beginsEverywhere: Bool, _ commits: Commits) {
      self.ranges = ranges
      self.beginsEverywhere = beginsEverywhere
      self.commits = commits
    }
  }

  /// Which of the commits that revisions mean.
  package enum Commits: Sendable {
    case mergesOfTheFirstParentLine
    case merges
    case all
  }

  /// Whose keys count, by the files that were named.
  package struct Lists: Sendable {
    let signers: String?
    let revoked: String?
    let keyrings: [String]

    /// - Parameters:
    ///   - signers: A file in git's allowed_signers format; without it the one of git's settings.
    ///   - revoked: A file of revoked keys; likewise.
    ///   - keyrings: Files of OpenPGP certificates.
    package init(signers: String?, revoked: String?, keyrings: [String]) {
      self.signers = signers
      self.revoked = revoked
      self.keyrings = keyrings
    }
  }

  private let lists: VerifyLists
  private let walk: RevisionWalk
  private let stream: VerdictStream

  /// Reads the lists and finds where to begin.
  ///
  /// - Parameter jobs: How many threads verify at once.
  package init(
    at path: String, _ extent: Extent, by lists: Lists, jobs: Int, now: Instant,
    _ clock: LocalClock,
    _ outside: Outside
  ) throws(ProcessingError) {
    let repository = try Workspace.anyRepository(at: path, outside: outside)
    self.lists = try VerifyLists(
      signers: lists.signers, revoked: lists.revoked, keyrings: lists.keyrings, in: repository,
      clock, outside)
    let range = try RevisionRange(extent.ranges, all: extent.beginsEverywhere, in: repository)
    let (everyParent, onlyMerges) =
      switch extent.commits {
      case .mergesOfTheFirstParentLine: (false, true)
      case .merges: (true, true)
      case .all: (true, false)
      }
    stream = VerdictStream(judge: self.lists.judge(now: now), jobs: jobs, onlyMerges: onlyMerges)
    do throws(GitError) {
      walk = try RevisionWalk(
        repository, from: range.tips, hiding: range.hidden,
        following: everyParent ? .everyParent : .firstParent)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The names that a verdict may show.
  package var names: [String] { lists.names }

  /// Judges all of them; `body` gets the verdicts, batch by batch.
  package func verdicts(
    _ body: ([CommitVerdict]) throws(ProcessingError) -> Void
  ) async throws(ProcessingError) {
    try await stream.verdicts(of: walk, body)
  }
}
