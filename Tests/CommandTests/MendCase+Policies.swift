import Model
import TestSupport
import Testing

extension MendCase {
  /// Policies that wait; approvals by both of security bring them into force.
  private static func waiting(
    _ name: String, _ code: ReasonCode, mend: String, unsaid: [String] = [],
    first: (@Sendable (MendHub) async throws -> Void)? = nil,
    _ landing: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code, mend: mend, unsaid: ["<request>"] + unsaid,
      complaint: {
        try await landing($0)
        try await $0.run(exits: 1)
        return try await $0.reasons()
      },
      follow: {
        try await first?($0)
        try await $0.follow("countersign approve policies", by: "lena")
        try await $0.follow("countersign approve policies", by: "marco")
      },
      check: { try await $0.expectAccepted() })
  }

  static let policies = [
    waiting(
      "policies without approvals", .policyNotAccepted, mend: "[countersign approve policies]"
    ) {
      try await $0.hub.land([MendTests.group: MendTests.wider], on: "wider")
    },
    waiting(
      "policies pushed without a merge", .notAMerge,
      mend: "[Next time merge the branch: git merge --no-ff -S <branch>. Approve it: countersign "
        + "approve policies]"
    ) { try await $0.push([MendTests.group: MendTests.wider]) },
    waiting(
      "policies merged without a signature", .unsignedMerge,
      mend: "[Approve it: countersign approve policies]"
    ) { try await $0.hub.land([MendTests.group: MendTests.wider], on: "wider") },
    waiting(
      "policies by an evil merge", .evilMerge,
      mend: "whoever wrote the branch first merges the mainline into it. Approve it: countersign "
        + "approve policies]"
    ) {
      try await $0.hub.propose([MendTests.group: MendTests.wider], on: "wider")
      try await $0.hub.git("switch", "-q", "-C", "main", "origin/main")
      try await $0.mergeEvilly("wider", changing: ["extra.md": "By the way.\n"])
      try await $0.hub.git("push", "-q", "origin", "main")
    },
    waiting(
      "policies with a fault", .invalidDocument,
      mend: "[Mend the faults told below and land that; then have all of it approved late: "
        + "countersign approve policies]",
      unsaid: ["[countersign approve policies]", "Approve it"],
      first: {
        try await $0.hub.land(
          ["policies/groups/security.yaml": "members: [lena, marco]\n# mended\n"], on: "mended")
      }
    ) {
      try await $0.hub.land(
        [
          MendTests.group: MendTests.wider,
          "policies/groups/security.yaml": "members: [lena, marko]\n",
        ], on: "wider")
    },
    waiting(
      "policies of an unknown author", .unmappedAuthor,
      mend:
        "[Put the path back as it is in force and make the change again, both in one push, then "
        + "have it approved late: countersign approve policies.]",
      first: {
        try await $0.push([MendTests.group: "members: [priya, tom]\n"])
        try await $0.push([MendTests.group: MendTests.wider])
      }
    ) {
      try $0.hub.scratch.write(MendTests.wider, to: "clone/\(MendTests.group)")
      try await $0.follow(
        "git switch -q -C main origin/main && git add -A && GIT_AUTHOR_EMAIL=a@b.c git commit -q -m x "
          + "&& git push -q origin main", by: "ana")
    },
    waiting(
      "policies by one of the two who could approve", .shortOfApprovals,
      mend:
        "[Put the path back as it is in force and make the change again, both in one push, then "
        + "have it approved late: countersign approve policies.]",
      unsaid: ["policies/countersign.yaml first"],
      first: {
        try await $0.push([MendTests.group: "members: [priya, tom]\n"])
        try await $0.push([MendTests.group: MendTests.wider])
      }
    ) { try await $0.push([MendTests.group: MendTests.wider], by: "lena") },
    MendCase(
      name: "a test that expects another decision", code: nil,
      mend: "expected granted",
      unsaid: ["countersign approve"],
      complaint: {
        try await $0.push(["policies/tests/read.yaml": test(approvedBy: "[]")])
        return try await $0.say("policy", "test")
      },
      follow: { try await $0.push(["policies/tests/read.yaml": test(approvedBy: "[priya]")]) },
      check: {
        let result = try await $0.hub.countersign(["policy", "test"])
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
      }),
  ]

  private static func test(approvedBy: String) -> String {
    """
    at: 2026-11-20T12:00:00Z
    cases:
      - name: reads
        request: {system: billing, subject: ana, entitlement: read, duration: 4h, reason: Work.}
        approved_by: \(approvedBy)
        expect: granted

    """
  }
}

extension MendHub {
  /// All that `countersign` prints, however it ends.
  func say(_ arguments: String..., in directory: String? = nil) async throws -> String {
    let result = try await hub.countersign(arguments, in: directory)
    return result.text + result.errorText
  }
}
