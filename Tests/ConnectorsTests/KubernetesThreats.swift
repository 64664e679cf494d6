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
    try await cluster.replace([
      "access/anas.yml": manifest,
      "access/countersign-keep.yaml": try await cluster.show("access/countersign-keep.yaml"),
    ])
    #expect(try await cluster.run(repository, at: .drill(.hours(1))).status == 0)
    #expect(try await cluster.files() == ["access/countersign-keep.yaml"])
    #expect(try await repository.liveGrants().isEmpty)
  }

  @Test("72: a manifest that somebody edits is its grant's as long as it has its id")
  func edited() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    let grant = try #require(try await repository.liveGrants().first)
    let file = "access/\(grant.id).yaml"
    let manifest = try await cluster.show(file)
    try await cluster.write(file, manifest.replacing("oidc:ana.silva", with: "oidc:ben.cole"))
    let found = try await cluster.discover(repository)
    #expect(found.status == 1 && found.description.contains("ben.cole"), "\(found)")
    #expect(try await cluster.run(repository, at: .drill(.hours(1))).status == 0)
    #expect(try await cluster.files() == ["README.md", "access/countersign-keep.yaml"])
    try await repository.expectRightAudit()
  }

  @Test(
    "72: what somebody makes of a grant's file goes with it; where it lies in a folder nobody can tell"
  )
  func remade() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    let keep = "access/countersign-keep.yaml"
    for (hour, inFolder) in [(0, false), (1, true)] {
      let start = Duration.hours(hour)
      var asked = request
      asked.name = "ana-\(hour)"

      try await repository.grant(asked)
      #expect(try await cluster.run(repository, at: .drill(start)).status == 0)
      let grant = try #require(try await repository.liveGrants().first)
      let manifest = try await cluster.show("access/\(grant.id).yaml")
      let own = "kind: RoleBinding\nmetadata: {name: own}\n"
      let (file, text) =
        inFolder ? ("access/own/\(grant.id).yaml", manifest) : ("access/\(grant.id).yaml", own)
      try await cluster.replace([file: text, keep: try await cluster.show(keep)])
      let ended = try await cluster.run(repository, at: .drill(.hours(hour + 1)))
      #expect(ended.status == (inFolder ? 69 : 0), "\(ended)")
      guard inFolder else {
        #expect(try await cluster.files() == [keep])
        continue
      }
      #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
      try await cluster.replace([keep: try await cluster.show(keep)])
      #expect(try await cluster.run(repository, at: .drill(.hours(2))).status == 0)
    }
    #expect(try await repository.liveGrants().isEmpty)
    try await repository.expectRightAudit()
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
