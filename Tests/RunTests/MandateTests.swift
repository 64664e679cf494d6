import FoundationEssentials
import Model
import TestSupport
import Testing

/// What commands say of what people approved in advance.
@Suite struct MandateTests {
  private static let path = "mandates/nightly.yaml"

  private static func mandate(_ each: String = "30m") -> AccessRepository.FileChange {
    .file(
      path,
      """
      subject: nightly-export
      entitlements: [billing-db/read-only]
      each: \(each)
      grants: 5
      until: \(Instant.drill(.hours(24 * 20)))
      at_once: 2
      reason: The nightly export.

      """)
  }

  private static func request(_ name: String) -> AccessRepository.Request {
    var request = AccessRepository.Request(
      name, for: "nightly-export", duration: "30m",
      starts: "\(Instant.drill(.hours(24)))")
    request.ticket = nil
    return request
  }

  /// A repository with a mandate that was agreed.
  private func repository() async throws -> AccessRepository {
    var policies = AccessRepository.Policies()
    policies.settingsMore = "reminders: {mandate: 3d}\n"
    let repository = try await AccessRepository(policies)
    try await repository.run()
    let commit = try await repository.commit([Self.mandate()], by: .nora, signed: .own)
    try await repository.approve(commit, by: [.tom])
    try await repository.run()
    return repository
  }

  private func answer(
    _ arguments: String..., of repository: AccessRepository, in directory: String? = nil
  ) async throws -> AccessRepository.Answer {
    try await repository.countersign(
      arguments + ["--anchor", repository.anchor], in: directory)
  }

  @Test("status, who-can and explain show it, and somebody is reminded before it ends, once")
  func shown() async throws {
    let repository = try await repository()
    for answer in [
      try await answer("status", of: repository),
      try await answer("who-can", "billing-db/read-only", of: repository),
    ] {
      #expect(
        answer.description.contains("mandates/nightly.yaml, agreed, 0 of 5 used"), "\(answer)")
      #expect(answer.description.contains("approved by tom.berg"), "\(answer)")
    }
    let explained = try await answer("explain", Self.path, of: repository)
    #expect(explained.description.contains("mandate for  nightly-export on"), "\(explained)")
    #expect(explained.description.contains("Agreed until"), "\(explained)")
    let soon = Instant.drill(.hours(24 * 18))
    let run = try await repository.run(at: soon)
    #expect(run.description.contains("\"reminder\""), "\(run)")
    let again = try await repository.run(at: soon.advanced(by: .hours(1)))
    #expect(!again.description.contains("\"reminder\""), "\(again)")
    let over = try await repository.run(at: .drill(.hours(24 * 21)))
    #expect(over.description.contains("mandate-ended"), "\(over)")
    #expect(try await repository.status().mandates == nil)
    #expect(try await repository.audit().status == 0)
  }

  @Test("impact says which mandates a change stops, and offboard which somebody approved")
  func foretold() async throws {
    let repository = try await repository()
    let rule = try await repository.commit(
      [
        .file(
          "policies/rules/short.yaml",
          """
          description: Exports are short.
          applies_to: {subject: [nightly-export]}
          require: {maximum_duration: 20m}

          """)
      ], by: .nora)
    for (commit, says) in [(rule, true), (try await repository.tip(), false)] {
      let impact = try await answer(
        "policy", "impact", commit, "--now", "\(Instant.drill())", of: repository)
      #expect(impact.description.contains("would rest  mandates/nightly.yaml") == says, "\(impact)")
    }
    let clone = try await repository.clone("work", [])
    for (name, value) in [
      ("user.name", "lena.frost"), ("user.email", "lena.frost@corp.example"),
      ("gpg.format", "ssh"), ("user.signingkey", try repository.key(.lena).path),
    ] {
      try await repository.git("config", name, value, in: clone)
    }
    let leaving = try await answer(
      "offboard", "tom.berg", "--repository", clone, "--now", "\(Instant.drill())",
      of: repository)
    #expect(leaving.description.contains("They approved mandates"), "\(leaving)")
  }

  @Test("its system's review lists it; what the owner removes ends, and an omission is refused")
  func reviewed() async throws {
    let repository = try await repository()
    let request = Self.request("night-1")
    try await repository.land(
      try await repository.commit(
        [request.file], by: .nightlyExport, signed: .own, at: .drill(.minutes(-5))))
    try await repository.run()
    #expect(try await repository.liveGrants().count == 1)
    for (name, lines, isAccepted) in [
      ("short", "access: []", false),
      (
        "whole",
        "access:\n  - {subject: nightly-export, entitlement: read-only, decision: remove}", true
      ),
    ] {
      let review = try await repository.commit(
        [
          .file(
            "reviews/\(name).yaml",
            "system: billing-db\nas_of: \(Instant.drill())\n\(lines)\n")
        ], by: .nora)
      try await repository.approve(review, by: [.tom])
      let run = try await repository.run()
      #expect(run.description.contains("\"reviewed\"") == isAccepted, "\(run)")
      #expect(try await repository.status().mandates?.isEmpty ?? true == isAccepted)
    }
    let grants = try await repository.grants()
    #expect(grants.map(\.state) == ["revoked"])
    #expect(try await repository.audit().status == 0)
  }

  @Test("a branch with a mandate is checked as it would land")
  func checked() async throws {
    let repository = try await repository()
    let long = try await repository.commit(
      [
        .file(
          "mandates/long.yaml",
          String(decoding: Self.mandate("9h").content ?? [], as: UTF8.self))
      ], by: .nora)
    let answer = try await answer(
      "check", long, "--now", "\(Instant.drill())", of: repository)
    #expect(answer.status == 1 && answer.names(.durationTooLong), "\(answer)")
    let edited = try await repository.commit([Self.mandate("20m")], by: .nora)
    let warned = try await self.answer(
      "check", edited, "--now", "\(Instant.drill())", of: repository)
    #expect(warned.names(.mandateEnded) && warned.names(.requestReused), "\(warned)")
  }
}
