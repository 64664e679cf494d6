import FoundationEssentials
import Model
import TestSupport
import Testing

/// People who are told of events by e-mail, through a real server or a `sendmail`.
@Suite struct MailTests {
  private func repository(to: String = "access@example.net, dba@example.net") async throws
    -> AccessRepository
  {
    var policies = Policies()
    policies.texts["policies/notifications.yaml"] = """
      webhooks:
        - name: people
          target: mail
          to: [\(to)]
          events: [issued, refused, expired]

      """
    return try await AccessRepository(policies)
  }

  private func run(
    _ repository: AccessRepository, _ environment: [String: String], at now: Instant = .drill()
  ) async throws -> Answer {
    try await repository.countersign(
      repository.runArguments(at: now, first: now == .drill()),
      environment: ["COUNTERSIGN_MAIL_FROM": "countersign@example.net"].merging(environment) { $1 })
  }

  /// What a message says in its body.
  private func body(_ message: String) throws -> String {
    let parts = message.replacing("\r\n", with: "\n").split(separator: "\n\n", maxSplits: 1)
    let encoded = try #require(parts.last).filter { !$0.isWhitespace }
    return String(decoding: try #require(Data(base64Encoded: String(encoded))), as: UTF8.self)
  }

  @Test("through sendmail: strangers' text is in the body alone, and each event is told once")
  func sendmail() async throws {
    let scratch = try ScratchDirectory()
    let program = try scratch.write(
      "#!/bin/sh\necho \"$@\" >> \(scratch.path)/arguments\nexec cat >> \(scratch.path)/mail\n",
      to: "sendmail", mode: 0o755)
    let repository = try await repository()
    var request = Request("ana-long", duration: "9h")
    request.reason = "x\\r\\nBcc: evil@example.org\\n\\n.\\n"
    request.ticket = "OPS-1\nBcc: evil@example.org"
    try await repository.grant(Request("ana-invoices"))
    try await repository.grant(request)
    let first = try await run(repository, ["COUNTERSIGN_SENDMAIL": program])
    #expect(first.status == 0 && !first.description.contains("was not told"), "\(first)")
    let mail = String(decoding: try scratch.read("mail"), as: UTF8.self)
    let head = try #require(mail.split(separator: "\n\n").first)
    #expect(
      head.split(separator: "\n").map { $0.prefix { $0 != ":" } } == [
        "From", "To", " dba@example.net", "Subject", "Date", "Auto-Submitted", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
      ], "\(mail)")
    #expect(head.contains("Subject: Countersign drill: 2 events"), "\(mail)")
    #expect(head.contains("Date: Sat, 21 Nov 2026 12:00:00 +0000"), "\(mail)")
    let text = try body(mail)
    #expect(text.contains("issued ana.silva on billing-db/read-only"), "\(text)")
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("Bcc") }, "\(text)")
    #expect(
      String(decoding: try scratch.read("arguments"), as: UTF8.self)
        == "-i -f countersign@example.net -- access@example.net dba@example.net\n")
    #expect(
      try await run(repository, ["COUNTERSIGN_SENDMAIL": program], at: .drill(.minutes(1))).status
        == 0)
    #expect(String(decoding: try scratch.read("mail"), as: UTF8.self) == mail)
  }

  @Test("what the runner lacks, and a relay that fails, is a warning and never a failed run")
  func failing() async throws {
    for (environment, why) in [
      ([:], "one of COUNTERSIGN_SENDMAIL and COUNTERSIGN_SMTP"),
      (["COUNTERSIGN_MAIL_FROM": "x\nBcc: y@z"], "holds no e-mail address"),
      (["COUNTERSIGN_SENDMAIL": "sendmail"], "no absolute path"),
      (["COUNTERSIGN_SENDMAIL": "/bin/false"], "sendmail ended with status 1"),
      (["COUNTERSIGN_SMTP": "http://127.0.0.1:1"], "holds no address such as smtp://"),
      (["COUNTERSIGN_SMTP": "smtp://u:p@127.0.0.1:1"], "holds no address such as smtp://"),
      (["COUNTERSIGN_SMTP": "smtp://127.0.0.1:1"], "nobody listens there"),
    ] as [([String: String], String)] {
      let repository = try await repository()
      try await repository.grant(Request("ana-invoices"))
      let run = try await run(repository, environment)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.description.contains("people was not told: ") && run.description.contains(why), "\(run)"
      )
    }
  }

  @Test(
    "through a relay: in the clear on this machine alone, and with a password only where it proves who it is",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "\(TestTools.folder)/aiosmtpd")))
  func relay() async throws {
    let scratch = try ScratchDirectory()
    try await mustRun(
      "openssl",
      [
        "req", "-x509", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-subj", "/CN=Test relay", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", scratch.file("key.pem"), "-out", scratch.file("ca.pem"),
      ])
    let script = try scratch.write(Self.server, to: "server.py")
    try scratch.write(
      "machine 127.0.0.1 login countersign password s3cret-of-the-relay\n", to: "netrc", mode: 0o600
    )
    try await GitServer.withProgram(
      "\(TestTools.folder)/python3", [script, scratch.path], home: scratch.path
    ) {
      let plain = "smtp://127.0.0.1:\(try await GitServer.readPort(scratch, "plain"))"
      let secure = "smtp://127.0.0.1:\(try await GitServer.readPort(scratch, "secure"))"
      let netrc = scratch.file("netrc")
      for (environment, why) in [
        (["COUNTERSIGN_SMTP": plain], nil),
        // A password goes to nobody who does not encrypt, or cannot prove who it is; and the near twin.
        (["COUNTERSIGN_SMTP": plain, "COUNTERSIGN_SMTP_NETRC": netrc], "does not encrypt"),
        (["COUNTERSIGN_SMTP": secure, "COUNTERSIGN_SMTP_NETRC": netrc], "TLS"),
        (
          [
            "COUNTERSIGN_SMTP": secure, "COUNTERSIGN_SMTP_NETRC": netrc,
            "SSL_CERT_FILE": scratch.file("ca.pem"),
          ], nil
        ),
      ] as [([String: String], String?)] {
        try scratch.write("", to: "mail")
        let repository = try await repository()
        try await repository.grant(Request("ana-invoices"))
        let run = try await run(repository, environment)
        #expect(run.status == 0, "\(run)")
        #expect(!run.description.contains("s3cret"), "\(run)")
        let mail = String(decoding: try scratch.read("mail"), as: UTF8.self)
        guard let why else {
          #expect(!run.description.contains("was not told"), "\(run)")
          #expect(
            mail.hasPrefix("countersign@example.net access@example.net,dba@example.net\n"),
            "\(mail)"
          )
          #expect(try body(mail).contains("issued ana.silva on billing-db/read-only"), "\(mail)")
          continue
        }
        #expect(run.description.contains(why), "\(run)")
        #expect(mail.isEmpty)
      }
    }
  }

  private static let server = """
    import os, ssl, sys, time
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    folder = sys.argv[1]

    class Kept:
        async def handle_DATA(self, server, session, envelope):
            with open(folder + "/mail", "a") as file:
                file.write(envelope.mail_from + " " + ",".join(envelope.rcpt_tos) + "\\n")
                file.write(envelope.content.decode())
            return "250 kept"

    def known(server, session, envelope, mechanism, data):
        return AuthResult(success=data.login == b"countersign"
            and data.password == b"s3cret-of-the-relay")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/ca.pem", folder + "/key.pem")
    plain = Controller(Kept(), hostname="127.0.0.1", port=0)
    secure = Controller(Kept(), hostname="127.0.0.1", port=0, tls_context=context,
        require_starttls=True, authenticator=known, auth_required=True)
    import socket
    for name, controller in (("plain", plain), ("secure", secure)):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            controller.port = free.getsockname()[1]
        controller.start()
        with open(folder + "/" + name + ".new", "w") as file:
            file.write(str(controller.port))
        os.rename(folder + "/" + name + ".new", folder + "/" + name)
    while True:
        time.sleep(60)
    """
}
