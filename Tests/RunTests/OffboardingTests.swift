import Model
import TestSupport
import Testing

/// Somebody leaves: everything is revoked, and a list with one owner says what is left to do.
@Suite struct OffboardingTests {
  private func repository(offboarding: String? = nil) async throws -> AccessRepository {
    var policies = Policies()
    for (path, lines) in [
      (
        "policies/systems/billing-db.yaml",
        "secrets: [password of the export account]\ntrust: [bastion's authorized_keys]\n"
      ),
      ("policies/systems/ledger-db.yaml", "secrets: [ledger api token]\n"),
    ] {
      policies.texts[path] = (policies.texts[path] ?? "") + lines
    }
    policies.settingsMore = offboarding.map { "offboarding: \($0)\n" } ?? ""
    return try await AccessRepository(policies)
  }

  let settings = "{owner: group:people-ops, places: [the wiki, shared drives]}"

  /// The settled state of somebody's file.
  func leave(_ repository: AccessRepository, _ person: Person) async throws {
    var left = person
    left.status = "offboarded"
    try await repository.approve(
      try await repository.commit(
        [.file(left.path, left.yaml(repository.keys))], by: .lena), by: [.kim])
  }

  func signOff(
    _ repository: AccessRepository, _ name: String, _ text: String, by person: Person,
    author: Person = .nora
  ) async throws {
    try await repository.approve(
      try await repository.commit([.file("reviews/\(name).yaml", text)], by: author), by: [person])
  }

  func explain(_ repository: AccessRepository, _ person: String) async throws -> Answer {
    try await repository.countersign([
      "explain", person, "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
  }

  @Test("offboarding revokes, opens a list for all that was ever held, and closes line by line")
  func wholeLife() async throws {
    let repository = try await repository(offboarding: settings)
    try await repository.grant(Request("ana-old", of: "ledger-db", duration: "1h"))
    try await run(repository)
    try await run(repository, at: .drill(.hours(2)))  // It has expired long ago.
    try await repository.grant(Request("ana-invoices"))
    try await run(repository, at: .drill(.hours(2)))
    try await leave(repository, .ana)
    let left = try await run(repository, at: .drill(.hours(3)))
    #expect(left.events == ["revoked", "policy-accepted", "offboarding"])
    #expect(left.decisions[0].reasons.map(\.code) == [.subjectInactive])

    let list = try await explain(repository, "ana.silva")
    for part in [
      "5 lines of 5 left, owned by kim.park", "`ana.silva` is offboarded",
      "held billing-db/read-only, ledger-db/read-only",
      "billing-db: rotate password of the export account",
      "billing-db: remove bastion's authorized_keys",
      "ledger-db: rotate ledger api token", "look through the wiki",
      "done: [1, 2, 3, 4, 5]",
    ] { #expect(list.description.contains(part), "\(part): \(list)") }

    // Not by somebody else, not lines that are not there, not for somebody who has not left.
    try await signOff(
      repository, "one", "person: ana.silva\ndone: [1]\n", by: .tom)
    try await signOff(
      repository, "two", "person: ana.silva\ndone: [9]\n", by: .kim)
    try await signOff(repository, "three", "person: ben.cole\ndone: [1]\n", by: .kim)
    let refused = try await run(repository, at: .drill(.hours(4)))
    #expect(refused.events == ["review-refused", "review-refused", "review-refused"])
    #expect(refused.decisions[0].reasons.map(\.code).contains(.notAnApprover))
    #expect(refused.decisions[1].reasons.map(\.code) == [.invalidDocument])
    #expect(refused.decisions[2].reasons.map(\.code) == [.invalidDocument])

    try await signOff(
      repository, "four", "person: ana.silva\ndone: [1, 3]\n", by: .kim)
    let some = try await run(repository, at: .drill(.hours(5)))
    #expect(some.events == ["reviewed", "offboarding"])
    let status = try await repository.countersign([
      "status", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
    #expect(status.description.contains("leaving  ana.silva: 3 lines of 5 left"), "\(status)")

    try await signOff(
      repository, "five", "person: ana.silva\ndone: [2, 4, 5]\n", by: .kim, author: .kim)
    let all = try await run(repository, at: .drill(.hours(6)))
    #expect(all.events == ["reviewed", "offboarding"])
    let done = try await explain(repository, "ana.silva")
    #expect(done.description.contains("complete") && done.description.contains("by kim.park"))
    #expect(try await run(repository, at: .drill(.hours(7))).decisions.isEmpty)
    try await expectSound(repository)
  }

  @Test("an ended contract and an offboarded sponsor open a list, each with its own reason")
  func otherCauses() async throws {
    var policies = Policies()
    policies.people = policies.people.map { person in
      var person = person
      if person.id == "ben.cole" { person.contractEnds = "\(Instant.drill(.hours(4)))" }
      return person
    }
    policies.settingsMore = "offboarding: \(settings)\n"
    let repository = try await AccessRepository(policies)
    try await repository.grant(Request("ana-invoices"))
    try await repository.grant(
      Request("ben-invoices", for: "ben.cole", duration: "3h"), by: .ben, approvedBy: [.tom])
    #expect(try await run(repository).events == ["issued", "issued"])
    #expect(try await run(repository, at: .drill(.hours(3))).events == ["expired"])
    // The contract is over while a contractor holds nothing any more.
    try await repository.land(try await repository.commit([.file("README.md", "More.\n")]))
    let ended = try await run(repository, at: .drill(.hours(5)))
    #expect(ended.events == ["offboarding"])
    #expect(try await explain(repository, "ben.cole").description.contains("ended at"))

    try await leave(repository, .priya)
    let sponsor = try await run(repository, at: .drill(.hours(6)))
    #expect(sponsor.events == ["revoked", "policy-accepted", "offboarding"])
    #expect(sponsor.decisions[0].reasons.map(\.code) == [.sponsorInactive])
    #expect(
      try await explain(repository, "ana.silva").description
        .contains("`priya.nair`, the sponsor of `ana.silva`, is offboarded"))
    try await expectSound(repository)
  }

  @Test("whose file is gone has left", arguments: [true, false])
  func deletedFile(_ isDeleted: Bool) async throws {
    let repository = try await repository(offboarding: settings)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    var renamed = Person.ana
    renamed.emails.append("ana.silva@initech.example")
    let change =
      isDeleted
      ? FileChange.removal(Person.ana.path)
      : .file(renamed.path, renamed.yaml(repository.keys))
    try await repository.approve(
      try await repository.commit([change], by: .lena), by: [.kim])
    let gone = try await run(repository, at: .drill(.hours(1)))
    guard isDeleted else {
      #expect(gone.events == ["policy-accepted"])
      try await expectSound(repository)
      return
    }
    // That she is gone counts at once, before what landed with it is read.
    #expect(gone.events == ["revoked", "policy-accepted", "offboarding"], "\(gone.decisions)")
    let reasons = gone.decisions[0].reasons
    #expect(reasons.map(\.code) == [.subjectInactive], "\(reasons)")
    #expect(reasons.first?.message.contains("`ana.silva`") == true, "\(reasons)")
    let list = try await explain(repository, "ana.silva")
    for part in [
      "gone from policies/people/", "4 lines of 4 left",
      "`ana.silva` is no longer in `policies/`", "held billing-db/read-only",
    ] { #expect(list.description.contains(part), "\(part): \(list)") }
    // The list is closed like any other, and nothing is opened again.
    try await signOff(repository, "done", "person: ana.silva\ndone: [1, 2, 3, 4]\n", by: .kim)
    #expect(
      try await run(repository, at: .drill(.hours(2))).events == ["reviewed", "offboarding"])
    #expect(try await run(repository, at: .drill(.hours(3))).decisions.isEmpty)
    // What she asks for afterwards is nobody's.
    let late = Request("ana-late")
    try await repository.grant(late)
    let refused = try await run(repository, at: .drill(.hours(3)))
    #expect(refused.events == ["refused"], "\(refused.decisions)")
    #expect(refused.decisions[0].reasons.map(\.code).contains(.unknownSubject))
    try await expectSound(repository)
  }

  @Test("a sponsor's file cannot go before those who need it")
  func deletedSponsor() async throws {
    let repository = try await repository(offboarding: settings)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    try await repository.approve(
      try await repository.commit([.removal(Person.priya.path)], by: .lena), by: [.kim])
    let answer = try await run(
      repository, at: .drill(.hours(1)), exits: 1, naming: .policyNotAccepted)
    // Her file's deletion stops her at once all the same.
    #expect(answer.events == ["revoked", "braked"])
    #expect(
      answer.reasons.contains { $0.message.contains("there is no person `priya.nair`") },
      "\(answer.reasons)")
    // Ana has no sponsor any more who is there.
    #expect(try await repository.liveGrants().isEmpty)
    try await expectSound(repository)
  }

  @Test("a suspension opens no list, and neither does whoever never held access")
  func noList() async throws {
    let repository = try await repository(offboarding: settings)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    var suspended = Person.ana
    suspended.status = "suspended"
    try await repository.approve(
      try await repository.commit(
        [.file(suspended.path, suspended.yaml(repository.keys))], by: .lena), by: [.kim])
    let first = try await run(repository, at: .drill(.hours(1)))
    #expect(first.events == ["revoked", "policy-accepted"])
    try await leave(repository, .nora)
    #expect(try await run(repository, at: .drill(.hours(2))).events == ["policy-accepted"])
    let nora = try await explain(repository, "nora.lind")
    #expect(nora.status == 0 && nora.description.contains("offboarded"), "\(nora)")
    #expect(!nora.description.contains("owned by"), "\(nora)")
    #expect(try await explain(repository, "no.body").status == 1)
    try await expectSound(repository)
  }

  @Test("without settings the sponsor owns the list, and it needs lines to be incomplete")
  func defaults() async throws {
    let repository = try await repository()
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    try await leave(repository, .ana)
    try await run(repository, at: .drill(.hours(1)))
    let list = try await explain(repository, "ana.silva")
    #expect(list.description.contains("2 lines of 2 left, owned by priya.nair"), "\(list)")
    // The owner leaves too: whoever would own the list now takes over.
    try await leave(repository, .priya)
    try await run(repository, at: .drill(.hours(2)))
    try await signOff(repository, "done", "person: ana.silva\ndone: [1, 2]\n", by: .tom)
    let done = try await run(repository, at: .drill(.hours(3)))
    #expect(done.events == ["reviewed", "offboarding"], "\(done.decisions)")
    try await expectSound(repository)
  }

  @Test("`offboard` prepares the branch that does it and says what it takes away")
  func command() async throws {
    let repository = try await repository(offboarding: settings)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    let clone = try await repository.clone("work", [])
    try await repository.git("config", "user.name", "lena.frost", in: clone)
    try await repository.git("config", "user.email", "lena.frost@corp.example", in: clone)
    try await repository.git("config", "gpg.format", "ssh", in: clone)
    try await repository.git(
      "config", "user.signingkey", try repository.key(.lena).path, in: clone)
    func offboard(_ person: String) async throws -> Answer {
      try await repository.countersign([
        "offboard", person, "--repository", clone, "--anchor", repository.anchor, "--now",
        "\(Instant.drill())",
      ])
    }
    let answer = try await offboard("ana.silva")
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.description.contains("ana.silva on billing-db/read-only until"), "\(answer)")
    let patch = try await repository.git("show", "--format=", "offboard/ana.silva", in: clone)
    #expect(patch.contains("-status: active") && patch.contains("+status: offboarded"))
    #expect(patch.split(separator: "\n").count { $0.hasPrefix("+") || $0.hasPrefix("-") } == 4)
    #expect(try await offboard("ana.silva").status == 1)
    #expect(try await offboard("no.body").status == 1)
    // A workload is let go by the same command, in its own file.
    let workload = try await offboard("nightly-export")
    #expect(workload.status == 0, "\(workload)")
    let change = try await repository.git(
      "show", "--format=", "offboard/nightly-export", in: clone)
    #expect(change.contains("policies/workloads/nightly-export.yaml"), "\(change)")
    #expect(change.contains("-status: active") && change.contains("+status: offboarded"))
    #expect(workload.description.contains("To come into force it takes:"), "\(workload)")
    // The sponsor takes her contractor with her.
    let sponsor = try await offboard("priya.nair")
    for part in [
      "ana.silva on billing-db", "Nobody answers any more for nightly-export",
      "No sponsor has ana.silva", "To come into force it takes:",
    ] { #expect(sponsor.description.contains(part), "\(part): \(sponsor)") }
  }
}
