internal import Documents
internal import Git
internal import Model

/// The folder that an access repository is laid out in.
struct WorkTree {
  /// The absolute path of the folder, without a slash at its end.
  let root: String
  /// The branch that HEAD names, which becomes the mainline.
  let branch: String
  private let isRepository: Bool
  private let outside: Outside

  /// Looks at `path`, which need not exist; makes nothing.
  ///
  /// - Throws: `.wrongUsage` for a bare repository, and for a folder inside another work tree.
  init(at path: String, _ outside: Outside) throws(ProcessingError) {
    self.outside = outside
    root = try outside.files.resolved(path)
    guard let found = try WorkTree.repository(around: root, outside.files) else {
      (branch, isRepository) = ("main", false)
      return
    }
    guard let tree = found.workTree else {
      throw ProcessingError(
        .wrongUsage, "\(path) is a bare repository.",
        hint: "Lay it out in a clone with a work tree, and push that.")
    }
    guard try outside.files.resolved(tree) == root else {
      throw ProcessingError(
        .wrongUsage, "\(path) is inside the repository \(tree).",
        hint: "Policies stand at the root: countersign init \(shellWord(tree)).")
    }
    isRepository = true
    do throws(GitError) {
      let prefix = "refs/heads/"
      let name = try found.head().name ?? ""
      branch = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : "main"
    } catch {
      throw ProcessingError(error)
    }
  }

  private static func repository(
    around root: String, _ files: FileAccess
  ) throws(ProcessingError) -> Repository? {
    guard files.isTaken(root) else { return nil }
    do throws(GitError) {
      return try Repository(discovering: root)
    } catch {
      guard error.kind == .notFound else { throw ProcessingError(error) }
      return nil
    }
  }

  /// The settings that are there already; nil where there are no policies.
  ///
  /// - Throws: `.unreadableDocument` where there are policies and the settings cannot be read.
  func settings() throws(ProcessingError) -> Settings? {
    guard outside.files.isTaken("\(root)/policies") else { return nil }
    guard let bytes = try outside.files.read("\(root)/\(Settings.file)") else {
      throw ProcessingError(
        .unreadableDocument, "There is a folder policies/ without \(Settings.file).",
        hint: "Move it away, or write its settings, then run init again.")
    }
    switch readPolicyDocument(bytes, at: RepositoryPath(Settings.file)) {
    case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
    case .success(let document):
      guard case .settings(let settings) = document.content else { return nil }
      return settings
    }
  }

  /// Where the processor's key is made unless somebody says where.
  ///
  /// - Parameter folder: Where the person keeps settings.
  func keyPlace(in folder: String?) throws(ProcessingError) -> String {
    guard let folder else {
      throw ProcessingError(
        .wrongUsage, "There is no home folder to make the processor's key in.",
        hint:
          "Say where: \(OptionName.keyOut) <file>, or give the public half of one: \(OptionName.processorKey) <file>."
      )
    }
    let name = root.split(separator: "/").last.map(String.init) ?? "access"
    return "\(folder)/countersign/\(name)-processor"
  }

  /// Makes the folder and the repository where they are missing.
  func prepare() async throws(ProcessingError) {
    guard !isRepository else { return }
    let end = try await outside.run(
      ProgramStart("git", ["init", "--quiet", "-b", branch, "--", root]))
    guard end.succeeded else {
      throw ProcessingError(.unavailable, "git could not make a repository at \(root).")
    }
  }
}
