import FoundationEssentials
import Model
import TestSupport
import Testing

/// What somebody with plain push rights can put beside the branches (THREATS row 61).
@Suite struct PushRightThreats {
  /// A repository with a granted request, and the bare repository that people push to.
  private func host() async throws -> (repository: AccessRepository, live: Request) {
    let repository = try await AccessRepository()
    let live = Request("live")
    try await repository.grant(live)
    try await run(repository)
    return (repository, live)
  }

  @Test(
    "61: references that are the processor's, or stand in their way",
    arguments: [
      "refs/countersign/known/$anchor", "refs/countersign/known", "refs/countersign/remote",
      "refs/countersign/remote/ledger/x", "refs/countersign",
      "refs/tags/countersign/ledger", "refs/tags/main", "refs/tags/origin/main",
    ])
  func references(_ name: String) async throws {
    let (repository, live) = try await host()
    let name = name.replacing("$anchor", with: repository.anchor)
    try await repository.sandbox.point(name, at: repository.anchor)
    try await run(repository)
    try await expectAccess(live.path, in: repository)

    // The same in a clone that works with a remote.
    let clone = try await repository.clone("ci", ["--no-checkout"])
    try await repository.git("update-ref", name, repository.anchor, in: clone)
    let second = Request("second")
    try await repository.grant(second)
    let pushed = try await repository.countersign(
      try repository.runArguments(in: clone, ["--push", "origin"]))
    #expect(pushed.status == 0, "\(pushed)")
    try await expectAccess(second.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("61: the hook of a plain host refuses them; the branch of a request gets in")
  func hook() async throws {
    let (repository, _) = try await host()
    try await repository.installUpdateHook()
    try await repository.sandbox.git("config", "countersign.anchor", repository.anchor)
    let path = repository.programPath
    let clone = try await repository.clone("person", ["--no-checkout"])
    for name in [
      "refs/heads/countersign/ledger", "refs/heads/countersign", "refs/countersign/known/x",
      "refs/replace/\(repository.anchor)",
    ] {
      let answer = try await runProgram(
        "git", ["push", "-q", "--force", "origin", "\(repository.anchor):\(name)"], in: clone,
        environment: repository.sandbox.environment().merging(path) { $1 })
      #expect(
        answer.status != 0 && answer.errorText.contains("ledger-untrusted"),
        "\(name): \(answer.errorText)")
    }
    try await mustRun(
      "git", ["push", "-q", "origin", "\(repository.anchor):refs/heads/ask-for-access"], in: clone,
      environment: repository.sandbox.environment().merging(path) { $1 })
  }

  @Test("61: a symbolic reference as ledger is not written to")
  func symbolicLedger() async throws {
    let (repository, live) = try await host()
    let tip = try await repository.ledgerTip()
    try await repository.sandbox.point("refs/heads/other", at: tip)
    try await repository.sandbox.git(
      "symbolic-ref", "refs/heads/countersign/ledger", "refs/heads/other")
    let second = Request("second")
    try await repository.grant(second)
    let answer = try await run(repository, exits: 74)
    #expect(answer.description.contains("symbolic reference"), "\(answer)")
    #expect(try await repository.sandbox.git("rev-parse", "refs/heads/other") == tip)
    // What the message says mends it.
    try await repository.sandbox.git(
      "update-ref", "--no-deref", "refs/heads/countersign/ledger", tip)
    try await run(repository)
    try await expectAccess(second.path, in: repository)
    try await expectAccess(live.path, in: repository)
  }

  @Test("61: a tag called origin/main is not taken for the branch")
  func tagLikeTheRemoteBranch() async throws {
    let (repository, _) = try await host()
    // Ana's tag holds policies by which she may ask for anything.
    let mine = try await repository.commit(
      [.file("policies/groups/dba.yaml", "members: [ana.silva]\n")], by: .ana)
    let clone = try await repository.clone("ci", ["--no-checkout"])
    try await repository.git("fetch", "-q", "origin", "\(mine):refs/tags/origin/main", in: clone)
    let branch = try await repository.propose(Request("second"), signed: .own)
    try await repository.git(
      "fetch", "-q", "origin", "\(branch):refs/heads/second", in: clone)
    func check(_ base: String) async throws -> Answer {
      try await repository.countersign(["check", "refs/heads/second", "--base", base], in: clone)
    }
    let short = try await check("origin/main")
    #expect(short.status == 64 && short.description.contains("ambiguous"), "\(short)")
    let whole = try await check("refs/remotes/origin/main")
    #expect(whole.status == 0 && whole.description.contains("priya.nair"), "\(whole)")
  }

  @Test("61: written workflows keep the program out of the tree and name references in full")
  func workflows() async throws {
    let scratch = try ScratchDirectory()
    let environment = ["HOME": scratch.path, "GIT_CONFIG_NOSYSTEM": "1"]
    try await mustRun("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", scratch.file("key")])
    for (forge, file) in [
      ("github", ".github/workflows/countersign.yml"), ("gitlab", ".gitlab-ci.yml"),
      ("forgejo", ".forgejo/workflows/countersign.yml"),
    ] {
      let tree = scratch.file(forge)
      try await mustRun("git", ["init", "-q", tree], environment: environment)
      try await mustRun(
        AccessRepository.program,
        [
          "init", tree, "--forge", forge, "--person",
          "id=x,name=X,email=x@example.com,key=\(scratch.file("key")).pub",
        ], environment: environment)
      let text = String(decoding: try scratch.read("\(forge)/\(file)"), as: UTF8.self)
      #expect(!text.contains("--output countersign") && !text.contains("./countersign"))
      #expect(!text.contains(#/[ "']origin\/|FETCH_HEAD/#), "\(forge)")
      #expect(text.contains("refs/remotes/origin/") && text.contains("mktemp -d"))
    }
  }
}
