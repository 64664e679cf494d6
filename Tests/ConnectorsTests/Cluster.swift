import FoundationEssentials
import Model
import TestSupport

/// The repository that a cluster follows.
struct Cluster: Sendable {
  let sandbox: GitSandbox
  let scratch: ScratchDirectory
  var path: String { sandbox.path }

  init() async throws {
    sandbox = try await GitSandbox(bare: true)
    scratch = try ScratchDirectory()
    try await write("README.md", "What the cluster is to be.\n")
  }

  /// An access repository with a system whose manifests are here.
  ///
  /// - Parameter more: More lines of its connector.
  func accessRepository(_ more: String = "") async throws -> AccessRepository {
    var policies = AccessRepository.Policies()
    policies.texts["policies/systems/cluster.yaml"] = Self.system(at: path) + more
    return try await AccessRepository(policies)
  }

  /// The system's file, with its manifests in the repository at `address`.
  static func system(at address: String) -> String {
    """
    description: The payments namespace of the cluster
    owner: group:dba
    plane: development
    entitlements:
      view:
        risk: low
        eligible: [class:contractor]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector:
      type: kubernetes
      repository: \(address)
      branch: main
      folder: access
      user: oidc:$subject
      bindings:
        view: {namespace: payments, kind: ClusterRole, name: view}

    """
  }

  @discardableResult
  func run(
    _ repository: AccessRepository, at now: Instant = .drill(), allowing more: [String] = []
  ) async throws -> AccessRepository.Answer {
    try await repository.run(
      at: now, ([path] + more).flatMap { ["--allow-connector", $0] })
  }

  func discover(_ repository: AccessRepository) async throws -> AccessRepository.Answer {
    try await repository.countersign([
      "discover", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
      "--allow-connector", path, "--now", "\(Instant.drill())",
    ])
  }

  func tip() async throws -> String { try await sandbox.git("rev-parse", "main") }

  func files() async throws -> [String] {
    try await sandbox.git("ls-tree", "-r", "--name-only", "main").split(separator: "\n")
      .map { String($0) }
  }

  func show(_ file: String) async throws -> String {
    try await sandbox.git("show", "main:\(file)")
  }

  /// Somebody else's commit on the branch.
  func write(_ file: String, _ text: String) async throws {
    let known = try await sandbox.git("for-each-ref", "--format=%(objectname)", "refs/heads/main")
    let commit = try await sandbox.commit(
      tree: try await sandbox.tree([file: text], base: known.isEmpty ? nil : known),
      parents: known.isEmpty ? [] : [known], "Write \(file)\n")
    try await sandbox.point("refs/heads/main", at: commit)
  }

  /// Somebody else's commit, after which the branch has `files` and nothing else.
  func replace(_ files: [String: String]) async throws {
    let commit = try await sandbox.commit(
      tree: try await sandbox.tree(files), parents: [try await tip()], "Replace the files\n")
    try await sandbox.point("refs/heads/main", at: commit)
  }

  func hide() throws {
    try FileManager.default.moveItem(atPath: path, toPath: "\(path).hidden")
  }

  func bringBack() throws {
    try FileManager.default.moveItem(atPath: "\(path).hidden", toPath: path)
  }
}
