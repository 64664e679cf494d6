import FoundationEssentials
import Model
import TestSupport
import Testing

/// Channels that are told of events, once the ledger has them.
@Suite struct NotificationTests {
  private struct Message: Decodable {
    let text: String
  }

  private func repository(
    target: String = "slack", events: String = "issued, refused, revoked, expired"
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/notifications.yaml"] = """
      webhooks:
        - name: access
          url_from: COUNTERSIGN_WEBHOOK_ACCESS
          target: \(target)
          events: [\(events)]

      """
    return try await AccessRepository(policies)
  }

  private func run(
    _ repository: AccessRepository, _ url: String?, at now: Instant = .drill(), first: Bool = false,
    _ more: [String] = []
  ) async throws -> Answer {
    try await repository.countersign(
      repository.runArguments(at: now, first: first, more),
      environment: url.map { ["COUNTERSIGN_WEBHOOK_ACCESS": $0] } ?? [:])
  }

  private func texts(_ server: AnswerServer) throws -> [String] {
    try server.requests().map {
      try JSONDecoder().decode(Message.self, from: Data($0.body.utf8)).text
    }
  }

  @Test("each event is told once, in one message a run, and nothing else is")
  func events() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository()
      let url = "\(server.url)/hook/s3cret"
      try server.answer("/hook/s3cret", "ok")
      try await repository.grant(Request("ana-invoices"))
      var refused = Request("ana-long", duration: "9h")
      refused.reason = "x"
      try await repository.grant(refused)
      // A dry run tells nobody.
      try expect(try await run(repository, url, first: true, ["--dry-run"]), exits: 0)
      #expect(try server.requests().isEmpty)

      try expect(try await run(repository, url, first: true), exits: 0)
      let first = try texts(server)
      #expect(first.count == 1)
      #expect(first[0].contains("issued `ana.silva on billing-db/read-only"), "\(first)")
      #expect(first[0].contains("refused `requests/billing-db/ana-long.yaml"))
      #expect(first[0].contains("– `duration-too-long: "))
      #expect(first[0].hasPrefix("This is a drill."))
      try expect(try await run(repository, url, at: .drill(.minutes(1))), exits: 0)
      #expect(try server.requests().count == 1)

      try expect(try await run(repository, url, at: .drill(.hours(9))), exits: 0)
      let last = try texts(server)
      #expect(last.count == 2 && last[1].contains("expired `ana.silva"), "\(last)")
      #expect(try server.requests().allSatisfy { $0.method == "POST" })
    }
  }

  @Test(
    "a stranger's text is text to each target", arguments: ["slack", "mattermost"])
  func hostile(target: String) async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(target: target)
      try server.answer("/hook", "ok")
      var request = Request("ana-hostile")
      request.ticket = "'`@channel <!everyone> [x](https://evil.example) & *b*'"
      try await repository.grant(request)
      try expect(try await run(repository, "\(server.url)/hook", first: true), exits: 0)
      let text = try #require(try texts(server).first)
      // Everything of it stands between the backquotes of one line.
      let line = try #require(text.split(separator: "\n").first { $0.contains("@channel") })
      #expect(line.hasPrefix("– `ticket-missing: ") && line.hasSuffix("`"))
      #expect(line.count { $0 == "`" } == 2)
      if target == "mattermost" {
        #expect(line.contains("<!everyone>"))
      } else {
        #expect(line.contains("&lt;!everyone&gt;") && line.contains("&amp;"))
      }
    }
  }

  @Test("a channel that cannot be reached is a warning, and the address stays secret")
  func unreachable() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      for (url, says, requests) in [
        (nil, "COUNTERSIGN_WEBHOOK_ACCESS is not set", 0),
        ("ftp://s3cret.example/hook", "https://", 0),
        ("http://hooks.example/s3cret", "https://", 0),
        ("\(server.url)/s3cret-404", "status 404", 1),
        ("\(server.url)/s3cret-503", "status 503, 3 times", 4),
        ("http://127.0.0.1:1/s3cret", "nobody listens there, 3 times", 4),
      ] as [(String?, String, Int)] {
        let repository = try await repository()
        try server.answer("/s3cret-503", "busy", status: 503)
        try await repository.grant(Request("ana-invoices"))
        let answer = try await run(repository, url, first: true)
        try expect(answer, exits: 0)
        #expect(answer.result.errorText.contains(says), "\(says): \(answer)")
        #expect(!answer.description.contains("s3cret"))
        #expect(try answer.decoded(RunAnswer.self).events == ["issued"])
        #expect(try server.requests().count == requests)
      }
    }
  }

  private struct Card: Decodable {
    struct Attachment: Decodable {
      struct Content: Decodable {
        struct Block: Decodable {
          struct Run: Decodable {
            let type: String
            let text: String
          }
          let type: String
          let inlines: [Run]
        }
        let type: String
        let body: [Block]
      }
      let contentType: String
      let content: Content
    }
    let type: String
    let attachments: [Attachment]
  }

  @Test("Teams gets an adaptive card, in which a stranger's text is text")
  func teams() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(target: "teams")
      try server.answer("/hook", "ok", status: 202)
      var request = Request("ana-hostile")
      request.ticket = "'`<at>everyone</at> [x](https://evil.example) *b*'"
      try await repository.grant(request)
      try expect(try await run(repository, "\(server.url)/hook", first: true), exits: 0)
      let message = try #require(try server.requests().first)
      let card = try JSONDecoder().decode(Card.self, from: Data(message.body.utf8))
      let attachment = try #require(card.attachments.first)
      #expect(card.type == "message" && attachment.content.type == "AdaptiveCard")
      #expect(attachment.contentType == "application/vnd.microsoft.card.adaptive")
      // Runs know no markup; nothing else holds text.
      let runs = attachment.content.body.flatMap(\.inlines)
      #expect(attachment.content.body.allSatisfy { $0.type == "RichTextBlock" })
      #expect(runs.allSatisfy { $0.type == "TextRun" })
      #expect(runs.contains { $0.text.contains("[x](https://evil.example)") }, "\(runs)")
    }
  }

  @Test("a signed message proves who sent it and when")
  func signed() async throws {
    try await AnswerServer.run(scratch: try ScratchDirectory()) { server in
      let repository = try await repository(target: "signed")
      try server.answer("/hook", "ok")
      try await repository.grant(Request("ana-invoices"))
      let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      func run(_ secret: String?, first: Bool, at now: Instant) async throws -> Answer {
        var environment = ["COUNTERSIGN_WEBHOOK_ACCESS": "\(server.url)/hook"]
        environment["COUNTERSIGN_WEBHOOK_ACCESS_SECRET"] = secret
        return try await repository.countersign(
          repository.runArguments(at: now, first: first), environment: environment)
      }
      try expect(try await run(secret, first: true, at: .drill()), exits: 0)
      let message = try #require(try server.requests().first)
      let (id, time) = (
        message.headers["webhook-id"] ?? "", message.headers["webhook-timestamp"] ?? ""
      )
      let check = try await runProgram(
        "python3",
        [
          "-c",
          """
          import base64, hashlib, hmac, sys
          key = base64.b64decode(sys.argv[1][6:])
          text = sys.stdin.buffer.read()
          print("v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode())
          """, secret,
        ], input: Array("\(id).\(time).\(message.body)".utf8))
      #expect(
        message.headers["webhook-signature"]
          == check.text.split(separator: "\n").first.map(String.init))
      #expect(time == "\(Instant.drill().seconds)" && id.hasPrefix("msg_"))
      // Without a key nothing is sent.
      let without = try await run(nil, first: false, at: .drill(.hours(9)))
      try expect(without, exits: 0)
      #expect(without.result.errorText.contains("_SECRET does not hold"), "\(without)")
      #expect(try server.requests().count == 1)
    }
  }
}
