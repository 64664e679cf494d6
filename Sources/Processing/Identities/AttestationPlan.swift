internal import Documents
package import Model

/// What the directory is to attest by a list of people: files for `policies/directory/`.
///
/// It confirms whose facts the list and the file agree on, and stops whom the list says to stop. All else that
/// the list has, a key aside which it never has, takes a change of the person's own file. Whom the directory
/// stopped before stays stopped, whatever the list says: only people let somebody act again.
package struct AttestationPlan {
  /// A file of `policies/directory/` and what becomes of it.
  package struct File {
    package let name: String
    /// Absent where the file goes away.
    package let bytes: [UInt8]?

    package var path: RepositoryPath { RepositoryPath("policies/directory/\(name)") }
  }

  /// Sorted.
  package let confirmed: [IdentityID]
  package let stops: [IdentityID: IdentityStatus]
  /// What the list has and people must bring in, sorted by id.
  package let pending: [PersonFileChange]
  package let kept: [PeopleImportPlan.Kept]
  /// The files that change, sorted by name.
  package let files: [File]

  /// - Parameters:
  ///   - plan: What the list would change in people's files.
  ///   - policy: The policies of the work tree.
  ///   - made: When the list was made.
  package init(_ plan: PeopleImportPlan, of policy: Policy, made: Instant) {
    var stops = policy.stops.filter { id, status in
      policy.people[id].map { $0.ownStatus < status } ?? false
    }
    var kept = plan.kept
    var confirmed = plan.unchangedPeople
    for change in plan.changes {
      let status = change.status
      if let status, let person = policy.people[change.id], person.ownStatus < status {
        stops[change.id] = max(stops[change.id] ?? .active, status)
      } else if change.kind != .new, change.needsPeople.isEmpty {
        confirmed.append(change.id)
      }
    }
    kept += confirmed.filter { stops[$0] != nil }.map {
      PeopleImportPlan.Kept(
        id: $0, why: "was stopped by the directory; only people make somebody active again")
    }
    self.stops = stops
    self.confirmed = confirmed.filter { id in
      stops[id] == nil && policy.people[id]?.ownStatus == .active
    }.sorted()
    self.kept = kept.sorted { $0.id < $1.id }
    pending = plan.changes.filter { $0.kind == .new || !$0.needsPeople.isEmpty }
    files = AttestationPlan.files(self.confirmed, stops, before: policy, made: made)
  }

  /// Writes the files below `root`, a work tree.
  package func write(below root: String, _ access: FileAccess) throws(ProcessingError) {
    for file in files {
      let place = FilePlace(below: root, in: ["policies", "directory"], name: file.name)
      if let bytes = file.bytes {
        try access.replace(bytes, place, FileAccess.Writing())
      } else {
        try access.remove(place)
      }
    }
  }
}

extension AttestationPlan {
  /// Well below what a document may have, so that a name more does not break a file.
  private static let mostBytes = Limits.file * 3 / 4

  /// Confirmations are written anew each time; stops only where they change, so that whoever lets somebody act
  /// again need not race the directory's job.
  private static func files(
    _ confirmed: [IdentityID], _ stops: [IdentityID: IdentityStatus], before policy: Policy,
    made: Instant
  ) -> [File] {
    let known = Set(
      policy.attestations.map { String($0.file.dropFirst("policies/directory/".count)) })
    var next = shards(confirmed.map { (.active, $0) }, "confirmed", made)
    let isSame = policy.stops == stops
    if !isSame {
      next += shards(
        stops.map { ($0.value, $0.key) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }, "stopped", made)
    }
    let written = Set(next.map(\.name))
    let obsolete = known.subtracting(written).filter { name in
      name.hasPrefix("confirmed-") || (!isSame && name.hasPrefix("stopped-"))
    }
    return (next + obsolete.map { File(name: $0, bytes: nil) }).sorted { $0.name < $1.name }
  }

  /// `entries` over as many files as it takes, one name a line.
  private static func shards(
    _ entries: [(IdentityStatus, IdentityID)], _ name: String, _ made: Instant
  ) -> [File] {
    func key(_ status: IdentityStatus) -> String {
      status == .active ? "verified" : status.rawValue
    }
    var texts: [String] = []
    var text = ""
    var last: IdentityStatus?
    for (status, id) in entries {
      if text.utf8.count > mostBytes {
        texts.append(text)
        (text, last) = ("", nil)
      }
      if text.isEmpty { text = "at: \(made)\n" }
      if last != status { text += "\(key(status)):\n" }
      last = status
      text += "  - \(id)\n"
    }
    if !text.isEmpty { texts.append(text) }
    return texts.enumerated().map { place, text in
      File(name: "\(name)-\(place + 1).yaml", bytes: Array(text.utf8))
    }
  }
}

extension PersonFileChange {
  /// Whether the person is stopped from then on.
  var stopsSomebody: Bool { status != nil }

  /// What the person is from then on, where that changes to something stricter.
  fileprivate var status: IdentityStatus? {
    guard entries.contains("status"), kind != .new else { return nil }
    return kind == .left ? .offboarded : .suspended
  }

  /// The entries that the directory has no words for.
  package var needsPeople: [String] { entries.filter { !["verified", "status"].contains($0) } }
}
