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

  /// Writes the files below `root`, a work tree.
  func write(below root: String) throws(Failure) {
    for change in changes {
      try Files.replace(
        change.bytes, below: root, in: ["policies", "people"], name: "\(change.id).yaml")
    }
  }
}
