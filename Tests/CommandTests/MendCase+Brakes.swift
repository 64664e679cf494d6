import Model
import TestSupport
import Testing

extension MendCase {
  private static let tom = "policies/people/tom.yaml"

  /// Stops Tom, and lets `person` take that back; nothing is released by it.
  private static func stop(in hub: MendHub, takenBackBy person: String) async throws {
    try await stopAndBack(in: hub, by: person, first: "priya") { try await hub.run(exits: 1) }
    try await hub.run()
  }

  private static func stopAndBack(
    in hub: MendHub, by person: String, first: String, between: () async throws -> Void
  ) async throws {
    try await hub.hub.git("fetch", "-q")
    try await hub.hub.git("switch", "-q", "-C", "main", "origin/main")
    let file = String(decoding: try hub.hub.scratch.read("clone/\(tom)"), as: UTF8.self)
    let stopped = file.replacing("status: active", with: "status: suspended")
    try await hub.push([tom: stopped], by: first)
    try await between()
    try await hub.push([tom: file], by: person)
  }

  private static let isFree: @Sendable (MendHub) async throws -> Void = {
    try await $0.run()
    let said = try await $0.say("explain", "tom")
    #expect(!said.contains("stopped"), "\(said)")
  }

  static let brakes = [
    MendCase(
      name: "somebody who is stopped",
      mend: "then have the release approved: countersign approve "
        + "policies",
      complaint: {
        try await stop(in: $0, takenBackBy: "ana")
        return try await $0.say("explain", "tom")
      },
      follow: {
        try await $0.follow("countersign approve policies", by: "lena")
        try await $0.follow("countersign approve policies", by: "marco")
      }, check: isFree),
    MendCase(
      name: "a stop that one of the two took away who could approve that",
      mend:
        "Let somebody whose approval is not needed put the stop back and take it away again, in two commits of one "
        + "push, then have that approved late: countersign approve policies.",
      unsaid: ["change the line first"],
      complaint: {
        try await stop(in: $0, takenBackBy: "lena")
        let result = try await $0.hub.countersign(["approve", "policies", "--yes"], by: "lena")
        #expect(result.status != 0, "\(result.text)")
        return result.text + result.errorText
      },
      follow: {
        try await stopAndBack(in: $0, by: "ana", first: "ana") {}
        try await $0.follow("countersign approve policies", by: "lena")
        try await $0.follow("countersign approve policies", by: "marco")
      }, check: isFree),
  ]
}
