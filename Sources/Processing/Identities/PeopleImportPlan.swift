package import Model

/// What a list of people changes in the files that there are.
package struct PeopleImportPlan {
  /// Something that the list says and the files do not take.
  package struct Kept {
    package let id: IdentityID
    package let why: String
  }

  /// Sorted by id.
  package let changes: [PersonFileChange]
  /// Sorted by id.
  package let kept: [Kept]
  /// The list's people whose files stay as they are, sorted.
  let unchangedPeople: [IdentityID]

  /// How many of the list's people stay as they are.
  package var unchanged: Int { unchangedPeople.count }

  /// The same without files that would only say when they were last verified: a directory attests that.
  package func withoutMereVerification() -> PeopleImportPlan {
    func isMere(_ change: PersonFileChange) -> Bool {
      change.kind == .changed && change.entries == ["verified"]
    }
    return PeopleImportPlan(
      changes: changes.filter { !isMere($0) }, kept: kept,
      unchangedPeople: (unchangedPeople + changes.filter(isMere).map(\.id)).sorted())
  }

  /// Writes the files below `root`, a work tree.
  package func write(below root: String, _ files: FileAccess) throws(ProcessingError) {
    for change in changes {
      let place = FilePlace(
        below: root, in: ["policies", "people"], name: "\(change.id).yaml")
      try files.replace(change.bytes, place, FileAccess.Writing())
    }
  }
}
