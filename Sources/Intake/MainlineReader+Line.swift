internal import Git
package import Model

extension MainlineReader {
  /// Why a run at `tip` would be halted: the mainline was rewound behind what was processed.
  package func rewind(of tip: ObjectID, cursor: Cursor) throws(IntakeError) -> Reason? {
    try newLine(tip, cursor) == nil ? rewound(tip, cursor) : nil
  }

  /// The commits since the cursor, oldest first; nil where the mainline was rewound.
  package func newLine(
    _ tip: ObjectID, _ cursor: Cursor
  ) throws(IntakeError) -> (landings: [ObjectID], joints: [MainlineJoint])? {
    try inGit { () throws(GitError) in try line(tip, cursor) }
  }

  private func line(
    _ tip: ObjectID, _ cursor: Cursor
  ) throws(GitError) -> (landings: [ObjectID], joints: [MainlineJoint])? {
    let mainline = Mainline(reader, tip: tip, joints: cursor.joints)
    if let landings = try mainline.commits(after: cursor.mainline) { return (landings, []) }
    // Off the chain but in the history: the tip is one landing that approves nothing.
    guard try Ancestry(reader).contains(cursor.mainline, inHistoryOf: tip) else { return nil }
    return ([tip], [MainlineJoint(landing: tip, previous: cursor.mainline)])
  }

  package func rewound(_ tip: ObjectID, _ cursor: Cursor) -> Reason {
    Reason(
      .rewoundMainline,
      "The mainline's tip \(tip.short) does not contain \(cursor.mainline.short), which was processed.",
      hint:
        "Bring back what was processed, by a merge onto the new tip: git switch --detach \(tip) && "
        + "git merge --no-ff \(cursor.mainline) && git push origin HEAD:refs/heads/<mainline>. Or begin a new ledger: "
        + "\(OptionName.replaceLedger).")
  }
}

extension MainlineReader {
  /// Whether the mainline's `tip` may take away what stands by `keys`: a file is not there as it was granted, or
  /// the policies are others than those in force.
  ///
  /// Only paths are looked up, so that a run to which nothing of that happened makes no pass for it.
  package func mayTakeAway(
    at tip: ObjectID, since cursor: Cursor, from keys: [RequestKey]
  ) throws(IntakeError) -> Bool {
    guard tip != cursor.mainline, !keys.isEmpty else { return false }
    let tree = try inGit { () throws(GitError) in try reader.commit(tip).tree }
    if try policies.tree(inRoot: tree).map({ $0 }) != cursor.policy { return true }
    let held = try held(Set(keys.map(\.path)), in: tree)
    return keys.contains { held[$0.path] != $0.blob }
  }
}
