import Model
import TestSupport
import Testing

/// A company of which Mia's key turns out to be stolen.
enum VoidedFixture {
  /// Policies whose security is `members`, and more.
  static func policies(
    _ members: [Person] = [.mia, .leo, .tom], emergency approvals: String = "[]"
  ) throws -> Policies {
    var policies = Policies()
    policies.groups["security"] = members.map(\.id)
    try policies.replace(
      "maximum_duration: 1h\n",
      with: "maximum_duration: 1h\n    emergency: {eligible: [group:dba], approvals: \(approvals), "
        + "maximum_duration: 30m, review_within: 24h}\n", in: "policies/systems/billing-db.yaml")
    return policies
  }

  static func security(_ members: [Person]) -> FileChange {
    .file(
      Policies.group("security"), "members: [\(members.map(\.id).joined(separator: ", "))]\n")
  }

  static func rule(_ name: String) -> FileChange {
    .file(
      "policies/rules/\(name).yaml",
      "description: None.\napplies_to: {risk: [critical]}\nrequire: {ticket: \"OPS-[0-9]+\"}\n")
  }
}

extension AccessRepository {
  /// Lands `change` of Kim's with the merges of `people`, and lets a run see it.
  @discardableResult
  func bring(
    _ change: [FileChange], by people: [Person], at now: Instant = .drill()
  ) async throws -> Answer {
    try await approve(
      try await commit(change, by: .kim, at: now.advanced(by: .minutes(-10))), by: people,
      at: now.advanced(by: .minutes(-10)))
    return try await run(at: now)
  }

  /// Marks Mia's key, with approvals; `status` names what is void by then.
  ///
  /// - Returns: A landing that holds what is in force.
  func mark(
    by people: [Person] = [.kim, .leo, .tom], at now: Instant = .drill()
  ) async throws -> String {
    var mia = Person.mia
    mia.keys[0].compromised = "2026-11-21T11:00:00Z"
    let landing = try await approve(
      try await commit(
        [.file(mia.path, mia.yaml(keys))], by: .lena, at: now.advanced(by: .minutes(-10))),
      by: people, at: now.advanced(by: .minutes(-10)))
    let answer = try await run(at: now)
    #expect(answer.description.contains("policy-accepted"), "\(answer)")
    return landing
  }

  /// The files that are void.
  func voidedPaths() async throws -> Set<String> { Set(try await status().voided.map(\.path)) }

  /// Whether `person` has brought something in force with `people` by the run at `now`.
  func accepts(
    _ change: [FileChange], by people: [Person], at now: Instant = .drill()
  ) async throws -> Bool {
    let answer = try await bring(change, by: people, at: now)
    #expect(try await audit().status == 0)
    return answer.description.contains("policy-accepted")
  }
}
