package import Model

/// What a list of people changes in the files that there are.
package struct PeopleImportPlan {
  /// Something that the list says and the files do not take.
  package struct Kept {
    package let id: IdentityID
    package let why: String
  }

  /// What is wrong with the rows that were left out.
  package let bad: [Reason]
  /// Sorted by id.
  package let changes: [PersonFileChange]
  /// Sorted by id.
  package let kept: [Kept]
  /// The list's people whose files stay as they are, sorted.
  let unchangedPeople: [IdentityID]

  /// How many of the list's people stay as they are.
  package var unchanged: Int { unchangedPeople.count }

  /// What of an export, or of a part of one, ends too many people at once to be believed (THREATS row 75); nil
  /// where it does not, or where `named` is how many it ends.
  ///
  /// - Parameters:
  ///   - policy: The policies of the work tree.
  ///   - named: How many somebody says that it ends.
  package func mass(under policy: Policy, named: Int?) -> ProcessingError? {
    let active = policy.people.values.count { $0.status == .active }
    let ended = changes.count { change in
      change.stopsSomebody && policy.people[change.id]?.status == .active
    }
    let share = policy.settings.massRevocation ?? PeopleImportPlan.usualShare
    guard ended > 1, named != ended, share?.isExceeded(by: ended, of: active) ?? false else {
      return nil
    }
    return ProcessingError(
      .negative,
      "The list ends \(ended) of \(active) people at once, more than the \(share?.description ?? "") that "
        + "`mass_revocation` lets pass. Nothing was written: an export that broke off looks the same.",
      hint:
        "See that the list is whole; if \(ended) people have left, say so: \(OptionName.ending) \(ended)."
    )
  }

  /// What holds where the settings say nothing.
  private static let usualShare = Share(tenThousandths: 2500)

  /// The same without files that would only say when they were last verified: a directory attests that.
  package func withoutMereVerification() -> PeopleImportPlan {
    func isMere(_ change: PersonFileChange) -> Bool {
      change.kind == .changed && change.entries == ["verified"]
    }
    return PeopleImportPlan(
      bad: bad, changes: changes.filter { !isMere($0) }, kept: kept,
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
