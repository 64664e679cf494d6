import TestSupport
import Testing

@Suite struct ApproveRaceTests {
  private let request = ApproveHub.request

  /// Lets `script` run once, in the clone, just before the approval is pushed.
  private func beforePush(_ script: String, in hub: ApproveHub) throws {
    try hub.scratch.write(
      """
      #!/bin/sh
      rm .git/hooks/pre-push
      \(script)
      """, to: "clone/.git/hooks/pre-push", mode: 0o755)
  }

  @Test func `the merge is made anew when the mainline moved`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    try await hub.git("commit", "-q", "--allow-empty", "-m", "Other work", by: "marco")
    let other = try await hub.git("rev-parse", "HEAD")
    try beforePush("git push -q origin \(other):refs/heads/main", in: hub)
    let result = try await hub.approve(request)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.errorText.contains("made anew"))
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(other) \(branch)")
    try await hub.process()
    #expect(try await hub.ledger().contains { $0.hasPrefix("Issue") })
  }

  @Test func `THREATS 50: what is pushed to the branch after the review stays out`() async throws {
    let hub = try await ApproveHub()
    let branch = try await hub.propose([request: ApproveHub.document()], on: "ana")
    try await hub.git("switch", "-q", "ana")
    try hub.scratch.write(ApproveHub.document("tom"), to: "clone/requests/billing/more.yaml")
    try await hub.git("add", "-A")
    try await hub.git("commit", "-q", "-m", "One more")
    let more = try await hub.git("rev-parse", "HEAD")
    try await hub.git("switch", "-q", "main")
    try await hub.git("commit", "-q", "--allow-empty", "-m", "Other work", by: "marco")
    let other = try await hub.git("rev-parse", "HEAD")
    try beforePush(
      "git push -q origin \(more):refs/heads/ana \(other):refs/heads/main", in: hub)
    let result = try await hub.approve(request)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(try await hub.onHub("log", "-1", "--format=%P", "main") == "\(other) \(branch)")
    #expect(try await hub.onHub("ls-tree", "-r", "--name-only", "main", "requests") == request)
  }

  @Test func `a second reviewer who was faster is stacked upon`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document(entitlement: "write")], on: "ana")
    #expect(try await hub.approve(request, "--onto", "tmp", by: "tom").status == 0)
    try await hub.git("fetch", "-q")
    let faster = try await hub.git("rev-parse", "origin/tmp")
    try await hub.onHub("branch", "-q", "-D", "tmp")
    try beforePush("git push -q origin \(faster):refs/heads/approvals/billing/ana", in: hub)
    let result = try await hub.approve(request, by: "lena")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.text.contains("Pushed to main"))
    try await hub.process()
    #expect(try await hub.ledger().first?.hasPrefix("Issue billing/write") ?? false)
  }

  @Test func `a push that the server refuses is no race`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    try hub.scratch.write(
      "#!/bin/sh\necho no >&2\nexit 1\n", to: "hub.git/hooks/pre-receive", mode: 0o755)
    let before = try await hub.references()
    let result = try await hub.approve(request)
    #expect(result.status == 69)
    #expect(result.errorText.contains("--onto"))
    #expect(try await hub.references() == before)
  }

  @Test func `a branch that moves each time is given up after five tries`() async throws {
    let hub = try await ApproveHub()
    try await hub.propose([request: ApproveHub.document()], on: "ana")
    try hub.scratch.write(
      """
      #!/bin/sh
      unset GIT_DIR
      tip=$(git ls-remote origin main | cut -f1)
      next=$(git commit-tree -m more -p $tip $tip^{tree})
      echo x >> ../tries
      git push -q --no-verify origin $next:refs/heads/main
      """, to: "clone/.git/hooks/pre-push", mode: 0o755)
    let result = try await hub.approve(request)
    #expect(result.status == 75, "\(result.errorText)")
    #expect(result.errorText.contains("race-lost"))
    #expect(try hub.scratch.read("tries").count == 10)
  }
}
