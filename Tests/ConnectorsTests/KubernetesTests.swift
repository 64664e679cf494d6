import FoundationEssentials
import Model
import TestSupport
import Testing

/// Role bindings on a branch that a cluster follows.
@Suite struct KubernetesTests {
  private let request = Request("ana", "view", of: "cluster", duration: "1h")

  @Test("a window is a manifest on the branch, from its start to its end")
  func window() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    let begun = try await cluster.run(repository)
    #expect(begun.status == 0, "\(begun)")
    let grant = try #require(try await repository.liveGrants().first)
    #expect(grant.state == "written")
    #expect(
      try await cluster.files() == [
        "README.md", "access/countersign-keep.yaml", "access/\(grant.id).yaml",
      ])
    let binding = try JSONDecoder().decode(
      Manifest.self, from: Data(try await cluster.show("access/\(grant.id).yaml").utf8))
    #expect(
      binding
        == Manifest(
          kind: "RoleBinding", metadata: .init(name: "\(grant.id)", namespace: "payments"),
          roleRef: .init(kind: "ClusterRole", name: "view"),
          subjects: [.init(kind: "User", name: "oidc:ana.silva")]))
    let validated = try await runProgram(
      "\(TestTools.folder)/kubernetes-validate", ["--strict", "-"],
      environment: ["HOME": cluster.scratch.path],
      input: Array(try await cluster.show("access/\(grant.id).yaml").utf8))
    #expect(validated.status == 0, "\(validated.text) \(validated.errorText)")

    let before = try await cluster.tip()
    #expect(try await cluster.run(repository, at: .drill(.minutes(30))).status == 0)
    #expect(try await cluster.tip() == before, "nothing is written where nothing is open")
    let ended = try await cluster.run(repository, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await cluster.files() == ["README.md", "access/countersign-keep.yaml"])
    #expect(
      try await repository.states() == ["expired: issued written expiring expired"])
    try await expectRightAudit(repository)
  }

  @Test("the commits on the branch are signed with the processor's key")
  func signed() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    let signers = try cluster.scratch.write(
      "countersign@localhost namespaces=\"git\" \(try repository.key(.processor).publicLine)\n",
      to: "signers")
    let verdict = try await cluster.sandbox.git(
      "-c", "gpg.ssh.allowedSignersFile=\(signers)", "log", "-1", "--format=%G? %s", "main")
    #expect(verdict.hasPrefix("G Give cluster/view: ana.silva, g-"), "\(verdict)")
  }

  @Test("35: each of two grants has its own manifest, and each end takes its own away")
  func overlapping() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "view", of: "cluster", duration: "2h"))
    #expect(try await cluster.run(repository).status == 0)
    #expect(try await cluster.files().count == 4)
    #expect(try await cluster.run(repository, at: .drill(.minutes(90))).status == 0)
    let longer = try #require(try await repository.liveGrants().first)
    #expect(
      try await cluster.files() == [
        "README.md", "access/countersign-keep.yaml", "access/\(longer.id).yaml",
      ])
    #expect(try await cluster.run(repository, at: .drill(.minutes(121))).status == 0)
    #expect(try await cluster.files() == ["README.md", "access/countersign-keep.yaml"])
    try await expectRightAudit(repository)
  }

  @Test("38: a repository that is away leaves the grant open, and the next run finishes it")
  func away() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try cluster.hide()
    let away = try await cluster.run(repository)
    #expect(away.status == 69, "\(away)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
    try cluster.bringBack()
    #expect(try await cluster.run(repository).status == 0)
    #expect(try await repository.liveGrants().map(\.state) == ["written"])

    try cluster.hide()
    #expect(try await cluster.run(repository, at: .drill(.hours(2))).status == 69)
    #expect(try await repository.liveGrants().map(\.state) == ["expiring"])
    try cluster.bringBack()
    #expect(try await cluster.run(repository, at: .drill(.hours(2))).status == 0)
    #expect(try await cluster.files() == ["README.md", "access/countersign-keep.yaml"])
    try await expectRightAudit(repository)
  }

  @Test("38: a manifest that came back is taken away again before anything is called expired")
  func cameBack() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    let given = try await cluster.tip()
    try cluster.hide()
    #expect(try await cluster.run(repository, at: .drill(.hours(2))).status == 69)
    try cluster.bringBack()
    // Somebody took it away by hand and reverted that: what counts is what stands there now.
    try await cluster.sandbox.point("refs/heads/main", at: given)
    #expect(try await cluster.run(repository, at: .drill(.hours(2))).status == 0)
    #expect(try await cluster.files() == ["README.md", "access/countersign-keep.yaml"])
  }

  @Test("38: a server that hangs is given up, and holds up no other system")
  func hanging() async throws {
    let connector = try FakeConnector()
    let scratch = try ScratchDirectory()
    let server = try scratch.write(
      """
      import os, socket, sys, time
      listener = socket.socket()
      listener.bind(("127.0.0.1", 0))
      listener.listen()
      with open(sys.argv[1] + ".new", "w") as file:
          file.write(str(listener.getsockname()[1]))
      os.rename(sys.argv[1] + ".new", sys.argv[1])
      taken = []
      while True:
          taken.append(listener.accept())
      """, to: "server.py")
    try await GitServer.withProgram(
      "/usr/bin/python3", [server, scratch.file("port")], home: scratch.path
    ) {
      let port = try await GitServer.readPort(scratch, "port")
      let address = "http://127.0.0.1:\(port)/cluster.git"
      var policies = Policies()
      policies.texts["policies/systems/cluster.yaml"] = Cluster.system(at: address)
      policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(connector)
      let repository = try await AccessRepository(policies)
      try await repository.grant(request)
      try await repository.grant(Request("ana", "read", of: "directory", duration: "1h"))
      let run = try await repository.run([
        "--allow-connector", address, "--allow-connector", connector.program,
      ])
      #expect(run.status == 69, "\(run)")
      #expect(run.description.contains("did not answer within 30 seconds"), "\(run)")
      #expect(try await repository.liveGrants().map(\.state).sorted() == ["active", "issuing"])
      #expect(try connector.access() == ["ana.silva readers"])
    }
  }

  @Test("a folder with anything else in it is no answer")
  func foreign() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.write("access/everybody.yaml", "kind: ClusterRoleBinding\n")
    let run = try await cluster.run(repository)
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("no role binding of Countersign's"), "\(run)")
    #expect(try await repository.liveGrants().map(\.state) == ["issuing"])
  }

  @Test("a runner reaches no repository that its owner did not name")
  func notAllowed() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    let run = try await repository.run()
    #expect(run.status == 69, "\(run)")
    #expect(run.description.contains("--allow-connector"), "\(run)")
    #expect(try await cluster.files() == ["README.md"])
  }

  @Test("32: a run is killed at any moment: the next one finishes", arguments: 0..<5)
  func killed(_ part: Int) async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await cluster.run(repository)
    try await repository.grant(request)
    _ = try await runProgram(
      "timeout",
      ["-s", "KILL", "\(0.4 * Double(part + 1) / 5)", AccessRepository.program]
        + repository.runArguments(["--allow-connector", cluster.path]),
      in: repository.sandbox.scratch.path, environment: repository.sandbox.environment())
    let next = try await cluster.run(repository)
    #expect(next.status == 0, "\(next)")
    #expect(try await repository.liveGrants().map(\.state) == ["written"])
    #expect(try await cluster.files().count == 3)
    try await expectRightAudit(repository)
  }

  @Test("31: runs at the same time write one manifest")
  func racing() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await cluster.run(repository)
    try await repository.grant(request)
    let answers = try await withThrowingTaskGroup(of: AccessRepository.Answer.self) { group in
      for _ in 0..<3 { group.addTask { try await cluster.run(repository) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.allSatisfy { [0, 75].contains($0.status) }, "\(answers)")
    #expect(try await cluster.run(repository).status == 0)
    #expect(try await repository.states() == ["written: issued written"])
    #expect(try await cluster.files().count == 3)
  }

  @Test("discover goes by whom the cluster binds, whatever is written beside it")
  func discovered() async throws {
    let cluster = try await Cluster()
    let repository = try await cluster.accessRepository()
    try await repository.grant(request)
    try await cluster.run(repository)
    #expect(try await cluster.discover(repository).status == 0)
    let grant = try #require(try await repository.liveGrants().first)
    let manifest = try await cluster.show("access/\(grant.id).yaml")
    try await cluster.write(
      "access/\(grant.id).yaml", manifest.replacing("oidc:ana.silva", with: "oidc:tom.berg"))
    let found = try await cluster.discover(repository)
    #expect(found.status == 1, "\(found)")
    let rows = found.result.text.split(separator: "\n").prefix(3).map {
      $0.split(separator: " ").prefix(3).joined(separator: " ")
    }
    #expect(
      rows == [
        "FINDING SYSTEM SUBJECT", "missing cluster ana.silva", "standing cluster tom.berg",
      ], "\(found)")
    try await cluster.write(
      "access/\(grant.id).yaml", manifest.replacing("oidc:ana.silva", with: "ana.silva"))
    #expect(
      try await cluster.discover(repository).description.contains(
        "leftover  cluster  User ana.silva"))
  }

  private func expectRightAudit(_ repository: AccessRepository) async throws {
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }
}

/// What of a role binding says who may do what.
private struct Manifest: Decodable, Equatable {
  struct Metadata: Decodable, Equatable {
    let name: String
    let namespace: String
  }
  struct Name: Decodable, Equatable {
    let kind: String
    let name: String
  }
  let kind: String
  let metadata: Metadata
  let roleRef: Name
  let subjects: [Name]
}
