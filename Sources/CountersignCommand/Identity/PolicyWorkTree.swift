internal import Documents
internal import Model

/// The files of `policies/` as they stand in a work tree, which nobody has approved.
struct PolicyWorkTree {
  /// With a slash at its end.
  let root: String
  /// By path; certificates apart, which hold no names.
  private let files: [RepositoryPath: [UInt8]]

  /// Reads every file two levels deep.
  init(below root: String) throws(Failure) {
    self.root = root
    var files: [RepositoryPath: [UInt8]] = [:]
    for name in Files.names(in: root + "policies") {
      let path = "policies/\(name)"
      for file in Files.size(of: root + path) != nil
        ? [path] : Files.names(in: root + path).map({ "\(path)/\($0)" })
      {
        guard let size = Files.size(of: root + file), size <= Limits.file,
          let bytes = try Files.read(root + file)
        else { continue }
        files[RepositoryPath(file)] = bytes
      }
    }
    self.files = files
  }

  /// The people, by id.
  ///
  /// - Throws: With status 65 where a file has faults: what cannot be read is not to be rewritten.
  func people() throws(Failure) -> [IdentityID: PersonFile] {
    var people: [IdentityID: PersonFile] = [:]
    var faults: [Reason] = []
    for (path, bytes) in files where path.isInside("policies/people") {
      switch readPolicyDocument(bytes, at: path) {
      case .failure(let found): faults += found.reasons
      case .success(let document):
        if case .person(let person) = document.content {
          people[person.id] = PersonFile(person: person, bytes: bytes)
        }
      }
    }
    guard faults.isEmpty else {
      throw Failure(.unreadableDocument, faults.sorted { ($0.file ?? "") < ($1.file ?? "") })
    }
    return people
  }

  /// Whether the settings name a directory; not so where they cannot be read.
  var hasDirectory: Bool {
    let path = RepositoryPath(Settings.file)
    guard let bytes = files[path],
      case .success(let document) = readPolicyDocument(bytes, at: path),
      case .settings(let settings) = document.content
    else { return false }
    return settings.directory != nil
  }

  /// The policy that the files would be once `changes` are made.
  func policy(after changes: [PersonChange]) -> Result<Policy, DocumentFaults> {
    var next = files
    for change in changes { next[RepositoryPath(change.path)] = change.bytes }
    var documents: [ParsedDocument] = []
    var faults: [Reason] = []
    for (path, bytes) in next.sorted(by: { $0.key < $1.key }) {
      switch readPolicyDocument(bytes, at: path) {
      case .success(let document): documents.append(document)
      case .failure(let found): faults += found.reasons
      }
    }
    guard faults.isEmpty else { return .failure(DocumentFaults(faults)) }
    return assemblePolicy(documents)
  }
}
