internal import Documents
package import Git
package import Model

/// A commit on the mainline's tip that changes one person's file and nothing else.
package struct PersonDraft {
  let file: PolicyFileDraft
  let person: IdentityID

  /// - Parameter base: The commit whose file is changed.
  package init(repository: Repository, base: ObjectID, person: IdentityID, git: GitProgram) {
    self.person = person
    file = PolicyFileDraft(
      repository: repository, base: base,
      path: RepositoryPath("policies/people/\(person).yaml"), git: git)
  }

  package var path: RepositoryPath { file.path }

  /// Makes the commit, signed with the user's own key; no reference moves.
  ///
  /// - Parameters:
  ///   - branch: What `point` is to call it; it must be new.
  ///   - change: What becomes of the file, whose person it is given with.
  package func commit(
    for branch: String, message: String,
    change: (Person, [UInt8]) throws(ProcessingError) -> [UInt8]
  ) async throws(ProcessingError) -> ObjectID {
    try await file.commit(for: branch, message: message) { bytes throws(ProcessingError) in
      guard let bytes else {
        throw ProcessingError(
          .negative, "There is no person \(person) on the mainline.",
          hint: "ls policies/people/ lists them; a workload is changed in its own file.")
      }
      guard let known = reread(bytes) else { throw file.faulty }
      return try change(known, bytes)
    }
  }

  /// Lets `branch`, which must be new, end in `commit`.
  package func point(
    _ branch: String, at commit: ObjectID, by command: String
  ) throws(ProcessingError) {
    try file.point(branch, at: commit, by: command)
  }

  /// What a changed file says; nil where it has faults.
  package func reread(_ bytes: [UInt8]) -> Person? {
    guard case .person(let person)? = file.reread(bytes) else { return nil }
    return person
  }
}
