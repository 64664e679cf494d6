internal import Git
internal import Model

/// What starts Countersign: the workflow files of HEAD, and the hook of a bare repository.
struct WorkflowCheckup {
  let repository: Repository
  /// The settings in force, whose governance should cover the files.
  let settings: Settings?
  let files: FileAccess

  private static let largest = 256 * 1024

  func findings() -> [DoctorFinding] {
    do throws(GitError) {
      var findings: [DoctorFinding] = []
      var isRun = false
      for (path, text) in try workflows() where text.has("countersign") {
        isRun = isRun || text.has("countersignrun")
        let own = path == ".gitlab-ci.yml" ? gitlab(text) : workflow(text)
        let all = (own + shared(path, text)).map {
          DoctorFinding($0.severity, "\(path): \($0.what)", mend: $0.mend)
        }
        findings += all.isEmpty ? [DoctorFinding(.ok, "\(path): nothing seems amiss")] : all
      }
      let hook = try hook()
      findings += hook ?? []
      if !isRun, hook == nil {
        findings.append(
          try hasHook()
            ? DoctorFinding(
              .warning,
              "hooks/post-receive is in HEAD; whether its host runs it cannot be seen here",
              mend:
                "its first lines say how to install it; on the host: countersign doctor \(OptionName.repository) <bare repository>"
            )
            : DoctorFinding(
              .warning, "nothing in HEAD seems to run countersign on pushes and on a schedule",
              mend: "countersign init \(OptionName.forge) <forge> writes what does"))
      }
      return findings
    } catch {
      return DoctorFinding.problems(ProcessingError(error))
    }
  }

  /// GitHub and those who read its files.
  private func workflow(_ text: WorkflowText) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if text.count("actions/checkout") > text.count("fetch-depth:0") {
      findings.append(
        DoctorFinding(
          .problem, "seems to clone shallowly, and a shallow clone grants nothing",
          mend: "give each actions/checkout: fetch-depth: 0"))
    }
    if text.has("secrets.", "COUNTERSIGN_KEY") {
      if text.has("pull_request_target") {
        findings.append(
          DoctorFinding(
            .problem, "seems to hand the processor's key to pull_request_target",
            mend: "run on push, schedule and workflow_dispatch only"))
      } else if text.has("pull_request"), !text.has("environment:") {
        findings.append(
          DoctorFinding(
            .warning, "seems to have the processor's key within reach of pull requests",
            mend: "keep it in an environment that only the mainline may use"))
      }
    }
    guard text.has("countersignrun") else { return findings }
    if !text.has("schedule:") {
      findings.append(
        DoctorFinding(
          .warning, "seems to have no schedule, so access ends only when somebody pushes",
          mend: "on: schedule: - cron: \"*/10 * * * *\""))
    }
    if !text.has("concurrency:") {
      findings.append(
        DoctorFinding(
          .warning, "seems to let several runs race for the ledger",
          mend: "concurrency: {group: countersign, cancel-in-progress: false}"))
    }
    if text.has("cancel-in-progress:true") {
      findings.append(
        DoctorFinding(
          .warning, "seems to cancel runs half-way", mend: "cancel-in-progress: false"))
    }
    return findings
  }

  private func gitlab(_ text: WorkflowText) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if !text.has("GIT_DEPTH:0") {
      findings.append(
        DoctorFinding(
          .problem, "seems to clone shallowly, and a shallow clone grants nothing",
          mend: "variables: {GIT_DEPTH: 0}"))
    }
    if text.has("countersignrun"), !text.has("resource_group:") {
      findings.append(
        DoctorFinding(
          .warning, "seems to let several runs race for the ledger",
          mend: "resource_group: countersign"))
    }
    return findings
  }

  private func shared(_ path: String, _ text: WorkflowText) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if text.hasLiteralAnchor {
      findings.append(
        DoctorFinding(
          .warning,
          "seems to name the anchor itself, so whoever changes the file changes what is trusted",
          mend: "read it from a variable that is set outside the repository"))
    }
    if let settings, settings.governance(of: RepositoryPath(path)) == nil {
      findings.append(
        DoctorFinding(
          .warning, "no governance line covers it, so a change of it is no finding",
          mend: "add its path under governance: in \(Settings.file)"))
    }
    return findings
  }

  /// Whether HEAD has the hook of a plain host, which somebody installs on that host.
  private func hasHook() throws(GitError) -> Bool {
    guard let head = try repository.head().id else { return false }
    return try entries(of: ["hooks"], in: repository.rawCommit(head).tree)
      .contains { $0.name == Array("post-receive".utf8) }
  }

  /// The hook of a bare repository; nil where it has none that runs Countersign.
  private func hook() throws(GitError) -> [DoctorFinding]? {
    let path = "\(repository.commonDirectory)hooks/post-receive"
    guard repository.isBare, let bytes = hookText(path) else { return nil }
    let text = WorkflowText(bytes)
    guard text.has("countersign") else { return nil }
    var findings: [DoctorFinding] = []
    if let mode = files.mode(path), mode & 0o111 == 0 {
      findings.append(
        DoctorFinding(
          .problem, "the hook \(path) is not executable, so git ignores it",
          mend: "chmod +x \(shellWord(path))"))
    }
    for key in ["countersign.anchor", "countersign.key"] where text.has(key) {
      guard try repository.configuration(key) == nil else { continue }
      findings.append(
        DoctorFinding(
          .problem, "the hook reads \(key), which is not set in this repository",
          mend: "git config \(key) \(key.hasSuffix("key") ? "<file>" : "<commit>")"))
    }
    return findings.isEmpty
      ? [DoctorFinding(.ok, "the hook post-receive runs countersign")] : findings
  }

  private func hookText(_ path: String) -> [UInt8]? {
    do throws(ProcessingError) {
      return try files.read(path)
    } catch {
      return nil
    }
  }

  /// The CI files of HEAD, by path.
  private func workflows() throws(GitError) -> [(path: String, text: WorkflowText)] {
    guard let head = try repository.head().id else { return [] }
    let root = try repository.rawCommit(head).tree
    var files: [(path: String, text: WorkflowText)] = []
    for folder in [[".github", "workflows"], [".forgejo", "workflows"], [".gitea", "workflows"]] {
      for entry in try entries(of: folder, in: root) {
        let name = RepositoryPath(entry.name).description
        guard name.hasSuffix(".yml") || name.hasSuffix(".yaml") else { continue }
        try add("\(folder.joined(separator: "/"))/\(name)", entry, to: &files)
      }
    }
    for entry in try repository.tree(root) where entry.name == Array(".gitlab-ci.yml".utf8) {
      try add(".gitlab-ci.yml", entry, to: &files)
    }
    return files
  }

  /// What the folder of those names below `root` holds; nothing where there is none.
  private func entries(of folder: [String], in root: ObjectID) throws(GitError) -> [TreeEntry] {
    var tree: ObjectID? = root
    for name in folder {
      tree = try tree.flatMap { tree throws(GitError) in
        try repository.tree(tree).first { $0.isTree && $0.name == Array(name.utf8) }?.id
      }
    }
    return try tree.map(repository.tree) ?? []
  }

  private func add(
    _ path: String, _ entry: TreeEntry, to files: inout [(path: String, text: WorkflowText)]
  ) throws(GitError) {
    guard entry.mode == TreeEntry.file || entry.mode == TreeEntry.executable else { return }
    let bytes = try repository.bytes(of: entry.id, as: .blob, atMost: WorkflowCheckup.largest)
    files.append((path, WorkflowText(bytes)))
  }
}
