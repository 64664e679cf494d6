import Documents
import Model
import Testing

@Suite("Paths and entries")
struct PathTests {
  @Test("The path says what a document is")
  func kinds() throws {
    func kind(_ path: String) throws -> DocumentKind {
      try documentKind(of: RepositoryPath(path)).get()
    }
    let id = try #require(IdentityID("ana.silva"))
    #expect(try kind("policies/people/ana.silva.yaml") == .person(id))
    #expect(try kind("policies/workloads/ana.silva.yaml") == .workload(id))
    #expect(
      try kind("requests/billing-db/one.yaml") == .request(try #require(SystemID("billing-db"))))
    #expect(try kind("reviews/one.yaml") == .review)
    #expect(try kind("policies/countersign.yaml") == .settings)
    #expect(try kind("policies/groups/dba.yaml") == .group(try #require(GroupID("dba"))))
    #expect(try kind("policies/systems/a.yaml") == .system(try #require(SystemID("a"))))
    #expect(try kind("policies/rules/a.yaml") == .rule(try #require(RuleID("a"))))
    #expect(try kind("policies/tests/a.yaml") == .test)
    #expect(try kind("policies/keys/ana.asc") == .certificate)
    #expect(try kind("policies/keys/github-actions.jwks.json") == .tokenKeys)
    #expect(try kind("policies/issuers/github.yaml") == .issuer(try #require(IssuerID("github"))))
    #expect(try kind("policies/forges/github.yaml") == .forge(try #require(ForgeID("github"))))
    #expect(try kind("policies/people/a.yaml.yaml") == .person(try #require(IdentityID("a.yaml"))))
  }

  static let all =
    "documents are `requests/<system>/<name>.yaml`, `reviews/<name>.yaml`, `mandates/<name>.yaml`, "
    + "`policies/countersign.yaml`, `policies/notifications.yaml` and files in "
    + "`policies/people/`, `policies/workloads/`, `policies/groups/`, `policies/systems/`, "
    + "`policies/rules/`, `policies/forges/`, `policies/issuers/`, `policies/directory/`, `policies/tests/`, `policies/keys/`"

  @Test(
    "A path that no document has is refused with what to do",
    arguments: [
      (
        "requests/one.yaml",
        "no document belongs at this path (a request is `requests/<system>/<name>.yaml`)"
      ),
      (
        "requests/billing-db/deep/one.yaml",
        "no document belongs at this path (a request is `requests/<system>/<name>.yaml`)"
      ),
      ("policies/settings.yaml", "no document belongs at this path (\(all))"),
      (
        "policies/peoples/ana.yaml",
        "no document belongs at this path (did you mean `policies/people/`?)"
      ),
      (
        "policies/gruops/ana.yaml",
        "no document belongs at this path (did you mean `policies/groups/`?)"
      ),
      ("policies/people/team/ana.yaml", "no document belongs at this path (\(all))"),
      ("src/main.yaml", "no document belongs at this path (\(all))"),
      (
        "policies/forges/github.asc",
        "the file does not end in `.yaml` (give it that ending, or move it to another folder)"
      ),
      (
        "reviews/billing-db/one.yaml",
        "no document belongs at this path (a review is `reviews/<name>.yaml`)"
      ),
      ("requests/a/one.yml", "the file ends in `.yml` (rename it to `one.yaml`)"),
      (
        "requests/a/one.json",
        "the file does not end in `.yaml` (give it that ending, or move it to another folder)"
      ),
      (
        "policies/keys/ana.yaml",
        "the file does not end in `.asc` or `.jwks.json` (give it that ending, or move it to another folder)"
      ),
      (
        "requests/a/.yaml",
        "the path has the part `.yaml`, which is no plain name"
          + " (use small letters, digits, `.`, `_` and `-`, a letter or digit first)"
      ),
      (
        "requests/Billing-DB/one.yaml",
        "the path has the part `Billing-DB`, which is no plain name (rename it to `billing-db`)"
      ),
      (
        "requests/a/caf\u{E9}.yaml",
        "the path has the part `caf\\xc3\\xa9.yaml`, which is no plain name"
          + " (use small letters, digits, `.`, `_` and `-`, a letter or digit first)"
      ),
      (
        "requests/../one.yaml",
        "the path has the part `..`, which is no plain name"
          + " (use small letters, digits, `.`, `_` and `-`, a letter or digit first)"
      ),
      (
        "requests//one.yaml",
        "the path has the part ``, which is no plain name"
          + " (use small letters, digits, `.`, `_` and `-`, a letter or digit first)"
      ),
      (
        "requests/a/\u{202E}lmay.eno.yaml",
        "the path has the part `\\xe2\\x80\\xaelmay.eno.yaml`, which is no plain name"
          + " (use small letters, digits, `.`, `_` and `-`, a letter or digit first)"
      ),
      (
        "requests/a/" + String(repeating: "x", count: 101) + ".yaml",
        "the path has a part of 106 bytes, more than the 105 it may have"
          + " (give the file a shorter name)"
      ),
    ])
  func misplaced(path: String, fault: String) {
    #expect(faultLines(documentKind(of: RepositoryPath(path))) == ["-: \(fault)"])
  }

  @Test(
    "Links, programs, submodules, folders and large files are refused unread (row 26)",
    arguments: [
      (
        0o120000, 10,
        "the file is a symbolic link (mode 120000) (put the document itself in its place)"
      ),
      (
        0o100755, 10,
        "the file is executable (mode 100755) (run `git update-index --chmod=-x` on it)"
      ),
      (0o160000, 0, "a submodule (mode 160000) stands here (remove the submodule)"),
      (0o040000, 0, "a folder (mode 40000) stands here (remove the folder)"),
      (0o100664, 10, "the file has mode 100664, where documents have 100644 (add it anew)"),
      (
        0o100644, 65537,
        "the file has 65537 bytes, more than the 65536 that a document may have"
          + " (a document has at most 65536 bytes)"
      ),
      (
        0o100644, 10_000_000,
        "the file has 10000000 bytes, more than the 65536 that a document may have"
          + " (a document has at most 65536 bytes)"
      ),
    ] as [(UInt32, Int, String)])
  func entries(mode: UInt32, size: Int, fault: String) {
    let path = RepositoryPath("requests/billing-db/one.yaml")
    let entry = RepositoryEntry(path: path, mode: mode, size: size)
    #expect(faultLines(documentKind(of: entry)) == ["-: \(fault)"])
  }

  @Test("An ordinary file of 64 KiB is a document, and all that is wrong is told together")
  func together() throws {
    let good = RepositoryEntry(
      path: RepositoryPath("requests/billing-db/one.yaml"), mode: 0o100644, size: 65536)
    #expect(
      try documentKind(of: good).get() == .request(try #require(SystemID("billing-db"))))
    let bad = RepositoryEntry(
      path: RepositoryPath("requests/One.yml"), mode: 0o100755, size: 65537)
    #expect(faultLines(documentKind(of: bad)).count == 3)
  }

  @Test("Paths that a file system folds together are named (row 25)")
  func folding() {
    let paths = [
      "requests/a/one.yaml", "requests/a/One.yaml", "requests/a/caf\u{E9}.yaml",
      "requests/a/cafe\u{301}.yaml", "requests/a./one.yaml", "requests/b/one.yaml",
      "requests/b/one.yaml",
    ].map { RepositoryPath($0) }
    let reasons = foldingFaults(paths)
    #expect(
      reasons.map { "\($0.file ?? ""): \($0.message)" } == [
        "requests/a/One.yaml: some file systems take the path for `requests/a./one.yaml`",
        "requests/a/caf\\xc3\\xa9.yaml: some file systems take the path for "
          + "`requests/a/cafe\\xcc\\x81.yaml`",
        "requests/a/one.yaml: some file systems take the path for `requests/a./one.yaml`",
      ])
    #expect(Set(reasons.map(\.code)) == [.invalidDocument])
  }

  @Test("Readers refuse paths of the other kind")
  func otherKind() {
    #expect(
      faultLines(readRequest([], at: RepositoryPath("policies/groups/dba.yaml"))) == [
        "-: the file is no request (a request is `requests/<system>/<name>.yaml`)"
      ])
    #expect(
      faultLines(document("requests/a/b.yaml", "")) == [
        "-: the file is no part of the policy (policies stand in `policies/`)"
      ])
    #expect(faultLines(readRequest([], at: RepositoryPath("requests/x.yaml"))).count == 1)
  }
}
