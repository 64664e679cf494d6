import Model
import TestSupport
import Testing

extension MendCase {
  private static let security = "policies/groups/security.yaml"

  /// An approval that `approve` refuses, and the one that its mend names.
  private static func refused(
    _ name: String, _ code: ReasonCode?, _ arguments: [String], by person: String,
    mend: String,
    _ state: @escaping @Sendable (MendHub) async throws -> Void,
    follow: @escaping @Sendable (MendHub) async throws -> Void,
    check: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code, mend: mend,
      complaint: {
        try await state($0)
        let result = try await $0.hub.countersign(["approve"] + arguments + ["--yes"], by: person)
        #expect(result.status != 0, "\(result.text)")
        return result.text + result.errorText
      }, follow: follow, check: check)
  }

  private static let both: @Sendable (MendHub) async throws -> Void = {
    try await $0.follow("countersign approve policies", by: "lena")
    try await $0.follow("countersign approve policies", by: "marco")
  }

  /// Changes Tom's file, by security's approvals where `isApproved`.
  private static func change(
    tom change: (String) -> String, in hub: MendHub, isApproved: Bool
  ) async throws {
    let path = "policies/people/tom.yaml"
    let old = String(decoding: try hub.hub.scratch.read("clone/\(path)"), as: UTF8.self)
    try await hub.push([path: change(old)])
    if isApproved { try await both(hub) }
    try await hub.run(exits: isApproved ? 0 : 1)
  }

  private static func late(
    _ name: String, _ code: ReasonCode, exits status: Int = 0,
    _ state: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code, mend: "[\(MendTests.approval)]",
      complaint: {
        try await state($0)
        try await $0.hub.propose([MendTests.request: ApproveHub.document()], on: "ana")
        try await $0.merge("ana", by: "tom", "-S")
        try await $0.run(exits: status)
        return try await $0.reasons(MendTests.request)
      },
      follow: { try await $0.follow("countersign approve \(MendTests.request)", by: "priya") },
      check: {
        try await $0.run(exits: status)
        let found = try await $0.status()[MendTests.request]
        #expect(found?.outcome == "granted")
      })
  }

  static let approving = [
    refused(
      "two branches with one request", nil, [MendTests.request], by: "priya",
      mend: "Say which one you reviewed: --from <branch or commit>."
    ) {
      try await $0.hub.propose([MendTests.request: ApproveHub.document()], on: "ana")
      try await $0.hub.propose([MendTests.request: ApproveHub.document() + "\n"], on: "other")
    } follow: {
      try await $0.follow("countersign approve \(MendTests.request) --from ana", by: "priya")
    } check: {
      try await $0.expectGranted()
    },
    refused(
      "a branch with more policies than named", .mixedLanding,
      [MendTests.group, "--from", "wider"],
      by: "lena",
      mend: "Name all that it changes (countersign approve policies), or have the rest on a branch"
    ) {
      try await $0.hub.propose(
        [MendTests.group: MendTests.wider, security: "members: [lena, marco, tom]\n"], on: "wider")
    } follow: {
      try await both($0)
    } check: {
      try await $0.expectAccepted()
    },
    refused(
      "landed policies, and less named", .mixedLanding, [MendTests.group], by: "lena",
      mend: "Look at all of it, then: countersign approve policies"
    ) {
      try await $0.hub.land(
        [MendTests.group: MendTests.wider, security: "members: [lena, marco, tom]\n"], on: "wider")
    } follow: {
      try await both($0)
    } check: {
      try await $0.expectAccepted()
    },
    refused(
      "a branch onto policies that are not in force", .policyNotAccepted,
      ["policies", "--from", "more"], by: "lena",
      mend: "the same command with --land, then countersign approve policies"
    ) {
      try await $0.hub.land([MendTests.group: MendTests.wider], on: "wider")
      try await $0.hub.propose([security: "members: [lena, marco, tom]\n"], on: "more")
    } follow: {
      try await $0.follow("countersign approve policies --from more --land", by: "lena")
      try await both($0)
    } check: {
      try await $0.expectAccepted()
    },
    late("a key that was retired", .retiredKey) {
      try await change(
        tom: { $0.replacing("verified:", with: "    retired: 2026-01-01T00:00:00Z\nverified:") },
        in: $0, isApproved: true)
    },
    late("an approver who was suspended", .inactiveApprover) {
      try await change(
        tom: { $0.replacing("status: active", with: "status: suspended") }, in: $0, isApproved: true
      )
    },
    MendCase(
      name: "a request that nobody signed", code: .unsignedRequest,
      mend: "[Let them make and sign the commit: git commit -S. A request that has landed takes "
        + "another path.]",
      unsaid: ["countersign approve"],
      complaint: {
        try await $0.hub.propose(
          [MendTests.request: ApproveHub.document(entitlement: "signed")], on: "ana")
        try await $0.merge("ana", by: "priya", "-S")
        try await $0.run()
        return try await $0.reasons(MendTests.request)
      },
      follow: {
        try $0.hub.scratch.write(
          ApproveHub.document(entitlement: "signed"), to: "clone/requests/billing/ana-2.yaml")
        try await $0.follow(
          "git switch -q -C ana origin/main && git add -A && git commit -q -S -m Request "
            + "&& git push -q -f origin ana", by: "ana")
        try await $0.merge("ana", by: "priya", "-S")
      }, check: { try await $0.expectGranted("requests/billing/ana-2.yaml") }),
    MendCase(
      name: "a settled request", mend: "A request is used once: file a new one.",
      complaint: {
        try await $0.hub.propose(
          [MendTests.request: ApproveHub.document().replacing("4h", with: "9h")], on: "ana")
        try await $0.merge("ana", by: "priya", "-S")
        try await $0.run()
        return try await $0.say("approve", MendTests.request, "--yes")
      }, follow: { try await $0.fileAnew("requests/billing/ana-2.yaml") },
      check: { try await $0.expectGranted("requests/billing/ana-2.yaml") }),
    refused(
      "a branch that has landed", nil, [MendTests.request, "--from", "ana"], by: "tom",
      mend: "countersign explain \(MendTests.request) says what became of it; what is new goes to "
        + "another path."
    ) {
      try await $0.fileAnew(MendTests.request)
      try await $0.hub.git("push", "-q", "origin", "anew-ana.yaml:ana")
      try await $0.run()
    } follow: {
      let said = try await $0.follow("countersign explain \(MendTests.request)", by: "tom")
      #expect(said.contains("Granted until"), "\(said)")
      try await $0.fileAnew("requests/billing/ana-2.yaml")
    } check: {
      try await $0.expectGranted("requests/billing/ana-2.yaml")
    },
  ]
}
