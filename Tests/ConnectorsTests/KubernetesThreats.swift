import Model
import TestSupport
import Testing

/// What a follower makes of the branch, and what is known of that (THREATS rows 38, 72 and 73).
@Suite struct KubernetesThreats {
  private let request = Request("ana", "view", of: "cluster", duration: "1h")

  @Test(
    "73: a follower finds the folder, with something in it to apply, before, during and after a grant"
  )
  func followed() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    #expect(try await followed(cluster).count == 2)
    #expect(try await cluster.run(repository, at: .drill(.hours(1))).status == 0)
    // What stands there gives nothing to anybody, and is what a cluster takes.
    #expect(try await followed(cluster) == ["countersign-keep.yaml"])
    let keeper = try await cluster.show("access/countersign-keep.yaml")
    #expect(!keeper.contains("subjects"))
    let validated = try await runProgram(
      "\(TestTools.folder)/kubernetes-validate", ["--strict", "-"],
      environment: ["HOME": cluster.scratch.path], input: Array(keeper.utf8))
    #expect(validated.status == 0, "\(validated.text) \(validated.errorText)")
    #expect(try await cluster.discover(repository).status == 0)
  }

  /// What a follower of the folder applies; it fails where there is no such folder.
  private func followed(_ cluster: Cluster) async throws -> [String] {
    let files = try await cluster.sandbox.git("ls-tree", "--name-only", "main:access")
    return files.split(separator: "\n").map { String($0) }.filter { $0.hasSuffix(".yaml") }
  }

  @Test("73: a placeholder of the user's is left alone, and a manifest of theirs is not")
  func placeholder() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await cluster.write("access/.gitkeep", "")
    try await cluster.write("access/README.md", "Countersign's.\n")
    try await repository.grant(request)
    #expect(try await cluster.run(repository).status == 0)
    #expect(try await cluster.run(repository, at: .drill(.hours(1))).status == 0)
    #expect(try await cluster.files().contains("access/.gitkeep"))
    try await cluster.write("access/everybody.json", "{\"kind\": \"ClusterRoleBinding\"}\n")
    #expect(try await cluster.discover(repository).status == 69)
  }

  @Test("72: a manifest is its grant's whatever its file is called")
  func renamed() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    let grant = try #require(try await repository.liveGrants().first)
    let manifest = try await cluster.show("access/\(grant.id).yaml")
    let tree = try await cluster.sandbox.tree(
      [
        "access/anas.yml": manifest,
        "access/countersign-keep.yaml": try await cluster.show("access/countersign-keep.yaml"),
      ])
    let commit = try await cluster.sandbox.commit(
      tree: tree, parents: [try await cluster.tip()], "Rename it\n")
    try await cluster.sandbox.point("refs/heads/main", at: commit)
    #expect(try await cluster.run(repository, at: .drill(.hours(1))).status == 0)
    #expect(try await cluster.files() == ["access/countersign-keep.yaml"])
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test(
    "38: with a status, access is what the cluster has applied, and gone what it has taken away")
  func applied() async throws {
    let cluster = try await Cluster()
    let program = try cluster.scratch.write(
      """
      #!/bin/sh
      cat > \(cluster.scratch.path)/asked
      cat \(cluster.scratch.path)/applied

      """, to: "status", mode: 0o755)
    let repository = try await cluster.accessRepository(
      "  status: {type: exec, command: [\(program)]}\n")
    func run(at now: Instant = .drill()) async throws -> AccessRepository.Answer {
      try await cluster.run(repository, at: now, allowing: [program])
    }
    func applied(_ commit: String, _ bindings: String = "[]") throws {
      try cluster.scratch.write(
        "{\"applied\": \"\(commit)\", \"bindings\": \(bindings)}", to: "applied")
    }
    let before = try await cluster.tip()
    try applied(before)
    try await repository.grant(request)
    #expect(try await cluster.run(repository).status == 69, "the program needs the runner's leave")
    #expect(try await run().status == 0)
    #expect(try await repository.states() == ["written: issued written"])
    let question = String(decoding: try cluster.scratch.read("asked"), as: UTF8.self)
    #expect(question.contains("\"operation\":\"status\""), "\(question)")

    let given = try await cluster.tip()
    let grant = try #require(try await repository.liveGrants().first)
    try applied(given)
    #expect(try await run(at: .drill(.minutes(1))).status == 0)
    #expect(
      try await repository.states() == ["written: issued written"], "it is not in the cluster")
    try applied(given, "[{\"grant\": \"\(grant.id)\", \"uid\": \"u-17\"}]")
    #expect(try await run(at: .drill(.minutes(2))).status == 0)
    #expect(try await repository.states() == ["active: issued written activated"])

    // Off the branch, and still in the cluster: by the commit, then under another name.
    for _ in 1...2 {
      let waiting = try await run(at: .drill(.hours(1)))
      #expect(waiting.status == 69, "\(waiting)")
      #expect(waiting.description.contains("has not applied that yet"), "\(waiting)")
      try applied(try await cluster.tip(), "[{\"grant\": \"g-other\", \"uid\": \"u-17\"}]")
    }
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try applied("0123456789012345678901234567890123456789")
    #expect(try await run(at: .drill(.hours(1))).status == 69)
    try applied(try await cluster.tip())
    let gone = try await run(at: .drill(.hours(1)))
    #expect(gone.status == 0, "\(gone)")
    #expect(
      try await repository.states() == ["expired: issued written activated expiring expired"])
    try await repository.expectRightAudit()
  }
}
