package import Git
package import Model

/// The commit that sets somebody's status.
package struct OffboardDraft {
  private let draft: PersonDraft

  package init(repository: Repository, base: ObjectID, person: IdentityID, git: GitProgram) {
    draft = PersonDraft(repository: repository, base: base, person: person, git: git)
  }

  /// Makes it and points `branch`, which must be new, at it.
  package func commit(to branch: String) async throws(ProcessingError) -> ObjectID {
    let commit = try await draft.commit(
      for: branch, message: "Offboard \(draft.person)"
    ) { known, bytes throws(ProcessingError) in
      try changed(known, bytes)
    }
    try draft.point(branch, at: commit, by: "countersign offboard")
    return commit
  }

  /// The file with the status changed and nothing else.
  private func changed(_ known: Person, _ bytes: [UInt8]) throws(ProcessingError) -> [UInt8] {
    guard known.status != .offboarded else {
      throw ProcessingError(.negative, "\(draft.person) is offboarded already.")
    }
    let change = PersonFile(person: known, bytes: bytes).leaving()
    guard let next = draft.reread(change.bytes), next.status == .offboarded, next.keys == known.keys
    else {
      throw ProcessingError(
        .unreadableDocument, "\(draft.path) cannot be changed without touching its keys.",
        hint: "Set its status by hand.")
    }
    return change.bytes
  }
}
