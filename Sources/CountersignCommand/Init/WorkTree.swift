internal import Documents
internal import Git
internal import Model
internal import Processing

/// The folder that an access repository is laid out in.
struct WorkTree {
  /// The absolute path of the folder, without a slash at its end.
  let root: String
  /// The branch that HEAD names, which becomes the mainline.
  let branch: String
  private let isRepository: Bool

  /// Looks at `path`, which need not exist; makes nothing.
  ///
  /// - Throws: With status 64 for a bare repository, and for a folder inside another work tree.
  init(at path: String) throws(Failure) {
    root = try Files.resolved(path)
    guard let found = try WorkTree.repository(around: root) else {
      (branch, isRepository) = ("main", false)
      return
    }
    guard let tree = found.workTree else {
      throw Failure(
        .wrongUsage, "\(path) is a bare repository.",
        hint: "Lay it out in a clone with a work tree, and push that.")
    }
    guard try Files.resolved(tree) == root else {
      throw Failure(
        .wrongUsage, "\(path) is inside the repository \(tree).",
        hint: "Policies stand at the root: countersign init \(shellWord(tree)).")
    }
    isRepository = true
    do throws(GitError) {
      let prefix = "refs/heads/"
      let name = try found.head().name ?? ""
      branch = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : "main"
    } catch {
      throw Failure(error)
    }
  }

  private static func repository(around root: String) throws(Failure) -> Repository? {
    guard Files.isTaken(root) else { return nil }
    do throws(GitError) {
      return try Repository(discovering: root)
    } catch {
      guard error.kind == .notFound else { throw Failure(error) }
      return nil
    }
  }

  /// The settings that are there already; nil where there are no policies.
  ///
  /// - Throws: With status 65 where there are policies and the settings cannot be read.
  func settings() throws(Failure) -> Settings? {
    guard Files.isTaken("\(root)/policies") else { return nil }
    guard let bytes = try Files.read("\(root)/\(Settings.file)") else {
      throw Failure(
        .unreadableDocument, "There is a folder policies/ without \(Settings.file).",
        hint: "Move it away, or write its settings, then run init again.")
    }
    switch readPolicyDocument(bytes, at: RepositoryPath(Settings.file)) {
    case .failure(let faults): throw Failure(.unreadableDocument, faults.reasons)
    case .success(let document):
      guard case .settings(let settings) = document.content else { return nil }
      return settings
    }
  }

  /// Where the processor's key is made unless somebody says where.
  func keyPlace() throws(Failure) -> String {
    let folder =
      Surroundings.variable("XDG_CONFIG_HOME")
      ?? Surroundings.variable("HOME").map { "\($0)/.config" }
    guard let folder else {
      throw Failure(
        .wrongUsage, "There is no home folder to make the processor's key in.",
        hint: "Say where: --key-out <file>, or give the public half of one: --processor-key <file>."
      )
    }
    let name = root.split(separator: "/").last.map(String.init) ?? "access"
    return "\(folder)/countersign/\(name)-processor"
  }

  /// Makes the folder and the repository where they are missing.
  func prepare() async throws(Failure) {
    guard !isRepository else { return }
    let end = try await Outside.ofThisProcess.run(
      ProgramStart("git", ["init", "--quiet", "-b", branch, "--", root]))
    guard end.succeeded else {
      throw Failure(.unavailable, "git could not make a repository at \(root).")
    }
  }
}
