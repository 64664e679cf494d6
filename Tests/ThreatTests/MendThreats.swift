import Model
import TestSupport
import Testing

/// Mends of what an attack or an accident leaves behind, followed as they are printed.
@Suite struct MendThreats {
  @Test(
    "57: a landing that is too large is taken back as printed, and what was meant lands at a new path",
    arguments: [true, false])
  func tooLarge(_ canBeCheckedOut: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    let tip = try await repository.tip()
    let request = Request("meant")
    let draft = try await repository.commit([request.file], on: tip)
    let landing =
      canBeCheckedOut
      ? try await repository.commit(
        (0..<12_001).map { .file("requests/billing-db/r\($0).yaml", "subject: ana.silva\n") },
        by: .ana)
      : try await repository.bomb(at: "docs", on: draft, parent: tip)
    try await repository.land(landing)
    let answer = try await run(repository, naming: .tooLarge)
    let hint = try #require(
      answer.description.firstMatch(
        of:
          /git revert ([0-9a-f]+) for a plain commit; where git cannot check it out, and nothing has landed since: (git push origin \$\(git commit-tree -m Revert -p [0-9a-f]+ [0-9a-f]+\^\{tree\}\):<mainline>)\./
      )?.output)
    let clone = try await repository.clone("person", canBeCheckedOut ? [] : ["--no-checkout"])
    let command: String =
      canBeCheckedOut
      ? "git revert --no-edit \(hint.1) && git push -q origin HEAD:main"
      : String(hint.2).replacing("<mainline>", with: "main")
    let done = try await runProgram(
      "sh", ["-ec", command], in: clone,
      environment: repository.sandbox.environment(Person.ben.git))
    #expect(done.status == 0, "\(done.errorText)")
    try await run(repository)
    let anew = Request("meant-anew")
    try await repository.grant(anew)
    try await run(repository)
    try await expectAccess(anew.path, in: repository)
  }
}

extension OpenPGPThreats {
  @Test("11: a key that has expired is extended, as printed, and its certificate lands")
  func extendedKey() async throws {
    let gnupg = try GnuPG()
    let key = try await gnupg.makeKey(
      "priya", "ed25519", expire: "20261121T000000", at: "20260101T000000")
    let repository = try await repository(try await gnupg.export([key]))
    let request = try await land(
      "ana-invoices", in: repository, with: key, of: gnupg, signed: "20261120T230000",
      at: .drill(.hours(-13)))
    let answer = try await run(repository, naming: .expiredKey)
    let found = try #require(
      answer.description.firstMatch(
        of:
          /Extend the key: gpg (--quick-set-expire [0-9A-F]+ 1y) .* what gpg (--armor --export [0-9A-F]+) prints/
      )?.output)
    try await gnupg.gpg(
      found.1.split(separator: " ").map(String.init), at: "20261121T110000")
    let certificate = try await gnupg.gpg(found.2.split(separator: " ").map(String.init)).text
    try await repository.approve(
      try await repository.commit([.file("policies/keys/priya.asc", certificate)], by: .lena),
      by: [.kim, .mia, .leo])
    try await run(repository)
    let again = try await land("ana-again", in: repository, with: key, of: gnupg)
    try await run(repository)
    try await expectAccess(again.path, in: repository)
    try await expectNoAccess(request.path, in: repository, "pending", [])
    try await gnupg.shutDown()
  }
}
