import Model
import TestSupport
import Testing

/// Standing access that one person answers for, until they look at it again.
@Suite struct AdoptTests {
  private func repository(
    _ connector: FakeConnector, _ change: (inout Policies) -> Void = { _ in }
  ) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(connector)
    change(&policies)
    let repository = try await AccessRepository(policies)
    try await repository.run(connector)
    return repository
  }

  private func discover(
    _ connector: FakeConnector, in repository: AccessRepository, at now: Instant
  ) async throws -> AccessRepository.Answer {
    try await repository.countersign([
      "discover", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
      "--allow-connector", connector.program, "--now", "\(now)",
    ])
  }

  private static func file(
    _ subjects: [String] = ["svc-vendor"], owner: String = "tom.berg",
    until: String = "2026-12-21T00:00:00Z"
  ) -> String {
    let items = subjects.map { "  - {subject: \($0), target: readers}\n" }.joined()
    return """
      standing: directory
      owner: \(owner)
      review_by: \(until)
      reason: The vendor's service account.
      access:
      \(items)
      """
  }

  @discardableResult
  private func land(
    _ text: String, by person: Person, in repository: AccessRepository, name: String = "one"
  ) async throws -> AccessRepository.Answer {
    let draft = try await repository.commit([.file("reviews/\(name).yaml", text)], by: .nora)
    try await repository.land(try await repository.merge(draft, by: person))
    return try await repository.run(at: .drill(.minutes(5)))
  }

  @Test("what its owner has signed is adopted until its review, and as long as the file stands")
  func adopted() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    try connector.scratch.write("svc-vendor readers\npriya.nair readers\n", to: "target")
    let clone = try await repository.clone("work", [])
    let written = try await repository.countersign(
      [
        "adopt", "directory", "--anchor", repository.anchor, "--owner", "tom.berg", "--review-by",
        "2026-12-21T00:00:00Z", "--reason", "Service accounts: of the vendor.",
        "--allow-connector", connector.program, "--now", "\(Instant.drill())",
      ], in: clone)
    #expect(written.status == 0, "\(written)")
    let path = "reviews/directory-standing-2026-11-21.yaml"
    try await repository.git("add", "-A", in: clone)
    try await repository.git("commit", "-q", "-m", "Adopt", in: clone)
    let text = try await repository.git("show", "HEAD:\(path)", in: clone)
    #expect(text.contains("subject: priya.nair") && text.contains("subject: svc-vendor"))
    let landed = try await land(
      text + "\n", by: .tom, in: repository, name: "directory-standing-2026-11-21")
    #expect(landed.status == 0 && landed.description.contains("reviewed"), "\(landed)")

    let clean = try await discover(connector, in: repository, at: .drill(.days(1)))
    #expect(clean.status == 0, "\(clean)")
    #expect(clean.result.text.contains("adopted  directory  svc-vendor  readers  tom.berg, until"))
    let over = try await discover(connector, in: repository, at: .drill(.days(30)))
    #expect(over.status == 1 && over.result.text.contains("leftover  directory  svc-vendor"))
    try connector.scratch.write(
      "svc-vendor readers\nsvc-vendor writers\n", to: "target")
    let more = try await discover(connector, in: repository, at: .drill(.days(1)))
    #expect(more.status == 1 && more.result.text.contains("1 leftover, 1 adopted"), "\(more)")

    try connector.scratch.write("svc-vendor readers\n", to: "target")
    try await repository.land(try await repository.commit([.removal(path)], by: .nora))
    try await repository.run(at: .drill(.minutes(10)))
    let gone = try await discover(connector, in: repository, at: .drill(.days(1)))
    #expect(gone.status == 1, "\(gone)")
    let audit = try await repository.audit()
    #expect(audit.status == 0, "\(audit)")
  }

  @Test("nobody else answers for it, nobody for themselves, and not for ever")
  func refused() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    try connector.scratch.write("svc-vendor readers\ntom.berg readers\n", to: "target")
    for (place, (text, person, code)) in [
      (Self.file(), Person.leo, ReasonCode.notAnApprover),
      (Self.file(), .priya, .notAnApprover),
      (Self.file(owner: "leo.ruiz"), .leo, .notAnApprover),
      (Self.file(["tom.berg"]), .tom, .selfApproval),
      (Self.file(until: "2026-11-21T12:00:00Z"), .tom, .invalidDocument),
      (Self.file(until: "2028-01-01T00:00:00Z"), .tom, .invalidDocument),
      (
        Self.file().replacing("standing: directory", with: "standing: nowhere"), .tom,
        .unknownSystem
      ),
    ].enumerated() {
      let run = try await land(text, by: person, in: repository, name: "case-\(place)")
      #expect(run.status == 0 && run.names(code), "\(code): \(run)")
      let found = try await discover(connector, in: repository, at: .drill(.days(1)))
      #expect(found.status == 1 && !found.result.text.contains("adopted  "), "\(found)")
    }
    try await land(Self.file(), by: .tom, in: repository)
    let found = try await discover(connector, in: repository, at: .drill(.days(1)))
    #expect(found.status == 1, "\(found)")
    #expect(found.result.text.contains("1 standing, 1 adopted"), "\(found)")
  }

  @Test("nobody answers for what is left of somebody who has left, nor does who has left")
  func left() async throws {
    let connector = try FakeConnector()
    let repository = try await repository(connector)
    try connector.scratch.write("ben.cole readers\nsvc-vendor readers\n", to: "target")
    try await land(Self.file(["ben.cole", "svc-vendor"]), by: .tom, in: repository)
    #expect(try await discover(connector, in: repository, at: .drill(.days(1))).status == 0)
    for (person, words) in [(Person.ben, "1 leftover, 1 adopted"), (.tom, "2 leftover")] {
      var gone = person
      gone.status = "offboarded"
      try await repository.approve(
        try await repository.commit(
          [.file(gone.path, gone.yaml(repository.keys))], by: .lena), by: [.kim])
      try await repository.run(connector, at: .drill(.minutes(10)))
      let found = try await discover(connector, in: repository, at: .drill(.days(1)))
      #expect(found.status == 1, "\(found)")
      #expect(found.result.text.contains(words), "\(found)")
    }
  }
}
