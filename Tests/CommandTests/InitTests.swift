import Foundation
import TestSupport
import Testing

/// A new access repository, laid out by the program in a scratch directory.
struct NewRepository {
  let scratch: ScratchDirectory
  let program: ApproveProgram
  var root: String { scratch.file("access") }

  init() async throws {
    scratch = try ScratchDirectory()
    program = ApproveProgram(scratch: scratch)
    try scratch.write("", to: "home/.gitconfig")
    for name in ["priya", "tom", "lena", "yuki", "nina", "new"] {
      try await program.must(
        "ssh-keygen",
        ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", scratch.file("key-\(name)")])
    }
  }

  func person(_ id: String, name: String = "A Name") -> [String] {
    [
      "--person",
      "id=\(id),name=\(name),email=\(id)@example.com,key=\(scratch.file("key-\(id)")).pub",
    ]
  }

  func initialize(_ arguments: [String]) async throws -> ProgramResult {
    try await program.run(ApproveProgram.countersign, ["init", root] + arguments, in: scratch.path)
  }

  func read(_ path: String) throws -> String {
    String(decoding: try scratch.read("access/\(path)"), as: UTF8.self)
  }
}

@Suite struct InitTests {
  @Test func `what is laid out runs, and the doctor finds nothing amiss in it`() async throws {
    let new = try await NewRepository()
    let made = try await new.initialize(
      new.person("priya", name: "Priya \"P\" Naïr") + new.person("tom") + new.person("lena"))
    #expect(made.status == 0, "\(made.errorText)")
    #expect(made.text.contains("GitHub must be set to"))
    let key = new.scratch.file("home/.config/countersign/access-processor")
    #expect(made.text.contains(key))
    let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(
      try new.read("policies/countersign.yaml").contains("{count: 1, from: [group:security]}"))

    try await new.program.must("git", ["-C", new.root, "add", "-A"], by: "priya")
    try await new.program.must("git", ["-C", new.root, "commit", "-q", "-m", "Begin"], by: "priya")
    let anchor = try await new.program.must("git", ["-C", new.root, "rev-parse", "HEAD"]).text
    let first = try await new.program.run(
      ApproveProgram.countersign, ["run", "--first-run", "--anchor", anchor, "--key", key],
      in: new.root)
    #expect(first.status == 0, "\(first.errorText)")
    let doctor = try await new.program.run(
      ApproveProgram.countersign, ["doctor", "--anchor", anchor, "--key", key], by: "priya",
      in: new.root)
    #expect(doctor.status == 0, "\(doctor.text)")
    let warnings = doctor.text.split(separator: "\n").filter { $0.hasPrefix("warning") }
    #expect(warnings.count == 1 && warnings[0].contains("no remote origin"), "\(doctor.text)")
  }

  @Test func `on a plain host a push is enough`() async throws {
    let new = try await NewRepository()
    let key = new.scratch.file("processor")
    let made = try await new.initialize(
      new.person("priya") + new.person("tom") + ["--forge", "plain", "--key-out", key])
    #expect(made.status == 0, "\(made.errorText)")
    let host = new.scratch.file("host.git")
    try await new.program.must("git", ["init", "-q", "--bare", "-b", "main", host])
    // Hooks find the program under test first.
    let folder = ApproveProgram.countersign.split(
      separator: "/", omittingEmptySubsequences: false
    ).dropLast().joined(separator: "/")
    let path = ["PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"]
    func git(_ arguments: String..., by person: String = "priya") async throws -> ProgramResult {
      try await new.program.run("git", ["-C", new.root] + arguments, by: person, more: path)
    }
    _ = try await git("add", "-A")
    _ = try await git("commit", "-q", "-m", "Begin")
    _ = try await git("remote", "add", "origin", host)
    _ = try await git("push", "-q", "origin", "main")
    for hook in ["post-receive", "update"] {
      try FileManager.default.copyItem(
        atPath: "\(new.root)/hooks/\(hook)", toPath: "\(host)/hooks/\(hook)")
    }
    let anchor = try await git("rev-parse", "HEAD").text
    try await new.program.must("git", ["-C", host, "config", "countersign.anchor", anchor])
    try await new.program.must("git", ["-C", host, "config", "countersign.key", key])
    let first = try await new.program.run(
      "\(host)/hooks/post-receive", ["--now", "--first-run"], in: host, more: path)
    #expect(first.status == 0, "\(first.errorText)")

    try new.scratch.write(
      "subject: priya\nentitlement: read-only\nduration: 1h\nreason: Try.\n",
      to: "access/requests/example-db/try.yaml")
    _ = try await git("switch", "-q", "-c", "try")
    _ = try await git("add", "-A")
    _ = try await git("commit", "-q", "-m", "Ask")
    _ = try await git("push", "-q", "origin", "try")
    let approved = try await new.program.run(
      ApproveProgram.countersign,
      ["approve", "requests/example-db/try.yaml", "--yes", "--anchor", anchor], by: "tom",
      in: new.root, more: path)
    #expect(approved.status == 0, "\(approved.errorText)")
    let ledger = try await new.program.must(
      "git", ["-C", host, "log", "--format=%s", "countersign/ledger"]
    ).text
    #expect(ledger.hasPrefix("Issue example-db/read-only to priya"))

    for target in ["HEAD:refs/heads/countersign/ledger", "+\(anchor):refs/heads/main"] {
      let before = try await new.program.must("git", ["-C", host, "show-ref"]).text
      #expect(try await git("push", "-q", "origin", target).status != 0)
      #expect(try await new.program.must("git", ["-C", host, "show-ref"]).text == before)
    }
    let here = try await new.program.run(
      ApproveProgram.countersign, ["doctor", "--anchor", anchor], in: new.root)
    #expect(here.text.contains("hooks/post-receive is in HEAD"), "\(here.text)")
    let doctor = try await new.program.run(
      ApproveProgram.countersign, ["doctor", "--anchor", anchor], in: host)
    #expect(doctor.text.contains("ok       the hook post-receive runs countersign"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: "\(host)/hooks/post-receive")
    try await new.program.must("git", ["-C", host, "config", "--unset", "countersign.key"])
    let worse = try await new.program.run(
      ApproveProgram.countersign, ["doctor", "--anchor", anchor], in: host)
    #expect(worse.text.contains("is not executable"))
    #expect(worse.text.contains("reads countersign.key"))
  }

  /// The step that installs the program, run with stand-ins for what it fetches.
  @Test(arguments: [
    ("github", ".github/workflows/countersign.yml", "libgit2-1.7 librnp0", 2),
    ("forgejo", ".forgejo/workflows/countersign.yml", "libgit2-1.5 librnp0", 2),
    ("gitlab", ".gitlab-ci.yml", "libgit2-1.5 librnp0", 1),
  ])
  func `jobs install what the program needs`(
    forge: String, path: String, libraries: String, jobs: Int
  ) async throws {
    let new = try await NewRepository()
    #expect(try await new.initialize(new.person("tom") + ["--forge", forge]).status == 0)
    let script = try await new.program.must(
      "python3",
      [
        "-c",
        """
        import sys, yaml
        tree = yaml.safe_load(open(sys.argv[1]))
        steps = [s["run"] for j in tree.get("jobs", {}).values() for s in j["steps"]
                 if s.get("name") == "Install Countersign"]
        steps += tree.get("default", {}).get("before_script", [])
        assert len(steps) == \(jobs) and len(set(steps)) == 1, steps
        print(steps[0])
        """, "\(new.root)/\(path)",
      ]
    ).text
    for (name, text) in [
      ("apt-get", "echo \"$@\" >> log"), ("dpkg", "exit 1"), ("sudo", "exec \"$@\""),
      ("curl", "while [ \"$1\" != --output ]; do shift; done; printf program > \"$2\""),
    ] {
      try new.scratch.write("#!/bin/sh\n\(text)\n", to: "tools/\(name)", mode: 0o755)
    }
    let tools = new.scratch.file("tools")
    // Where the program would land in a work tree, a branch can have put a folder (THREATS row 61).
    try new.scratch.write("Notes.\n", to: "tools/countersign/README.md")
    func install(_ digest: String) async throws -> ProgramResult {
      try await new.program.run(
        "bash", ["-e", "-o", "pipefail", "-c", script], in: tools,
        more: [
          "PATH": "\(tools):/usr/bin:/bin", "COUNTERSIGN_URL": "https://example.com/countersign",
          "COUNTERSIGN_SHA256": digest, "GITHUB_PATH": new.scratch.file("path"),
        ])
    }
    let right = try await new.program.must("bash", ["-c", "printf program | sha256sum"]).text
    let done = try await install(String(right.prefix(64)))
    #expect(done.status == 0, "\(done.errorText)")
    if forge != "gitlab" {
      let folder =
        String(decoding: try new.scratch.read("path"), as: UTF8.self)
        .split(separator: "\n").first.map(String.init) ?? ""
      #expect(try await new.program.must("cat", ["\(folder)/countersign"]).text == "program")
    }
    let log = String(decoding: try new.scratch.read("tools/log"), as: UTF8.self)
    #expect(
      log.contains("update") && log.contains(" --no-install-recommends \(libraries)\n"), "\(log)")
    #expect(try await install(String(repeating: "0", count: 64)).status != 0)
  }

  @Test func `nothing that is there is changed`() async throws {
    let new = try await NewRepository()
    try new.scratch.write("mine\n", to: "access/.gitlab-ci.yml")
    #expect(try await new.initialize(new.person("tom")).status == 0)
    let settings = try new.read("policies/countersign.yaml")
    let again = try await new.initialize(["--forge", "gitlab"])
    #expect(again.status == 0, "\(again.errorText)")
    #expect(again.text.contains("kept   .gitlab-ci.yml"))
    #expect(try new.read(".gitlab-ci.yml") == "mine\n")
    #expect(try new.read("policies/countersign.yaml") == settings)
  }

  @Test func `with one person it says what that means`() async throws {
    let new = try await NewRepository()
    let made = try await new.initialize(new.person("tom") + ["--format", "json"])
    let value = try JSONSerialization.jsonObject(with: Data(made.output)) as? [String: Any]
    let warnings = try #require(value?["warnings"] as? [String])
    #expect(warnings.count == 1 && warnings[0].contains("With one person"))
    #expect(
      try new.read("policies/countersign.yaml").contains("{count: 1, from: [group:security]}"))
    #expect((value?["written"] as? [String])?.contains("hooks/update") ?? false)
  }

  @Test func `it may be laid out in a repository with another branch`() async throws {
    let new = try await NewRepository()
    try await new.program.must("git", ["init", "-q", "-b", "trunk", new.root])
    #expect(try await new.initialize(new.person("tom")).status == 0)
    #expect(try new.read("policies/countersign.yaml").contains("mainline: trunk"))
    #expect(try new.read(".github/workflows/countersign.yml").contains("branches: [trunk]"))
    #expect(try new.read("hooks/post-receive").contains("mainline=refs/heads/trunk"))
  }

  @Test(arguments: [
    (["--forge", "bitbucket"], 64, "--forge is"),
    ([], 64, "no terminal to ask on"),
    (["--person", "nonsense"], 64, "--person nonsense"),
    (["--person", "id=a,name=A,email=a@b.c"], 64, "needs key="),
    (["--person", "id=Ä,name=A,email=a@b.c,key=KEY/key-tom.pub"], 64, "is no id"),
    (["--person", "id=a,name=A,email=a@b.c,key=KEY/key-tom"], 64, "is a private key"),
    (["--person", "id=a,name=A,email=a@b.c,key=KEY/nowhere"], 64, "no key file"),
    (["--person", "id=a,name=A,email=nomail,key=KEY/key-tom.pub"], 65, "policies/people/a.yaml:3"),
    (
      [
        "--person", "id=a,name=A,email=a@b.c,key=KEY/key-tom.pub", "--processor-key",
        "KEY/key-tom.pub",
      ],
      65, "belongs to"
    ),
    (
      ["--person", "id=a,name=A,email=a@b.c,key=KEY/key-tom.pub", "--key-out", "KEY/access/key"],
      64,
      "inside the repository"
    ),
    (["--processor-key", "x", "--key-out", "y"], 64, "exclude each other"),
  ])
  func `what is wrong is said before anything is written`(
    _ arguments: [String], _ status: Int, _ says: String
  ) async throws {
    let new = try await NewRepository()
    let result = try await new.initialize(
      arguments.map { $0.replacing("KEY", with: new.scratch.path) })
    #expect(result.status == status, "\(result.errorText)")
    #expect(result.errorText.contains(says), "\(result.errorText)")
    #expect(!FileManager.default.fileExists(atPath: new.root))
  }

  @Test func `policies stand at the root, and in a work tree`() async throws {
    let new = try await NewRepository()
    #expect(try await new.initialize(new.person("tom")).status == 0)
    let inside = try await new.program.run(
      ApproveProgram.countersign, ["init", "\(new.root)/policies"] + new.person("tom"))
    #expect(inside.status == 64)
    #expect(inside.errorText.contains("is inside the repository"))
    let bare = new.scratch.file("bare.git")
    try await new.program.must("git", ["init", "-q", "--bare", bare])
    let refused = try await new.program.run(
      ApproveProgram.countersign, ["init", bare] + new.person("tom"))
    #expect(refused.status == 64)
    #expect(refused.errorText.contains("bare"))
  }
}
