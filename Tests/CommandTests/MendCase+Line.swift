import Model
import TestSupport
import Testing

extension MendCase {
  /// The text of `said` from behind `begin` to before `end`.
  private static func part(
    of said: String, from begin: String, to end: String
  ) throws -> String {
    let rest = try #require(said.split(separator: begin, maxSplits: 1).dropFirst().first)
    return String(try #require(rest.split(separator: end, maxSplits: 1).first))
  }

  /// A push that the hook of a plain host refuses; the printed commands make the merge anew.
  private static func door(
    _ name: String, _ code: ReasonCode,
    _ merge: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code,
      mend: "Make the merge anew on the mainline's tip: \(anew).",
      complaint: {
        try await $0.push(["notes.md": "x\n"], by: "tom")
        try await $0.run()
        try await $0.hub.git("switch", "-q", "-c", "ana", "\($0.hub.anchor)")
        try await $0.hub.git("switch", "-q", "-C", "main", "origin/main")
        try await $0.hub.propose([MendTests.request: ApproveHub.document()], on: "ana")
        try await merge($0)
        return try await push($0, to: $0.hub.git("rev-parse", "HEAD"))
      },
      follow: { hub in
        let old = try await hub.hub.onHub("rev-parse", "main")
        try await hub.follow(anew, by: "priya", filling: ["branch": "ana"])
        let new = try await hub.hub.onHub("rev-parse", "main")
        #expect(try await check(hub, from: old, to: new).status == 0)
      }, check: { try await $0.expectGranted() })
  }

  private static let anew =
    "git fetch origin && git switch --detach origin/main && git merge --no-ff -S <branch> && "
    + "git push origin HEAD:refs/heads/main"

  /// What the hook says of a push of `new`, which is brought to the host but not to its mainline.
  private static func push(_ hub: MendHub, to new: String) async throws -> String {
    try await hub.hub.git("push", "-q", "origin", "HEAD:refs/heads/quarantine")
    let result = try await check(
      hub, from: try await hub.hub.onHub("rev-parse", "main"), to: new)
    #expect(result.status == 1)
    return result.text + result.errorText
  }

  private static func check(
    _ hub: MendHub, from old: String, to new: String
  ) async throws -> ProgramResult {
    try await hub.hub.countersign([
      "check", "--repository", hub.hub.hub, "--push", "refs/heads/main", old, new,
    ])
  }

  static let line = [
    MendCase(
      name: "a mainline without what was processed", code: .rewoundMainline,
      mend: "Bring back what was processed, by a merge onto the new tip: git switch --detach ",
      complaint: {
        try await $0.push(["notes.md": "x\n"], by: "tom")
        try await $0.run()
        try await $0.hub.git("switch", "-q", "-c", "ana", $0.hub.anchor)
        try $0.hub.scratch.write(ApproveHub.document(), to: "clone/\(MendTests.request)")
        try await $0.hub.git("add", "-A")
        try await $0.hub.git("commit", "-q", "-m", "Request")
        try await $0.hub.git("switch", "-q", "-C", "main", $0.hub.anchor)
        let git = ApproveProgram(scratch: $0.hub.scratch)
        try await git.must(
          "git", ["-C", $0.hub.clone, "merge", "-q", "--no-ff", "-S", "-m", "Approve", "ana"],
          by: "priya")
        try await $0.hub.git("push", "-q", "-f", "origin", "main")
        return try await $0.run(exits: 77)
      },
      follow: {
        let said = try await $0.run(exits: 77)
        let command = try part(
          of: said, from: "by a merge onto the new tip: ", to: ". Or begin a new ledger")
        try await $0.follow(command, by: "tom", filling: ["mainline": "main"])
      },
      check: {
        try await $0.run()
        // What landed while nothing was processed came by no merge of the mainline's: it waits.
        try await $0.follow("countersign approve \(MendTests.request)", by: "priya")
        try await $0.expectGranted()
      }),
    door("an evil merge at the door", .evilMerge) {
      try await $0.mergeEvilly(
        "ana", changing: ["requests/billing/lena.yaml": ApproveHub.document("lena")])
    },
    door("a pull at the door", .foxtrotMerge) {
      try await $0.hub.git("switch", "-q", "--detach", "ana")
      let git = ApproveProgram(scratch: $0.hub.scratch)
      try await git.must(
        "git", ["-C", $0.hub.clone, "merge", "-q", "--no-ff", "-S", "-m", "Pull", "origin/main"],
        by: "priya")
    },
  ]
}
