package import Documents
package import Model

/// The files of `policies/` as they stand in a work tree, which nobody has approved.
package struct PolicyWorkTree {
  /// With a slash at its end.
  package let root: String
  /// By path; certificates apart, which hold no names.
  private let files: [RepositoryPath: [UInt8]]

  /// Reads every file two levels deep.
  package init(below root: String, _ access: FileAccess) throws(ProcessingError) {
    self.root = root
    var files: [RepositoryPath: [UInt8]] = [:]
    for name in access.names(root + "policies") {
      let path = "policies/\(name)"
      for file in access.size(root + path) != nil
        ? [path] : access.names(root + path).map({ "\(path)/\($0)" })
      {
        guard let size = access.size(root + file), size <= Limits.file,
          let bytes = try access.read(root + file)
        else { continue }
        files[RepositoryPath(file)] = bytes
      }
    }
    self.files = files
  }

  /// The people, by id.
  ///
  /// - Throws: `.unreadableDocument` where a file has faults: what cannot be read is not to be rewritten.
  package func people() throws(ProcessingError) -> [IdentityID: PersonFile] {
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
      throw ProcessingError(
        .unreadableDocument, faults.sorted { ($0.file ?? "") < ($1.file ?? "") })
    }
    return people
  }

  /// Whether the settings name a directory; not so where they cannot be read.
  package var hasDirectory: Bool {
    let path = RepositoryPath(Settings.file)
    guard let bytes = files[path],
      case .success(let document) = readPolicyDocument(bytes, at: path),
      case .settings(let settings) = document.content
    else { return false }
    return settings.directory != nil
  }

  /// The policy that the files would be once `changes` are made.
  package func policy(after changes: [PersonFileChange]) -> Result<Policy, DocumentFaults> {
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
