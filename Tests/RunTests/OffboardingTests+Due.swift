import Model
import TestSupport
import Testing

// By when lists of what is left to do must be closed, and those of workloads.
extension OffboardingTests {
  @Test("a list has a day by which it must be closed: a reminder, then a finding until it is")
  func late() async throws {
    var policies = Policies()
    policies.settingsMore =
      "offboarding: {owner: group:people-ops, places: [the wiki], within: 2h}\nreminders: {review: 1h}\n"
    let repository = try await AccessRepository(policies)
    try await repository.grant(Request("ana-invoices"))
    try await run(repository)
    try await leave(repository, .ana)
    try await run(repository, at: .drill(.hours(1)))
    let near = try await run(repository, at: .drill(.hours(2)))
    #expect(near.events == ["reminder"] && near.next == .drill(.hours(3)), "\(near)")
    let late = try await run(repository, at: .drill(.hours(3)), exits: 1)
    #expect(late.events == ["offboarding"])
    #expect(try await run(repository, at: .drill(.hours(4)), exits: 1).events.isEmpty)
    let status = try await repository.countersign([
      "status", "--repository", repository.sandbox.path, "--anchor", repository.anchor,
    ])
    #expect(
      status.description.contains("1 line of 1 left, owned by kim.park, overdue"), "\(status)")
    try await signOff(repository, "done", "person: ana.silva\ndone: [1]\n", by: .kim)
    #expect(
      try await run(repository, at: .drill(.hours(5))).events == ["reviewed", "offboarding"])
    try await expectSound(repository)
  }

  @Test("a workload that is offboarded, or whose owner leaves, has a list of its own")
  func workloads() async throws {
    var policies = Policies()
    policies.settingsMore = "offboarding: \(settings)\n"
    let repository = try await AccessRepository(policies)
    var request = Request("nightly", "backup", for: "nightly-export", duration: "1h")
    request.ticket = "OPS-4312"
    try await repository.grant(request, by: .priya, approvedBy: [.tom, .mia])
    #expect(try await run(repository).events == ["issued"])
    try await leave(repository, .priya)
    let left = try await run(repository, at: .drill(.minutes(10)))
    #expect(left.events.contains("offboarding"), "\(left)")
    let list = try await explain(repository, "nightly-export")
    for part in [
      "3 lines of 3 left, owned by kim.park",
      "`priya.nair`, who answers for `nightly-export`, has left",
      "rotate the keys of nightly-export",
    ] { #expect(list.description.contains(part), "\(part): \(list)") }
    try await signOff(repository, "done", "person: nightly-export\ndone: [1, 2, 3]\n", by: .kim)
    let done = try await run(repository, at: .drill(.hours(2)))
    #expect(done.events == ["reviewed", "offboarding"], "\(done)")
    try await expectSound(repository)
  }
}
