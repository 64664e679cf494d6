import FoundationEssentials
import Model
import TestSupport
import Testing

/// A real service that speaks SCIM, and grants that are memberships of its groups.
@Suite(.scimServer, .enabled(if: SCIMServer.isInstalled, "Scripts/test-tools has not been run"))
struct SCIMTests {
  private let request = Request("ana", "read", of: "people", duration: "1h")

  @Test("a window is a membership, from its start to its end, and others are left alone")
  func membership() async throws {
    let target = try await SCIMTarget()
    let ben = try await SCIMTarget.user("somebody", target.tenant, target.server)
    try await target.add(ben, to: target.readers)
    let repository = try await target.repository()
    try await repository.grant(request)
    let begun = try await repository.run(target)
    #expect(begun.status == 0, "\(begun)")
    #expect(try await target.members(target.readers) == [target.ana, ben].sorted())
    let grant = try #require(try await repository.liveGrants().first)
    #expect(grant.state == "active")
    let shown = try await repository.countersign([
      "grants", "--format", "json", "--repository", repository.sandbox.path, "--anchor",
      repository.anchor,
    ])
    #expect(shown.description.contains(target.ana) && shown.description.contains(target.readers))
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members(target.readers) == [ben])
    #expect(try await repository.states() == ["expired: issued activated expiring expired"])
    #expect(try target.calls() == ["PATCH", "PATCH"])
    try await repository.expectRightAudit()
  }

  @Test("over TLS, with a token that stands in no argument, no output and no ledger")
  func token() async throws {
    let target = try await SCIMTarget(secure: true)
    let repository = try await target.repository()
    try await repository.grant(request)
    var stranger = target.environment
    stranger["SSL_CERT_FILE"] = "/dev/null"
    let refused = try await repository.run(environment: stranger)
    #expect(refused.status == 69 && refused.description.contains("TLS"), "\(refused)")
    let run = try await repository.run(target)
    #expect(run.status == 0, "\(run)")
    #expect(try await target.members(target.readers) == [target.ana])

    try target.behave(.echoes)
    let echoed = try await repository.run(target, at: .drill(.hours(1)))
    #expect(echoed.status == 69 && echoed.description.contains("status 500"), "\(echoed)")
    #expect(!echoed.description.contains("s3cret"), "\(echoed)")
    try target.behave(TargetBehaviour.good)
    try target.scratch.write("\(target.address) wr0ng\n", to: "tokens", mode: 0o600)
    let wrong = try await repository.run(target, at: .drill(.hours(1)))
    #expect(
      wrong.status == 69 && wrong.description.contains("does not take the runner's token (401)"),
      "\(wrong)")
    #expect(!wrong.description.contains("wr0ng"), "\(wrong)")
    #expect(try await target.members(target.readers) == [target.ana])
  }

  @Test("a token is for one address, and no service is asked that the runner did not agree to")
  func addresses() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    for (change, why) in [
      (["COUNTERSIGN_ALLOW_CONNECTOR": "\(target.address)/"], "may not be used here"),
      (["COUNTERSIGN_CONNECTOR_SCIM_TOKENS_FILE": ""], "SCIM_TOKENS_FILE"),
      (["COUNTERSIGN_CONNECTOR_SCIM_TOKENS_FILE": "/nowhere"], "finds no file"),
    ] {
      let run = try await repository.run(
        environment: target.environment.merging(change) { $1 })
      #expect(run.status == 69 && run.description.contains(why), "\(run)")
    }
    for (tokens, why) in [
      ("https://other.example.net/v2 abc\n", "has no token for"),
      ("\(target.address) a\n\(target.address) b\n", "more than one token"),
      ("\n\(target.address) s3cret\"x\n", "line 2 must be"),
      ("\(target.address)\n", "line 1 must be"),
    ] {
      try target.scratch.write(tokens, to: "tokens", mode: 0o600)
      let run = try await repository.run(target)
      #expect(run.status == 69 && run.description.contains(why), "\(tokens): \(run)")
      #expect(!run.description.contains("s3cret"))
    }
    #expect(try target.calls().isEmpty)
  }

  @Test("no redirect is followed, what is busy is asked again, and pages are read to their end")
  func answers() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try target.behave(.redirects)
    let sent = try await repository.run(target)
    #expect(sent.status == 69 && sent.description.contains("no redirect is followed"), "\(sent)")
    try target.behave(.tooMany)
    #expect(try await repository.run(target).status == 0)
    #expect(try await target.members(target.readers) == [target.ana])
    // All users and groups, one by one, of which none was asked for.
    try target.behave(.onePerPage)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members(target.readers).isEmpty)
  }

  @Test(
    "a service that takes no filter in a change is told who stays, as long as nobody else changes the group",
    arguments: [SCIMTarget.Quirk.noFilter, .ignoresFilter, .noFilterNoVersion])
  func withoutFilter(_ quirk: SCIMTarget.Quirk) async throws {
    let target = try await SCIMTarget()
    let other = try await SCIMTarget.user("somebody", target.tenant, target.server)
    try await target.add(other, to: target.readers)
    let repository = try await target.repository()
    try await repository.grant(request)
    try target.behave(quirk)
    #expect(try await repository.run(target).status == 0)
    let ended = try await repository.run(target, at: .drill(.hours(1)))
    guard quirk != .noFilterNoVersion else {
      #expect(ended.status == 69 && ended.description.contains("gives its groups no version"))
      #expect(try await target.members(target.readers) == [target.ana, other].sorted())
      return
    }
    #expect(ended.status == 0, "\(ended)")
    #expect(try await target.members(target.readers) == [other])
  }

  @Test("35: the end of one grant does not take away what another still gives")
  func overlapping() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.grant(request)
    try await repository.grant(Request("ana-longer", "read", of: "people", duration: "2h"))
    #expect(try await repository.run(target).status == 0)
    #expect(try await repository.run(target, at: .drill(.minutes(90))).status == 0)
    #expect(try await target.members(target.readers) == [target.ana])
    #expect(try await repository.run(target, at: .drill(.minutes(121))).status == 0)
    #expect(try await target.members(target.readers).isEmpty)
    try await repository.expectRightAudit()
  }

  @Test("who is not there, and what is there twice, is said by name; the other grant is given")
  func missing() async throws {
    let target = try await SCIMTarget()
    _ = try await SCIMTarget.group("twice", target.tenant, target.server)
    _ = try await SCIMTarget.group("twice", target.tenant, target.server)
    for (group, why) in [("nobodys", "has no group `nobodys`"), ("twice", "2 groups called")] {
      let repository = try await AccessRepository.withSystem(target.system(read: group))
      try await repository.grant(request)
      try await repository.grant(Request("ana-writes", "write", of: "people", duration: "1h"))
      let run = try await repository.run(target)
      #expect(run.status == 69 && run.description.contains(why), "\(run)")
      try await target.change(
        "/Groups/\(target.writers)", #"{"op":"remove","path":"members"}"#)
    }
    try await target.server.ask(target.tenant, "DELETE", "/Users/\(target.ana)")
    let repository = try await target.repository()
    try await repository.grant(request)
    let run = try await repository.run(target)
    #expect(
      run.status == 69 && run.description.contains("no user `ana.silva@Corp.example`"), "\(run)")
  }

  @Test(
    "discover names people by their ids, whatever letters their names have, and drill ends in time")
  func discovery() async throws {
    let target = try await SCIMTarget()
    let repository = try await target.repository()
    try await repository.run(target)
    let stranger = try await SCIMTarget.user("Ben Cole", target.tenant, target.server)
    try await target.change(
      "/Users/\(target.ana)",
      #"{"op":"replace","path":"userName","value":"ANA.silva@corp.EXAMPLE"}"#)
    try await target.add(stranger, to: target.readers)
    try await target.add(target.ana, to: target.writers)
    let found = try await repository.discover(target)
    #expect(found.status == 1, "\(found)")
    #expect(found.description.contains("standing  people  ana.silva"), "\(found)")
    #expect(found.description.contains("leftover  people  user:Ben Cole@corp.example"), "\(found)")
    let drill = try await repository.countersign(
      [
        "drill", "people/read", "--subject", "drill", "--repository", repository.sandbox.path,
        "--anchor", repository.anchor,
      ], environment: target.environment)
    #expect(drill.status == 0 && drill.description.contains("(scim): revoked within"), "\(drill)")
    #expect(try await target.members(target.readers) == [stranger])
  }

  @Test("the fixture is a server that the conformance tester of PyPI takes")
  func conformance() async throws {
    let server = try #require(SCIMServer.current)
    let script = try server.scratch.write(
      """
      import sys
      from httpx2 import Client
      from scim2_client.engines.httpx2 import SyncSCIMClient
      from scim2_tester import Status, check_server
      client = SyncSCIMClient(Client(
          base_url=sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]}))
      client.discover()
      results = list(check_server(client))
      for result in results:
          if result.status not in (Status.SUCCESS, Status.SKIPPED):
              print(result.status, result.title, result.reason)
      print(len(results) > 10)
      """, to: "conformance.py")
    let answer = try await mustRun(
      "\(TestTools.folder)/python3",
      [script, server.address("conformance"), SCIMServer.token])
    #expect(answer.text.split(separator: "\n") == ["True"], "\(answer.text)")
  }
}
