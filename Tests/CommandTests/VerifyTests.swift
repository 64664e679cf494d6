import TestSupport
import Testing

/// `countersign verify` beside git, over a history with every kind of signature.
@Suite struct VerifyTests {
  /// Signers files by what they are about; `{name}` stands for a key.
  static let files: [(name: String, text: String)] = [
    (
      "all",
      """
      ed@x {ed}
      p256@x {p256}
      p384@x {p384}
      p521@x {p521}
      rsa@x {rsa}
      ca@x {ca}
      ann cert-authority {ca}
      """
    ),
    ("nobody", "# nobody\n"),
    (
      "patterns",
      "*@x,!z {ed}\n!a,b* {p256}\n\"with blank,c\" {p384}\n? {rsa}\n* cert-authority {ca}\n"
    ),
    (
      "namespaces",
      """
      a namespaces="file" {ed}
      b namespaces="git,file" {p256}
      c namespaces="!git,*" {p384}
      d namespaces="g?t" {p521}
      e namespaces="file" {rsa}
      e {rsa}
      ann,bob cert-authority,namespaces="git" {ca}
      """
    ),
    (
      "local times",
      """
      a valid-after="20260115120000" {ed}
      a valid-before="20260115120000" {p256}
      a valid-after="20260115130000" {p384}
      a valid-before="202601151100" {p521}
      a valid-after="20260101",valid-before="20260131" {rsa}
      ann cert-authority,valid-before="20260701" {ca}
      """
    ),
    (
      "summer times",
      "a valid-after=\"20260715120000\" {ed}\nann cert-authority,valid-after=\"202607151201\" {ca}\n"
    ),
    (
      "UTC",
      """
      a valid-after="20260715120000Z" {ed}
      b valid-before="20260715125959Z" {ed}
      a valid-before="20260115120000Z" {p256}
      a valid-before="20260115115959Z" {p384}
      ann cert-authority,valid-before="20260715120000Z" {ca}
      """
    ),
    (
      "lines that do not count",
      """
      a no-touch-required {ed}
      b {ed}
      c
      d ssh-ed25519 AAAA
      e {p256} a comment
      \tf\t{p384}\r
      g {stranger}
      """
    ),
  ]

  private func lists(_ history: VerifyHistory, _ text: String) throws -> String {
    var text = text
    for (name, line) in history.lines { text = text.replacing("{\(name)}", with: line) }
    return try history.sandbox.scratch.write(
      text + "\n", to: "list-\(UInt64.random(in: 0 ... .max))")
  }

  @Test func verdictsAreThoseOfGit() async throws {
    let history = try await VerifyHistory()
    var letters: Set<String> = []
    for file in Self.files {
      let signers = try lists(history, file.text)
      let zones =
        file.text.contains("valid-") ? ["UTC", "Europe/Berlin", "America/New_York"] : ["UTC"]
      for zone in zones {
        let expected = try await history.git(signers: signers, zone: zone)
        letters.formUnion(expected.map { String($0.split(separator: " ")[1]) })
        #expect(
          try await history.countersign(signers: signers, zone: zone) == expected,
          "\(file.name) in \(zone)")
      }
    }
    #expect(letters == ["G", "U", "B", "N"])
  }

  @Test func revokedKeysAreThoseOfGit() async throws {
    let history = try await VerifyHistory()
    let signers = try lists(history, Self.files[0].text)
    let ca = history.sandbox.scratch.file("key-ca.pub")
    for specification in [
      "{ed}", "{ed}\n# note\n\n{rsa}", "{ca}", "{stranger}", "krl:serial: 7", "krl:serial: 8-9",
      "krl:id: badge of ann", "krl:{ed}\nsha1: {p256}\nsha256: {p384}",
    ] {
      var revoked = try lists(history, specification.replacing("krl:", with: ""))
      if specification.hasPrefix("krl:") {
        let list = revoked
        revoked += ".krl"
        try await mustRun("ssh-keygen", ["-q", "-k", "-s", ca, "-f", revoked, list])
      }
      let expected = try await history.git(signers: signers, revoked: revoked)
      #expect(
        try await history.countersign(signers: signers, revoked: revoked) == expected,
        "\(specification)")
    }
  }

  /// The files that git's own settings name are taken where no other is.
  @Test func settingsOfGitAreHeeded() async throws {
    let history = try await VerifyHistory()
    let signers = try lists(history, Self.files[0].text)
    let revoked = try lists(history, "{ed}")
    let named = try await history.countersign(signers: signers, revoked: revoked)
    try await history.sandbox.git("config", "gpg.ssh.allowedSignersFile", signers)
    try await history.sandbox.git("config", "gpg.ssh.revocationFile", revoked)
    let result = try await runProgram(
      AccessRepository.program, ["verify", "--all-commits", "--format", "json"],
      in: history.sandbox.path, environment: history.sandbox.environment())
    #expect(result.status == 1)
    #expect(result.text.split(separator: "\n").count == named.count)
    #expect(result.text.contains("revoked-key") && result.text.contains("\"good\""))
  }

  /// However many judge at once, the answer is the same, in the same order.
  @Test func jobsDoNotChangeTheAnswer() async throws {
    let history = try await VerifyHistory()
    let signers = try lists(history, Self.files[0].text)
    let one = try await history.countersign(signers: signers, ["--all-commits", "--jobs", "1"])
    for jobs in ["2", "3", "16"] {
      #expect(
        try await history.countersign(signers: signers, ["--all-commits", "--jobs", jobs]) == one)
    }
  }

  /// Security keys sign with and without a touch; neither git nor `verify` looks at that, and a signers file
  /// cannot ask for it.
  @Test(arguments: SoftwareKey.securityKeys(), [0x00, 0x01, 0x05])
  func securityKeysAreJudgedAsByGit(key: SoftwareKey, flags: UInt8) async throws {
    let sandbox = try await GitSandbox(bare: true)
    let unsigned = try await sandbox.commit(files: ["a": "b"])
    let payload = Array((try await sandbox.git("cat-file", "commit", unsigned) + "\n").utf8)
    let block = String(
      decoding: try key.sign(payload, flags: flags).armored.dropLast(), as: UTF8.self)
    let signed = String(decoding: payload, as: UTF8.self).replacing(
      "\n\n", with: "\ngpgsig \(block.replacing("\n", with: "\n "))\n\n", maxReplacements: 1)
    let commit = try await sandbox.writeObject(Array(signed.utf8), as: "commit")
    try await sandbox.point("refs/heads/main", at: commit)
    let line = String(decoding: try key.authorizedKey, as: UTF8.self)
    for (options, letter, verdict) in [
      ("", "G", "good"), ("namespaces=\"git\" ", "G", "good"),
      ("no-touch-required ", "U", "unknown-key"), ("verify-required ", "U", "unknown-key"),
    ] {
      let file = try sandbox.scratch.write("a \(options)\(line)", to: "signers")
      let git = try await gitThatVerifies(
        ["-c", "gpg.ssh.allowedSignersFile=\(file)", "log", "-1", "--format=%G?"],
        in: sandbox.path, environment: sandbox.environment())
      #expect(git.text == letter, "\(options)")
      let own = try await runProgram(
        AccessRepository.program,
        ["verify", "--all-commits", "--format", "json", "--signers", file], in: sandbox.path,
        environment: sandbox.environment())
      #expect(own.text.contains("\"verdict\":\"\(verdict)\""), "\(options): \(own.text)")
      #expect(own.errorText.contains("\(file):1: ") == (verdict != "good"), "\(own.errorText)")
    }
  }

  @Test func wrongUsageIsSaid() async throws {
    let sandbox = try await GitSandbox()
    let commit = try await sandbox.commit(files: ["a": "b"])
    try await sandbox.point("refs/heads/main", at: commit)
    let bad = try sandbox.scratch.write("nonsense\n", to: "bad")
    for (arguments, status) in [
      (["nosuch"], 64), (["main..nosuch"], 64), (["--jobs", "0"], 64),
      (["--merges", "--all-commits"], 64),
      (["--signers", "/nonexistent"], 65), (["--revoked", "/nonexistent"], 65),
      (["--revoked", bad], 65),
      (["--repository", "/nonexistent"], 74), ([], 0), (["--all-commits"], 1), (["main..main"], 0),
      (["--all-commits", "^main"], 0), (["--all"], 0),
    ] {
      let result = try await runProgram(
        AccessRepository.program, ["verify"] + arguments, in: sandbox.path,
        environment: sandbox.environment())
      #expect(result.status == status, "\(arguments): \(result.errorText)")
      #expect(status < 64 || (result.output.isEmpty && !result.errors.isEmpty), "\(arguments)")
    }
  }
}
