import Model
import TestSupport
import Testing

extension MendCase {
  /// A clone that lacks something, in which a command is run and the printed one helps.
  private static func clone(
    _ name: String, _ options: String, code: ReasonCode? = nil, mend: String,
    command: String = "status",
    unsaid: [String] = [], preparing: String = "true",
    follow: @escaping @Sendable (MendHub) async throws -> Void
  ) -> MendCase {
    MendCase(
      name: name, code: code, mend: mend, unsaid: unsaid,
      complaint: {
        try await $0.fileAnew(MendTests.request)
        try await $0.run()
        try await $0.hub.onHub("branch", "ana", "main")
        let (hub, clone) = ($0.hub.hub, $0.hub.scratch.file("lacking"))
        try await $0.hub.onHub("config", "uploadpack.allowFilter", "true")
        try await $0.follow(
          "git clone -q \(options) file://\(hub) \(clone) && cd \(clone) && \(preparing)", by: "ana"
        )
        return try await $0.say(command, in: clone)
      }, follow: follow,
      check: {
        let result = try await $0.hub.countersign(
          [command], in: $0.hub.scratch.file("lacking"))
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
      })
  }

  private static let fetchLedger =
    "git fetch origin +refs/heads/countersign/ledger:refs/remotes/origin/countersign/ledger"
  private static let fetchMain = "git fetch origin +refs/heads/main:refs/remotes/origin/main"

  static let clones = [
    clone(
      "a partial clone", "--bare --filter=tree:0", mend: "git clone <address>",
      unsaid: ["unshallow"]
    ) {
      let clone = $0.hub.scratch.file("lacking")
      try await $0.follow(
        "rm -rf \(clone) && git clone <address> \(clone)", by: "ana",
        filling: ["address": "file://\($0.hub.hub)"])
    },
    clone("a shallow clone", "--depth 1", code: .shallowClone, mend: "git fetch --unshallow;") {
      let clone = $0.hub.scratch.file("lacking")
      try await $0.follow("git fetch --unshallow", by: "ana", in: clone)
      let said = try await $0.say("status", in: clone)
      #expect(said.contains("Fetch it: \(fetchLedger)."), "\(said)")
      try await $0.follow(fetchLedger, by: "ana", in: clone)
    },
    clone(
      "a clone of one branch", "--single-branch", code: .ledgerUntrusted,
      mend: "Fetch it: \(fetchLedger)."
    ) {
      try await $0.follow(fetchLedger, by: "ana", in: $0.hub.scratch.file("lacking"))
    },
    clone(
      "a clone without the mainline", "--single-branch --branch ana",
      mend: "Fetch it: \(fetchMain).", preparing: fetchLedger
    ) {
      try await $0.follow(fetchMain, by: "ana", in: $0.hub.scratch.file("lacking"))
    },
    clone(
      "a clone without the anchor", "--single-branch --branch countersign/ledger",
      code: .noAnchor,
      mend: "Fetch all that there is: git fetch origin '+refs/heads/*:refs/remotes/origin/*'."
    ) {
      try await $0.follow(
        "git fetch origin '+refs/heads/*:refs/remotes/origin/*'", by: "ana",
        in: $0.hub.scratch.file("lacking"))
    },
    clone(
      "a clone with references in another format", "", mend: "git clone <address>.",
      preparing: "git config core.repositoryformatversion 1 && git config "
        + "extensions.refStorage reftable"
    ) {
      let clone = $0.hub.scratch.file("lacking")
      try await $0.follow(
        "rm -rf \(clone) && git clone <address> \(clone)", by: "ana",
        filling: ["address": "file://\($0.hub.hub)"])
    },
  ]
}
