import Model

extension Page {
  /// Adds whom the approval would let go, who stopped them, and what that asks for.
  mutating func release(_ release: PendingPolicy.Release) {
    let brake = release.brake
    let who = brake.by.map(\.text).joined(separator: ", ")
    gap()
    // What the directory says stops by itself, and no commit pulled it.
    let how: Phrase =
      brake.commit == .null
      ? "by \(brake.path)" : "by commit \(brake.commit.short)" + (who.isEmpty ? "" : " of \(who)")
    line("\("releases", .waiting)  \(brake.words), stopped " + how)
    for requirement in release.requirements { self.requirement(requirement) }
    reasons(release.flaws, indent: 2)
  }
}

extension JSONValue {
  /// A brake that is to be released, with what that asks for.
  init(_ release: PendingPolicy.Release) {
    self = [
      "brake": JSONValue(release.brake),
      "requirements": JSONValue(release.requirements) { JSONValue($0) },
      "faults": JSONValue(release.flaws),
    ]
  }
}
