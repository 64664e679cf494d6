package import Model
import Synchronization

/// An access repository as one company would have it, made by the git program, and the binary under
/// test beside it.
///
/// Its first commit, the anchor, holds the policies of `AccessRepository.Policies`; what a test does
/// afterwards is plain git. The repository is bare, commits are made by plumbing: porcelain makes the same
/// objects and costs a work tree. Where a threat is about porcelain, a test works in a clone.
package final class AccessRepository: Sendable {
  /// 2026-11-21T12:00:00Z: when every drill takes place unless a test says otherwise.
  package static let clock = Instant(clampingSeconds: 1_795_262_400)

  /// The repository and the hermetic environment for git.
  package let sandbox: GitSandbox
  /// The key files of everybody, in the sandbox.
  package let keys: [KeyName: GitKey]
  /// The policies at the anchor.
  package let policies: Policies
  /// The commit that all trust starts from.
  package let anchor: String
  /// Whether the ledger has been begun, so that `--first-run` is given once.
  let hasBegun = Mutex(false)

  /// Lays out a repository whose mainline is one commit with `policies` and `extra` files.
  package init(
    _ policies: Policies = Policies(), extra: [FileChange] = [.file("README.md", "Access.\n")]
  ) async throws {
    sandbox = try await GitSandbox(bare: true)
    self.policies = policies
    keys = try await KeyPair.files(in: sandbox.scratch)
    let files = policies.files(keys).map { FileChange.file($0, $1) }
    anchor = try await sandbox.importCommit(
      files + extra, on: nil, by: Person.kim.git,
      at: AccessRepository.clock.advanced(by: .hours(-48)), to: "refs/heads/main")
  }

  /// The mainline's tip.
  package func tip() async throws -> String {
    try await sandbox.git("rev-parse", "refs/heads/main")
  }

  /// The ledger's tip.
  package func ledgerTip() async throws -> String {
    try await sandbox.git("rev-parse", "refs/heads/countersign/ledger")
  }

  /// Points the mainline at `commit`, forward or not, as a push with the right to do so would.
  @discardableResult
  package func land(_ commit: String) async throws -> String {
    try await sandbox.point("refs/heads/main", at: commit)
    return commit
  }
}

extension Duration {
  /// So many hours.
  package static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
  /// So many minutes.
  package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  /// So many days of 24 hours.
  package static func days(_ count: Int) -> Duration { .hours(count * 24) }
}

extension Instant {
  /// The instant of the drill's clock, or one so far from it.
  package static func drill(_ offset: Duration = .zero) -> Instant {
    AccessRepository.clock.advanced(by: offset)
  }
}
