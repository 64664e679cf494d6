import Foundation
import Model
import TestSupport
import Testing

/// Every mend here is followed as it is printed, and then the fault is gone.
@Suite struct MendTests {
  static let request = ApproveHub.request
  static let group = "policies/groups/dba.yaml"
  static let wider = "members: [priya, tom, ana]\n"
  static let systemFile = "policies/systems/billing.yaml"
  static let system = """
    description: Billing
    owner: group:dba
    plane: data
    entitlements:
      read:
        risk: medium
        eligible: [class:employee]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
      both:
        risk: medium
        eligible: [class:employee]
        approvals: [{count: 2, from: [group:dba]}]
        maximum_duration: 8h
      signed:
        risk: high
        eligible: [class:employee]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector: {type: ledger}

    """
  static let approval = "Approve it: countersign approve \(request)"

  @Test(arguments: MendCase.all)
  func `what the mend says helps`(_ mend: MendCase) async throws {
    let hub = MendHub(try await ApproveHub(more: [MendTests.systemFile: MendTests.system]))
    let said = try await mend.complaint(hub)
    if let code = mend.code { #expect(said.contains(code.rawValue), "\(said)") }
    #expect(said.contains(mend.mend), "\(said)")
    for text in mend.unsaid { #expect(!said.contains(text), "\(text): \(said)") }
    try await mend.follow(hub)
    try await mend.check(hub)
  }
}

extension MendCase {
  static let all =
    attempts + refusals + policies + clones + line + approving
    + brakes

  /// A request that waits, with something that looks like its approval: it is approved late.
  private static func attempt(
    _ name: String, _ code: ReasonCode, besides mend: String = "", by person: String = "priya",
    _ landing: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code,
      mend: mend.isEmpty ? "[\(MendTests.approval)]" : "\(mend) \(MendTests.approval)]",
      complaint: {
        try await landing($0)
        try await $0.run()
        return try await $0.reasons(MendTests.request)
      },
      follow: { try await $0.follow("countersign approve \(MendTests.request)", by: person) },
      check: { try await $0.expectGranted() })
  }

  private static func propose(_ hub: MendHub, _ more: [String: String] = [:]) async throws {
    var files: [String: String?] = [MendTests.request: ApproveHub.document()]
    for (path, text) in more { files[path] = text }
    try await hub.hub.propose(files, on: "ana")
  }

  static let attempts = [
    attempt(
      "pushed without a merge", .notAMerge,
      besides: "Next time merge the branch: git merge --no-ff -S <branch>."
    ) { try await $0.push([MendTests.request: ApproveHub.document()]) },
    attempt("merged without a signature", .unsignedMerge) {
      try await propose($0)
      try await $0.merge("ana", by: "priya")
    },
    attempt(
      "merged with a stranger's key", .unknownKey,
      besides: "Sign with a key that stands in the signer's file under policies/people/, or have "
        + "this one added there."
    ) {
      try await propose($0)
      try await $0.merge("ana", by: "priya", "-S\($0.hub.scratch.file("key-foreign"))")
    },
    attempt(
      "several branches at once", .octopusMerge,
      besides:
        "Next time merge one branch at a time (git merge --no-ff -S <branch>); whoever made this one counts as an author, "
        + "so somebody else approves.", by: "tom"
    ) {
      try await propose($0)
      try await $0.hub.propose(
        ["requests/billing/lena.yaml": ApproveHub.document("lena")], on: "notes", by: "lena")
      try await $0.merge("ana", by: "priya", "-S", "notes")
    },
    attempt(
      "pulled before the push", .foxtrotMerge,
      besides: "Next time, when the push is rejected, fetch and merge anew instead of pulling: git "
        + "merge --no-ff -S <branch>."
    ) {
      try await propose($0)
      try await $0.push(["notes.md": "x\n"], by: "tom")
      try await $0.run()
      let git = ApproveProgram(scratch: $0.hub.scratch)
      try await $0.hub.git("switch", "-q", "ana")
      try await git.must(
        "git", ["-C", $0.hub.clone, "merge", "-q", "--no-ff", "-S", "-m", "Pull", "main"],
        by: "priya")
      try await $0.hub.git("push", "-q", "origin", "HEAD:main")
    },
    attempt(
      "an evil merge below", .evilMerge,
      besides:
        "Next time merge without editing; where both sides changed a file, whoever wrote the "
        + "branch first merges the mainline into it."
    ) {
      try await propose($0)
      try await $0.hub.git("switch", "-q", "-c", "stack", "origin/main")
      try await $0.mergeEvilly(
        "ana", changing: ["requests/billing/lena.yaml": ApproveHub.document("lena")])
      try await $0.merge("stack", by: "tom")
    },
    attempt("an approval of long ago", .approvalTooOld) {
      try await propose($0)
      let date = "GIT_COMMITTER_DATE='@\(time(nil) - 8 * 86_400) +0000'"
      try await $0.hub.git("fetch", "-q")
      try await $0.hub.git("switch", "-q", "-C", "main", "origin/main")
      try await $0.follow("\(date) git merge -q --no-ff -S -m Old ana", by: "priya")
      // The landing itself is of today.
      try await $0.hub.git("branch", "-q", "old", "HEAD")
      try await $0.hub.git("switch", "-q", "-C", "main", "origin/main")
      try await $0.merge("old", by: "tom")
    },
  ]
}
