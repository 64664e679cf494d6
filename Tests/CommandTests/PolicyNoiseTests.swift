import Model
import TestSupport
import Testing

/// What is said of policies that wait, and of brakes, is said once, and only where it concerns whoever reads it.
@Suite struct PolicyNoiseTests {
  private static let group = "policies/groups/dba.yaml"
  private static let wider = "members: [priya.nair, tom.berg, nora.lind]\n"

  private func stopped(in repository: AccessRepository) -> FileChange {
    var tom = Person.tom
    tom.status = "suspended"
    return .file(tom.path, tom.yaml(repository.keys))
  }

  @Test(arguments: [true, false])
  func `a commit that only stops somebody, or takes a stop away, is not told to be a merge`(
    _ onlyStops: Bool
  ) async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let more: [FileChange] = onlyStops ? [] : [.file(Self.group, Self.wider)]
    try await repository.land(
      try await repository.commit([stopped(in: repository)] + more, by: .ana))
    #expect(try await repository.run().names(.notAMerge) != onlyStops)
    let back: [FileChange] = [.file(Person.tom.path, Person.tom.yaml(repository.keys))]
    try await repository.land(try await repository.commit(back, by: .nora))
    let answer = try await repository.run()
    #expect(answer.names(.notAMerge) != onlyStops, "\(answer)")
    let said = try await repository.countersign(["status", "--anchor", repository.anchor])
    #expect(said.names(.notAMerge) != onlyStops, "\(said)")
  }

  @Test func `check tells once of what the mainline holds, and not to whoever puts it back`()
    async throws
  {
    let repository = try await AccessRepository()
    try await repository.run()
    try await repository.land(
      try await repository.commit(
        [
          stopped(in: repository), .file(Self.group, Self.wider),
          .file(AccessRepository.Policies.group("oncall"), "members: [tom.berg]\n"),
        ], by: .ana))
    try await repository.run()
    func check(_ changes: [FileChange]) async throws -> String {
      let branch = try await repository.commit(changes, by: .nora)
      return try await repository.countersign([
        "check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())",
      ]).description
    }
    let waits = "The mainline holds policies that are not in force ("
    let other = try await check([Request("one").file])
    #expect(other.split(separator: waits).count == 2, "\(other)")
    #expect(other.contains("countersign status lists all of it"), "\(other)")
    #expect(!other.contains("without the approvals that govern it"), "\(other)")
    let back = try await check([
      .file(Person.tom.path, Person.tom.yaml(repository.keys)),
      .file(Self.group, "members: [priya.nair, tom.berg]\n"),
      .removal(AccessRepository.Policies.group("oncall")),
    ])
    #expect(!back.contains(waits), "\(back)")
    #expect(back.contains("releas"), "\(back)")
  }

  @Test func `what comes into force while a release is missing is not said to lack nothing`()
    async throws
  {
    let hub = try await ApproveHub()
    let mend = MendHub(hub)
    let path = "policies/people/tom.yaml"
    let file = String(decoding: try hub.scratch.read("clone/\(path)"), as: UTF8.self)
    try await hub.land(
      [path: file.replacing("status: active", with: "status: suspended")], on: "stop", by: "priya")
    try await mend.run(exits: 1)
    try await hub.land([path: file], on: "back", by: "lena")
    try await hub.land(["policies/groups/dba.yaml": "members: [priya, tom, ana]\n"], on: "wider")
    #expect(try await hub.approve("policies", by: "lena").status == 0)
    let last = try await hub.approve("policies", by: "marco")
    #expect(last.status == 0, "\(last.text)\(last.errorText)")
    #expect(
      last.text.contains("What it changes comes into force with the next run."), "\(last.text)")
    #expect(!last.text.contains("Nothing is missing"), "\(last.text)")
    #expect(last.text.contains("Still missing for releasing tom (suspended)"), "\(last.text)")
    #expect(last.text.contains("put the stop back and take it away again"), "\(last.text)")
    #expect(!last.text.contains("the same way"), "\(last.text)")
  }
}
