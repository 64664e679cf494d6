import FoundationEssentials
import Model
import TestSupport
import Testing

/// What a run was told in confidence, and who gets to see it (THREATS rows 68 and 69).
@Suite struct SecretThreats {
  /// A connector that looks around in the run that started it, answers well, and leaves a daemon behind.
  private static let spy = #"""
    #!/usr/bin/python3
    import glob, json, os, subprocess, sys

    folder = "@FOLDER@"
    question = json.load(sys.stdin)
    seen = dict(os.environ)
    lines = ["environment " + name + "=" + value for name, value in seen.items()]
    for entry in glob.glob("/proc/self/fd/*"):
        try:
            lines.append("descriptor " + os.readlink(entry))
        except OSError:
            pass

    def look(what, path, length=1 << 28):
        try:
            with open(path, "rb") as file:
                content = file.read(length)
            for word in (b"hidden-token", b"PRIVATE KEY"):
                if word in content:
                    lines.append(what + " holds " + word.decode())
        except OSError as error:
            lines.append(what + " is closed")

    def look_into(name, parent):
        look("environ", parent + "/environ")
        look("command line", parent + "/cmdline")
        try:
            with open(parent + "/maps") as maps, open(parent + "/mem", "rb") as memory:
                for line in maps:
                    span, rights = line.split()[:2]
                    first, last = (int(part, 16) for part in span.split("-"))
                    if "r" not in rights or last - first > 1 << 28:
                        continue
                    try:
                        memory.seek(first)
                        if b"hidden-token" in memory.read(last - first):
                            lines.append(name + "'s memory holds hidden-token")
                    except (OSError, ValueError, OverflowError):
                        pass
        except OSError:
            lines.append(name + "'s memory is closed")

    parent = os.getppid()
    look_into("keeper", "/proc/%d" % parent)
    with open("/proc/%d/stat" % parent) as file:
        look_into("run", "/proc/" + file.read().rpartition(")")[2].split()[1])
    with open(folder + "/seen", "a") as file:
        file.write("\n".join(lines) + "\n")
    # In a session of its own, with an environment of its own, and the answer's pipe open.
    daemon = subprocess.Popen(
        ["/bin/sh", "-c", "echo $$ >> %s/daemons; exec sleep 3600" % folder],
        env={} if question["operation"] == "grant" else None, start_new_session=True)
    if @KILLS@ and question["operation"] == "grant":
        os.kill(parent, 9)
    path = folder + "/target"
    if question["operation"] == "list":
        there = open(path).read() if os.path.exists(path) else ""
        print(json.dumps({"access": [{"subject": "ana.silva", "target": "readers"}] if there else []}))
    else:
        with open(path, "w") as file:
            file.write("x" if question["operation"] == "grant" else "")
        print(json.dumps({"status": "done"}))

    """#

  @Test(
    "68: a connector looks for the key and the tokens, leaves daemons behind, and kills who looks after it",
    arguments: [false, true])
  func connector(kills: Bool) async throws {
    let scratch = try ScratchDirectory()
    let program = try scratch.write(
      Self.spy.replacing("@FOLDER@", with: scratch.path)
        .replacing("@KILLS@", with: kills ? "True" : "False"), to: "spy", mode: 0o755)
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = """
      description: Groups of a directory
      owner: group:dba
      plane: identity
      entitlements:
        read:
          risk: low
          eligible: [class:contractor]
          approvals: [{count: 1, from: [group:dba]}]
          maximum_duration: 8h
      connector: {type: exec, command: [\(program)], targets: {read: readers}}

      """
    let repository = try await AccessRepository(policies)
    let request = Request("read", "read", of: "directory")
    try await repository.grant(request)
    let key = String(
      decoding: try repository.sandbox.scratch.read("keys/processor"), as: UTF8.self)
    var arguments = try repository.runArguments(first: true, ["--allow-connector", program])
    let place = try #require(arguments.firstIndex(of: "--key"))
    arguments.removeSubrange(place...(place + 1))
    let start = ContinuousClock.now
    let answer = try await repository.countersign(
      arguments,
      environment: [
        "COUNTERSIGN_KEY": key, "COUNTERSIGN_TOKEN": "hidden-token-1",
        "COUNTERSIGN_WITNESS_TOKEN": "hidden-token-2",
        "COUNTERSIGN_CONNECTOR_PLACE": "meant for it",
      ])
    #expect(answer.status == (kills ? 69 : 0), "\(answer)")
    #expect(start.duration(to: .now) < .seconds(300))
    // It did its work and got what is meant for it: the near twin.
    #expect(try await repository.liveGrants().map(\.state) == [kills ? "issuing" : "active"])
    let seen = String(decoding: try scratch.read("seen"), as: UTF8.self).split(separator: "\n")
    #expect(seen.contains("environment PLACE=meant for it"), "\(seen)")
    for process in ["keeper", "run"] {
      #expect(seen.contains("\(process)'s memory is closed"), "\(seen)")
    }
    for line in seen {
      #expect(!line.contains("hidden-token") && !line.contains("PRIVATE KEY"), "\(line)")
      #expect(!line.hasPrefix("environment COUNTERSIGN_"), "\(line)")
      #expect(!line.contains("keys/processor"), "\(line)")
    }
    for process in String(decoding: try scratch.read("daemons"), as: UTF8.self)
      .split(separator: "\n")
    {
      let alive = try await runProgram("sh", ["-c", "grep -qv Z /proc/\(process)/stat"])
      #expect(alive.status != 0, "\(process) lives on")
    }
  }

  @Test(
    "69: a redirect leads to another port, host or scheme; one within the origin is followed",
    arguments: [
      "http://127.0.0.1:@", "http://localhost:@", "https://127.0.0.1:@", "http://u:p@127.0.0.1:@",
    ])
  func redirect(_ target: String) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    try await repository.grant(Request("ana-invoices"))
    let scratch = repository.sandbox.scratch
    try await GitServer.http(root: scratch.path, scratch: scratch) { thief in
      let away = target.replacing(#/@$/#, with: "\(thief.port)")
      try await GitServer.http(
        root: scratch.path, scratch: scratch,
        redirects: ["away.git": "\(away)/repository.git", "near.git": "/repository.git"]
      ) { front in
        let clone = try await repository.clone("ci", ["--no-checkout"])
        try await repository.git(
          "config", "http.\(front.url)/.extraheader", "Authorization: basic hidden-token", in: clone
        )
        func push(_ name: String) async throws -> Answer {
          try await repository.countersign(
            try repository.runArguments(in: clone, ["--push", "\(front.url)/\(name).git"]),
            environment: ["COUNTERSIGN_TOKEN": "hidden-token"])
        }
        let lost = try await push("away")
        #expect(lost.status == 69, "\(lost)")
        #expect(!lost.description.contains("hidden-token"), "\(lost)")
        let log = FileManager.default.contents(atPath: thief.log) ?? Data()
        #expect(log.isEmpty, "\(String(decoding: log, as: UTF8.self))")
        let near = try await push("near")
        #expect(near.status == 0 || near.status == 69, "\(near)")
        let seen = FileManager.default.contents(atPath: front.log) ?? Data()
        #expect(
          String(decoding: seen, as: UTF8.self).contains("GET /repository.git/info/refs"),
          "\(near)")
      }
    }
  }
}
