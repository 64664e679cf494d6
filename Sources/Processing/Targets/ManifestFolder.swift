internal import Connectors
internal import Git
internal import Model
internal import Signatures

/// The followed folder as it is on the branch, and its manifests.
struct ManifestFolder {
  let repository: Repository
  let remote: Remote
  /// The branch's end; absent where the branch is not there yet.
  let tip: ObjectID?
  let tree: ObjectID?
  /// What is in the manifests' folder.
  let files: [TreeEntry]

  /// Bytes of a manifest; ours have less than one thousand.
  private static let largest = 64 << 10
  /// What Argo CD and Flux apply; nothing else that lies there gives anything to anybody.
  private static let applied = [".yaml", ".yml", ".json", ".jsonnet"]

  /// Fetches the branch of `connector` into the repository at `store`.
  init(
    of connector: KubernetesConnector, into store: String, _ credentials: Credentials
  ) throws(TargetTrouble) {
    let reference = "refs/heads/\(connector.branch)"
    self = try targetGit { () throws(GitError) in
      let repository = try Repository(discovering: store)
      let remote = try repository.remote(connector.repository)
      let tip = try repository.fetch(
        remote, tracking: [reference: Self.tracking(connector)], credentials: credentials)[
          reference]
      let tree = try tip.map { tip throws(GitError) in try repository.rawCommit(tip).tree }
      return ManifestFolder(
        repository: repository, remote: remote, tip: tip, tree: tree,
        files: try Self.files(in: tree, at: connector.folder, repository))
    }
  }

  private init(
    repository: Repository, remote: Remote, tip: ObjectID?, tree: ObjectID?, files: [TreeEntry]
  ) {
    self.repository = repository
    self.remote = remote
    self.tip = tip
    self.tree = tree
    self.files = files
  }

  private static func files(
    in tree: ObjectID?, at folder: String, _ repository: Repository
  ) throws(GitError) -> [TreeEntry] {
    guard let tree else { return [] }
    var files = try repository.tree(tree)
    for name in folder.utf8.split(separator: UInt8(ascii: "/")) {
      guard let entry = files.first(where: { $0.name.elementsEqual(name) }) else { return [] }
      files = try repository.tree(entry.id)
    }
    return files
  }

  /// Where the clone remembers the branch, so that the next fetch brings only what is new.
  private static func tracking(_ connector: KubernetesConnector) -> String {
    let name = sha256(Array("\(connector.repository)\n\(connector.branch)".utf8))
    return "refs/countersign/targets/\(hexadecimal(name))"
  }

  /// Whether something is called `name`.
  func holds(_ name: String) -> Bool { files.contains { $0.name.elementsEqual(name.utf8) } }

  /// Every binding of the folder with the name of its file.
  ///
  /// A file that is no manifest of ours may give anything to anybody, so it is no answer. What nobody applies, as a
  /// `.gitkeep`, is somebody else's and left alone.
  func bindings() throws(TargetTrouble) -> [(file: String, binding: RoleBinding)] {
    try bindings(in: files)
  }

  private func bindings(
    in files: [TreeEntry]
  ) throws(TargetTrouble) -> [(file: String, binding: RoleBinding)] {
    var found: [(file: String, binding: RoleBinding)] = []
    for entry in files {
      let name = String(decoding: entry.name, as: UTF8.self)
      guard !entry.isTree else {
        throw .nonsense(
          "found the folder `\(shown(name))` among the manifests, which may hold anything")
      }
      guard Self.applied.contains(where: name.lowercased().hasSuffix) else { continue }
      let bytes = try targetGit { () throws(GitError) in
        try repository.bytes(of: entry.id, as: .blob, atMost: Self.largest)
      }
      found.append((name, try RoleBinding(parsing: bytes)))
    }
    return found
  }

  private func shown(_ name: String) -> String { recordedWord(String(name.prefix(100))) }

  /// The bindings that the folder had at `commit`, which the branch holds; nil where it does not.
  func bindings(
    at commit: String, folder: String
  ) throws(TargetTrouble) -> [(file: String, binding: RoleBinding)]? {
    guard let tip, let id = ObjectID(hex: commit) else { return nil }
    if id == tip { return try bindings() }
    guard try targetGit({ () throws(GitError) in try isReached(id, from: tip) }) else { return nil }
    let files = try targetGit { () throws(GitError) in
      try Self.files(in: try repository.rawCommit(id).tree, at: folder, repository)
    }
    return try bindings(in: files)
  }

  /// Commits that are looked through for what a cluster says that it applied.
  private static let mostCommits = 10_000

  private func isReached(_ id: ObjectID, from tip: ObjectID) throws(GitError) -> Bool {
    var seen: Set<ObjectID> = [tip]
    var waiting = [tip]
    while let commit = waiting.popLast(), seen.count < Self.mostCommits {
      if commit == id { return true }
      for parent in try repository.rawCommit(commit).parents where seen.insert(parent).inserted {
        waiting.insert(parent, at: 0)
      }
    }
    return false
  }
}

/// Git's trouble as that of a target.
func targetGit<Value>(_ body: () throws(GitError) -> Value) throws(TargetTrouble) -> Value {
  do throws(GitError) {
    return try body()
  } catch {
    throw .program("\(error)")
  }
}
