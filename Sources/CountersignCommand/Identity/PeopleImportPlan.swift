internal import Model

/// What a list of people changes in the files that there are.
struct PeopleImportPlan {
  /// Something that the list says and the files do not take.
  struct Kept {
    let id: IdentityID
    let why: String
  }

  /// Sorted by id.
  let changes: [PersonChange]
  /// Sorted by id.
  let kept: [Kept]
  /// The list's people whose files stay as they are, sorted.
  let unchangedPeople: [IdentityID]

  /// How many of the list's people stay as they are.
  var unchanged: Int { unchangedPeople.count }

  /// The same without files that would only say when they were last verified: a directory attests that.
  func withoutMereVerification() -> PeopleImportPlan {
    func isMere(_ change: PersonChange) -> Bool {
      change.kind == .changed && change.entries == ["verified"]
    }
    return PeopleImportPlan(
      changes: changes.filter { !isMere($0) }, kept: kept,
      unchangedPeople: (unchangedPeople + changes.filter(isMere).map(\.id)).sorted())
  }

  /// Writes the files below `root`, a work tree.
  func write(below root: String) throws(Failure) {
    for change in changes {
      try Files.replace(
        change.bytes, below: root, in: ["policies", "people"], name: "\(change.id).yaml")
    }
  }
}
