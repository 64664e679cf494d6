import FoundationEssentials
import Model
import TestSupport
import Testing

/// The shipped example for AWS IAM, through the `aws` program, against moto's server.
@Suite struct AWSIAMTests {
  @Test("it keeps to the protocol")
  func conformance() async throws {
    try await withAccount { account in
      try await account.aws("create-user", "--user-name=drill")
      let answer = try await account.countersign([
        "connector", "test", "--subject", "drill", "--target", "readers", "--", Account.connector,
      ])
      #expect(answer.status == 0, "\(answer.text) \(answer.errorText)")
      #expect(answer.text.hasSuffix("all passed"), "\(answer.text)")
    }
  }

  @Test("a window is membership in the group, from its start to its end")
  func window() async throws {
    try await withAccount { account in
      var policies = Policies()
      policies.texts["policies/systems/aws.yaml"] = """
        description: The billing account
        owner: group:dba
        plane: cloud-admin
        entitlements:
          read:
            risk: low
            eligible: [class:contractor]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 8h
        connector: {type: exec, command: [\(Account.connector)], targets: {read: readers}}

        """
      let repository = try await AccessRepository(policies)
      let environment = account.environment(prefix: "COUNTERSIGN_CONNECTOR_")
        .merging(["PATH": account.path]) { $1 }
      func run(at now: Instant = .drill()) async throws -> AccessRepository.Answer {
        try await repository.countersign(
          try repository.runArguments(
            at: now, first: now == .drill(), ["--allow-connector", Account.connector]),
          environment: environment)
      }
      try await repository.grant(Request("ana", "read", of: "aws", duration: "1h"))
      // IAM has no such user yet.
      let failed = try await run()
      #expect(failed.status == 69, "\(failed)")
      #expect(failed.description.contains("NoSuchEntity"), "\(failed)")
      try await account.aws("create-user", "--user-name=ana.silva")
      let begun = try await run(at: .drill(.minutes(1)))
      #expect(begun.status == 0, "\(begun)")
      #expect(try await account.members() == ["ana.silva"])
      let ended = try await run(at: .drill(.hours(2)))
      #expect(ended.status == 0, "\(ended)")
      #expect(try await account.members().isEmpty)
      #expect(
        try await repository.states() == ["expired: issued activated expiring expired"])
    }
  }

  @Test("what it cannot ask for is no empty answer")
  func unknownGroup() async throws {
    try await withAccount { account in
      let list = #"{"protocol": 1, "operation": "list", "targets": ["readers", "writers"]}"#
      let answer = try await account.ask(list)
      #expect(answer.status != 0)
      #expect(answer.text.isEmpty, "\(answer.text)")
      for nonsense in ["", "{}", "{\"protocol\": 2, \"operation\": \"describe\"}", list + list] {
        let answer = try await account.ask(nonsense)
        #expect(answer.status == 65, "\(nonsense): \(answer.text)")
      }
    }
  }

  private func withAccount(
    _ body: @escaping @Sendable (Account) async throws -> Void
  ) async throws {
    let scratch = try ScratchDirectory()
    let server = try scratch.write(
      """
      import sys
      from moto.server import DomainDispatcherApplication, create_backend_app
      from werkzeug.serving import make_server

      app = DomainDispatcherApplication(create_backend_app)
      server = make_server("127.0.0.1", 0, app, threaded=True)
      with open(sys.argv[1] + ".new", "w") as file:
          file.write(str(server.server_port))
      import os
      os.rename(sys.argv[1] + ".new", sys.argv[1])
      server.serve_forever()
      """, to: "server.py")
    try await GitServer.withProgram(
      "\(TestTools.folder)/python3", [server, scratch.file("port")], home: scratch.path
    ) {
      let port = try await GitServer.readPort(scratch, "port")
      let account = Account(scratch: scratch, port: port)
      try await account.aws("create-group", "--group-name=readers")
      try await body(account)
    }
  }
}

/// An account of AWS that is none.
private struct Account: Sendable {
  static let connector = "\(TestTools.project)/Examples/aws-iam/countersign-aws-iam"

  let scratch: ScratchDirectory
  let port: Int

  var path: String { "\(TestTools.folder):/usr/local/bin:/usr/bin:/bin" }

  func environment(prefix: String = "") -> [String: String] {
    [
      "\(prefix)AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)",
      "\(prefix)AWS_ACCESS_KEY_ID": "test", "\(prefix)AWS_SECRET_ACCESS_KEY": "test",
      "\(prefix)AWS_DEFAULT_REGION": "eu-central-1",
    ]
  }

  private var whole: [String: String] {
    environment().merging(["PATH": path, "HOME": scratch.path]) { $1 }
  }

  @discardableResult
  func aws(_ words: String...) async throws -> String {
    try await mustRun("\(TestTools.folder)/aws", ["iam"] + words, environment: whole).text
  }

  func members() async throws -> [String] {
    try await aws(
      "get-group", "--group-name=readers", "--query=Users[].UserName", "--output=text"
    ).split(whereSeparator: \.isWhitespace).map { String($0) }
  }

  func ask(_ question: String) async throws -> ProgramResult {
    try await runProgram(Self.connector, environment: whole, input: Array(question.utf8))
  }

  func countersign(_ words: [String]) async throws -> ProgramResult {
    try await runProgram(
      AccessRepository.program, words,
      environment: environment(prefix: "COUNTERSIGN_CONNECTOR_").merging([
        "PATH": path, "HOME": scratch.path,
      ]) { $1 })
  }
}
