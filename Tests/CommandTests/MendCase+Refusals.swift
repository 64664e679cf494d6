import Model
import TestSupport
import Testing

extension MendCase {
  private static let anew = "A request that has landed takes another path."
  private static let other = "requests/billing/ana-again.yaml"

  /// A request that is refused for good: no approval is asked for, and another one is granted.
  private static func refusal(
    _ name: String, _ code: ReasonCode, mend: String, path: String = other,
    follow: (@Sendable (MendHub) async throws -> Void)? = nil,
    _ landing: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code, mend: mend, unsaid: ["<request>", "countersign approve"],
      complaint: {
        try await landing($0)
        try await $0.run()
        return try await $0.reasons(MendTests.request)
      },
      follow: follow ?? { try await $0.fileAnew(path) },
      check: { try await $0.expectGranted(path) })
  }

  private static func propose(
    _ hub: MendHub, _ text: String = ApproveHub.document(), _ more: [String: String] = [:]
  ) async throws {
    var files: [String: String?] = [MendTests.request: text]
    for (path, text) in more { files[path] = text }
    try await hub.hub.propose(files, on: "ana")
  }

  /// Commits the request on a branch under another address.
  private static func propose(
    _ hub: MendHub, under address: String, committer: String? = nil
  ) async throws {
    try await hub.hub.git("switch", "-q", "-c", "ana")
    try hub.hub.scratch.write(ApproveHub.document(), to: "clone/\(MendTests.request)")
    try await hub.hub.git("add", "-A")
    let people = [
      "GIT_AUTHOR_EMAIL=\(address)", "GIT_COMMITTER_EMAIL=\(committer ?? address)",
    ].joined(separator: " ")
    try await hub.follow("\(people) git commit -q -m Request", by: "ana")
    try await hub.hub.git("push", "-q", "origin", "ana")
  }

  static let refusals = [
    refusal(
      "an evil merge", .evilMerge,
      mend:
        "[File it again and merge that without editing; where both sides changed a file, whoever "
        + "wrote the branch first merges the mainline into it. \(anew)]"
    ) {
      try await propose($0)
      try await $0.hub.git("switch", "-q", "-C", "main", "origin/main")
      try await $0.mergeEvilly("ana", changing: ["extra.md": "By the way.\n"])
      try await $0.hub.git("push", "-q", "origin", "main")
    },
    refusal(
      "git's own merge of one file that both sides changed", .evilMerge,
      mend: "whoever wrote the branch first merges the mainline into it.",
      follow: {
        try await $0.hub.git("switch", "-q", "ana")
        try await $0.hub.git("mv", MendTests.request, other)
        try await $0.hub.git("commit", "-q", "-m", "Anew")
        try await $0.hub.git("fetch", "-q")
        try await $0.hub.git("merge", "-q", "--no-edit", "origin/main")
        try await $0.hub.git("push", "-q", "origin", "ana")
        try await $0.merge("ana", by: "priya", "-S")
      }
    ) {
      let lines = "a\nb\nc\nd\ne\nf\n"
      try await $0.push(["requests/billing/notes.yaml": lines], by: "tom")
      try await propose($0, ApproveHub.document(), ["requests/billing/notes.yaml": lines + "g\n"])
      try await $0.push(["requests/billing/notes.yaml": "A\n" + lines], by: "tom")
      try await $0.merge("ana", by: "priya", "-S")
    },
    refusal(
      "a request with something else", .mixedLanding,
      mend: "[Land the request alone, on a branch that touches nothing outside requests/. \(anew)]"
    ) {
      try await propose($0, ApproveHub.document(), ["notes.md": "x\n"])
      try await $0.merge("ana", by: "priya", "-S")
    },
    refusal(
      "written on a new laptop", .unmappedAuthor,
      mend: "[Make the change again with an address that is there, or have this one added to its "
        + "owner's file under policies/people/ first. \(anew)]"
    ) {
      try await propose($0, under: "ana@laptop.local")
      try await $0.merge("ana", by: "priya", "-S")
    },
    MendCase(
      name: "written in the pages of a forge", code: .unmappedAuthor,
      mend:
        "[That is a service's address and no person's: make the change again with an address of "
        + "your own, or have policies/forges/ name the forge and its key first. \(anew)]",
      unsaid: ["owner's file", "countersign approve"],
      complaint: {
        try await propose($0, under: "ana@example.com", committer: "noreply@github.com")
        try await $0.merge("ana", by: "priya", "-S")
        try await $0.run()
        return try await $0.reasons(MendTests.request)
      }, follow: { try await $0.fileAnew(other) }, check: { try await $0.expectGranted(other) }),
    refusal(
      "more than policy allows, and unsigned", .durationTooLong, mend: "[Ask for 8h or less.]",
      path: MendTests.request, follow: { try await $0.fileAnew(MendTests.request) }
    ) {
      try await propose($0, ApproveHub.document().replacing("4h", with: "9h"))
      try await $0.merge("ana", by: "priya")
    },
    refusal(
      "used a second time", .requestReused, mend: "[File a new request at another path.]"
    ) {
      try await $0.fileAnew(MendTests.request)
      try await $0.run()
      try await $0.push([MendTests.request: ApproveHub.document() + "# more\n"])
    },
    refusal(
      "not what a request is", .invalidDocument, mend: "did you mean `subject`?",
      path: MendTests.request, follow: { try await $0.fileAnew(MendTests.request) }
    ) {
      try await propose($0, ApproveHub.document().replacing("subject", with: "subjet"))
      try await $0.merge("ana", by: "priya", "-S")
    },
    MendCase(
      name: "nobody is left who could approve", code: .shortOfApprovals,
      mend: "[Nobody is left who could. Let policy name more people with a key who neither ask nor "
        + "wrote the request, or let somebody else write it anew, at another path.]",
      unsaid: ["countersign approve"],
      complaint: {
        try await $0.hub.propose(
          [MendTests.request: ApproveHub.document("priya", entitlement: "both")], on: "ana",
          by: "priya")
        try await $0.merge("ana", by: "priya")
        try await $0.run()
        return try await $0.reasons(MendTests.request)
      },
      follow: {
        try await $0.push([MendTests.group: "members: [priya, tom, marco]\n"])
        try await $0.follow("countersign approve policies", by: "lena")
        try await $0.follow("countersign approve policies", by: "marco")
        try await $0.run()
        #expect(try await $0.reasons(MendTests.request).contains(MendTests.approval.dropFirst(12)))
        try await $0.follow("countersign approve \(MendTests.request)", by: "tom")
        try await $0.follow("countersign approve \(MendTests.request)", by: "marco")
      }, check: { try await $0.expectGranted() }),
  ]
}
