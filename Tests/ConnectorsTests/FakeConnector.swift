import FoundationEssentials
import Model
import TestSupport
import Testing

/// A connector in a few lines of Python whose target is a file; how it behaves is said in another file.
struct FakeConnector: TestTarget {
  /// What makes every deed fail.
  static let failing: [TargetBehaviour] = [
    .diesBefore, .diesAfter, .lies, .nonsense, .refuses, .cannotList,
  ]

  let scratch: ScratchDirectory
  let program: String

  /// What keeps a program that gives ids from being held to them.
  enum IDFault: String, CaseIterable {
    case ignoredByList, ignoredByRevoke
  }

  /// - Parameters:
  ///   - identifies: Whether it calls what it gives by an id that outlives every name.
  ///   - fault: What is wrong with that.
  init(identifies: Bool = false, fault: IDFault? = nil) throws {
    scratch = try ScratchDirectory()
    let python = Self.source.replacing("@FOLDER@", with: scratch.path)
    program = try scratch.write(python, to: "connector", mode: 0o755)
    try behave(.good)
    try scratch.write("", to: "calls")
    if identifies { try scratch.write(fault?.rawValue ?? "", to: "identifies") }
  }

  var environment: [String: String] { ["COUNTERSIGN_ALLOW_CONNECTOR": program] }

  func repository() async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/systems/directory.yaml"] = AccessRepository.directory(self)
    return try await AccessRepository(policies)
  }

  /// Renames what stands there by `name` in the file that is its target.
  func rename(_ name: String, to other: String) throws {
    let text = try access().joined(separator: "\n") + "\n"
    try scratch.write(text.replacing(name, with: other), to: "target")
  }

  /// Who has access on the target, as `subject target`, sorted.
  func access() throws -> [String] {
    guard FileManager.default.fileExists(atPath: scratch.file("target")) else { return [] }
    return String(decoding: try scratch.read("target"), as: UTF8.self)
      .split(separator: "\n").map { String($0) }.sorted()
  }

  private static let source = """
    #!/usr/bin/python3
    import fcntl, json, os, sys, time, uuid

    folder = "@FOLDER@"
    behaviour = open(folder + "/behaviour").read()
    question = json.load(sys.stdin)
    operation = question["operation"]
    identifies = os.path.exists(folder + "/identifies")
    fault = open(folder + "/identifies").read() if identifies else ""
    place = question.get("grant", {}).get("target", "-")

    def told(name):
        path = folder + "/" + name
        return open(path).read() if os.path.exists(path) else ""

    def span(edge):
        with open(folder + "/spans", "a") as spans:
            spans.write(f"{edge} {operation} {place}\\n")

    with open(folder + "/calls", "a") as calls:
        calls.write(operation + "\\n")
    span("begin")
    if behaviour == "hangs" or place in told("hangs-at").split():
        time.sleep(1000)
    if place != "-":
        time.sleep(float(told("pause") or 0))
    for _ in range(1200 if behaviour == "slowToGrant" and operation == "grant" else 0):
        if os.path.exists(folder + "/go"):
            break
        time.sleep(0.05)
    lock = open(folder + "/lock", "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    path = folder + "/target"
    access = set(open(path).read().split("\\n")) - {""} if os.path.exists(path) else set()

    def keep():
        with open(path + ".new", "w") as new:
            new.write("".join(line + "\\n" for line in sorted(access)))
        os.rename(path + ".new", path)

    def answer(value):
        span("end")
        json.dump(value, sys.stdout)
        sys.exit(0)

    if operation == "describe":
        places = told("at-once")
        answer({"protocol": 1, "name": "fake"} | ({"at_once": int(places)} if places else {}))
    if behaviour == "diesBefore":
        sys.exit(3)
    if behaviour == "nonsense":
        print("done, master")
        sys.exit(0)
    if operation == "list":
        if behaviour == "cannotList":
            sys.exit(4)
        found = [line.split(" ") for line in access]
        if behaviour == "listsAll":
            found += [["ana.silva", "readers"], ["ben.cole", "readers"]]
        if identifies:
            answer({"access": [{"subject": s, "target": t, "id": i} for s, t, i in found
                if t in question["targets"]
                or fault != "ignoredByList" and i in question.get("ids", [])]})
        if behaviour == "keepsApart":
            answer({"access": [{"subject": f[0], "target": f[1], "grant": f[2]} for f in found]})
        answer({"access": [{"subject": s, "target": t} for s, t in found]})
    if operation not in ("grant", "revoke"):
        answer({"status": "failed", "message": "no such operation"})
    if behaviour == "refuses":
        answer({"status": "failed", "message": "the directory is read-only", "retry": False})
    line = question["grant"]["subject"] + " " + question["grant"]["target"]
    if behaviour == "keepsApart":
        line += " " + question["grant"]["id"]
    if identifies and behaviour != "lies":
        id = question.get("id") if fault != "ignoredByRevoke" else None
        own = {l for l in access if id and l.endswith(" " + id)}
        own = own or {l for l in access if l.startswith(line + " ") and not id}
        if operation == "revoke":
            access -= own
        elif not own:
            access.add(line + " " + uuid.uuid4().hex)
        keep()
    elif behaviour != "lies":
        if operation == "grant":
            access.add(line)
        else:
            access.discard(line)
        keep()
    if behaviour == "diesAfter":
        os.kill(os.getpid(), 9)
    answer({"status": "done"})
    """
}

extension FakeConnector: MovingTarget {
  func move(_ move: TargetMove) async throws {
    if move != .renamesHolder { try rename("readers", to: "former-readers") }
    if move != .renamesTarget { try rename("ana.silva", to: "ana.costa") }
  }

  func remake() async throws { try scratch.write("", to: "target") }

  func left() async throws -> [String] { try access() }

  func give(to receiver: TargetReceiver) async throws {
    let name = receiver == .holder ? "ana.silva" : "ben.cole"
    let line = "\(name) readers 0123456789abcdef"
    try scratch.write(try (access() + [line]).map { $0 + "\n" }.joined(), to: "target")
  }

  func takeByHand() async throws {
    let kept = try access().filter { $0 != "ana.silva readers 0123456789abcdef" }
    try scratch.write(kept.map { $0 + "\n" }.joined(), to: "target")
  }
}

extension AccessRepository {
  /// The file of a system that `connector` acts for.
  static func directory(_ connector: FakeConnector, eligible: String = "class:contractor") -> String
  {
    """
    description: Groups of a directory
    owner: group:dba
    plane: identity
    entitlements:
      read:
        risk: low
        eligible: [\(eligible)]
        approvals: [{count: 1, from: [group:dba]}]
        maximum_duration: 8h
    connector: {type: exec, command: [\(connector.program)], targets: {read: readers}}

    """
  }
}
