internal import Documents
internal import Git
package import Model

/// A list of people that another system exported.
package struct PeopleSource {
  let list: String
  let mapping: String?
  let complete: Set<PersonClass>
  let isPartial: Bool
  let ending: Int?

  /// - Parameters:
  ///   - list: The file of the list.
  ///   - mapping: The file that says what its columns mean; without it they are called as the entries of people's files.
  ///   - complete: The classes of which it has everybody.
  ///   - isPartial: Whether the good rows are taken where others are bad.
  ///   - ending: How many people somebody says that it ends; absent where nobody does.
  package init(
    list: String, mapping: String?, complete: Set<PersonClass>, isPartial: Bool, ending: Int?
  ) {
    self.isPartial = isPartial
    self.ending = ending
    self.list = list
    self.mapping = mapping
    self.complete = complete
  }
}

/// Brings people's files in a work tree up to date.
package struct PeopleDesk {
  private let root: String
  private let now: Instant
  private let outside: Outside

  /// Looks at the repository at `path`.
  ///
  /// - Throws: `.wrongUsage` for a bare repository.
  package init(at path: String, _ now: Instant, _ outside: Outside) throws(ProcessingError) {
    let repository = try Workspace.repository(at: path, outside: outside)
    guard let root = repository.workTree else {
      throw ProcessingError(
        .wrongUsage, "A bare repository has no work tree to write to.",
        hint: "Clone it: git clone <address>.")
    }
    self.root = root
    self.now = now
    self.outside = outside
  }

  /// Writes the files of people that `source` changes.
  package func bringIn(
    _ source: PeopleSource, isDryRun: Bool
  ) throws(ProcessingError) -> PeopleImportReport {
    let tree = try PolicyWorkTree(below: root, outside.files)
    var plan = try plan(source, in: tree, attesting: false)
    if tree.hasDirectory { plan = plan.withoutMereVerification() }
    if case .failure(let faults) = tree.policy(after: plan.changes) {
      throw ProcessingError(.negative, faults.reasons)
    }
    if !isDryRun { try plan.write(below: root, outside.files) }
    return PeopleImportReport(
      changes: plan.changes.map { $0.told($0.entries) },
      kept: plan.kept.map { PeopleImportReport.Kept(id: $0.id, why: $0.why) },
      unchanged: plan.unchanged, isWhole: plan.bad.isEmpty, isDryRun: isDryRun,
      commands: isDryRun || plan.changes.isEmpty
        ? []
        : outside.files.commands(
          [
            "git switch --no-track -c identities/import", "git add policies/people",
            "git commit -S -m 'Bring people up to date'", "git push -u origin identities/import",
          ], in: root))
  }

  /// Writes what the directory attests by `source`, for it to sign, and no person's file.
  package func attest(
    _ source: PeopleSource, isDryRun: Bool
  ) throws(ProcessingError) -> AttestationReport {
    let tree = try PolicyWorkTree(below: root, outside.files)
    let plan = try plan(source, in: tree, attesting: true)
    let policy: Policy
    switch tree.policy(after: []) {
    case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
    case .success(let found): policy = found
    }
    guard let directory = policy.settings.directory?.value else {
      throw ProcessingError(
        .wrongUsage, "The settings name no directory, so that nobody could sign the files alone.",
        hint: "Name a workload in policies/countersign.yaml: identity: {directory: <workload>}.")
    }
    let attestation = AttestationPlan(plan, of: policy, made: now)
    if !isDryRun { try attestation.write(below: root, outside.files) }
    return AttestationReport(
      directory: directory, files: attestation.files.map { ($0.path, $0.bytes == nil) },
      confirmed: attestation.confirmed.count, stops: attestation.stops,
      pending: attestation.pending.map {
        $0.told($0.kind == .new ? $0.entries : $0.needsPeople)
      },
      kept: attestation.kept.map { PeopleImportReport.Kept(id: $0.id, why: $0.why) },
      isWhole: plan.bad.isEmpty, isDryRun: isDryRun,
      commands: isDryRun || attestation.files.isEmpty
        ? []
        : outside.files.commands(
          [
            "git add -A policies/directory", "git commit -S -m 'Attest who is there'",
            "git push origin HEAD",
          ], in: root))
  }

  private func plan(
    _ source: PeopleSource, in tree: PolicyWorkTree, attesting: Bool
  ) throws(ProcessingError) -> PeopleImportPlan {
    let people = try tree.people()
    let list = try list(source, attesting: attesting)
    let planning = PeopleImport(
      list: list, known: people, made: now, complete: source.complete,
      isPartial: source.isPartial)
    let plan: PeopleImportPlan
    switch planning.plan() {
    case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
    case .success(let found): plan = found
    }
    if case .success(let policy) = tree.policy(after: []),
      let mass = plan.mass(under: policy, named: source.ending)
    {
      throw mass
    }
    for reason in plan.bad {
      outside.note("left out: \(reason.message)\(reason.hint.map { " (\($0))" } ?? "")")
    }
    return plan
  }

  private func list(
    _ source: PeopleSource, attesting: Bool
  ) throws(ProcessingError) -> PeopleList {
    var mapping = ImportMapping()
    if let map = source.mapping {
      switch readImportMapping(try bytes(of: map), file: map) {
      case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
      case .success(let found): mapping = found
      }
    }
    switch PeopleList.read(try bytes(of: source.list), file: source.list, mapping: mapping) {
    case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
    case .success(let list):
      // An attestation has one time for all that it says, which is now.
      guard !attesting || !list.rows.contains(where: { $0[.verified] != nil }) else {
        throw ProcessingError(
          .wrongUsage,
          "\(OptionName.attest) confirms people as of now, and the list says when each was verified.",
          hint:
            "Leave `verified` out of the mapping if the list is as of now, or import without \(OptionName.attest)."
        )
      }
      return list
    }
  }

  private func bytes(of path: String) throws(ProcessingError) -> [UInt8] {
    let largest = 64 << 20
    if let size = outside.files.size(path), size > largest {
      throw ProcessingError(
        .unreadableDocument, "\(path) has more than \(largest >> 20) MiB.")
    }
    guard let bytes = try outside.files.read(path) else {
      throw ProcessingError(.wrongUsage, "There is no file \(path).")
    }
    return bytes
  }
}

extension PersonFileChange {
  /// The change as reports tell it, with those `entries` of it that matter.
  fileprivate func told(_ entries: [String]) -> PeopleImportReport.Change {
    PeopleImportReport.Change(
      id: id, kind: kind.rawValue, path: RepositoryPath(path), entries: entries)
  }
}
