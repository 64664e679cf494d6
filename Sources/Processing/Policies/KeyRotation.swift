internal import Documents
package import Model
internal import Signatures

/// The commit that gives somebody a new key in the place of an old one.
package struct KeyRotation {
  /// What was prepared, and what it takes.
  package struct Prepared {
    package let commit: ObjectID
    /// The fingerprint of the new key.
    package let new: String
    /// The key that retires, as policies name it.
    package let old: String
    /// The person's file, with whose approvals the change needs.
    package let change: GovernedChange
    /// Whether a key of the person's own that is in force signed it, so that nobody need vouch for the new one.
    package let isSignedByOwner: Bool
  }

  private let draft: PersonDraft
  private let ground: CheckGround
  private let key: SSHPublicKey
  private let replaced: String?
  private let now: Instant

  /// - Parameter replaced: The key that retires, by its fingerprint or its certificate's path; needed where more than
  ///   one could sign.
  /// - Throws: With status 64 where `file` has no key that can be relied on.
  package init(
    at path: String, anchor: ObjectID?, of person: IdentityID, to file: String,
    replacing replaced: String?, at now: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    key = try PublicKeyFile.read(file, outside.files)
    ground = try CheckGround(at: path, anchor: anchor, base: nil, now, outside)
    draft = PersonDraft(
      repository: ground.repository, base: ground.base, person: person,
      git: GitProgram(ground.repository, outside))
    self.replaced = replaced
    self.now = now
  }

  /// Makes the commit, holds it against the policy in force as `check` does, and lets `branch` end in it.
  ///
  /// - Throws: With status 1 and the reasons where it could not come into force whoever approved it; then there is no
  ///   branch.
  package func prepare(on branch: String) async throws(ProcessingError) -> Prepared {
    var old = ""
    let commit = try await draft.commit(
      for: branch, message: "Rotate the key of \(draft.person)"
    ) { known, bytes throws(ProcessingError) in
      let retiring = try retiring(known)
      old = retiring.shown
      return try changed(known, bytes, retiring: retiring)
    }
    let report = try BranchCheck(ground, at: now).report(on: commit)
    guard report.policyFaults.isEmpty,
      let change = report.governed.first(where: { $0.path == draft.path })
    else { throw ProcessingError(.negative, report.policyFaults) }
    try draft.point(branch, at: commit, by: "countersign identity rotate-key")
    return Prepared(
      commit: commit, new: key.fingerprint, old: old, change: change,
      // Whoever did not sign for a key of theirs needs the settings' approvals besides.
      isSignedByOwner: change.requirements.count == 1)
  }

  private func retiring(_ known: Person) throws(ProcessingError) -> PolicyKey {
    let usable = known.keys.filter { $0.isUsable(at: now) }
    if let replaced {
      guard let found = usable.first(where: { $0.shown == replaced }) else {
        throw ProcessingError(
          .negative, "\(draft.path) has no key \(replaced) that could sign.",
          hint: suggestion(for: replaced, among: usable.map(\.shown))
            ?? "Keys there: \(usable.map(\.shown).joined(separator: ", ")).")
      }
      return found
    }
    guard let first = usable.first else {
      throw ProcessingError(
        .negative, "\(draft.path) has no key that could sign, so that none retires.",
        hint:
          "Add the new one under keys: by hand; countersign check says whose approvals it needs.")
    }
    guard usable.count == 1 else {
      throw ProcessingError(
        .wrongUsage, "\(draft.person) has \(usable.count) keys that could sign.",
        hint: "Say which one retires: \(OptionName.replaces) \(first.shown).")
    }
    return first
  }

  private func changed(
    _ known: Person, _ bytes: [UInt8], retiring old: PolicyKey
  ) throws(ProcessingError) -> [UInt8] {
    guard !known.keys.contains(where: { $0.material == .ssh(wireFormat: key.blob) }) else {
      throw ProcessingError(
        .negative, "\(draft.path) has that key already.",
        hint: "Make another: ssh-keygen -t ed25519.")
    }
    var editor = DocumentEditor(bytes)
    let isEdited =
      editor?.extendItem(
        atLine: old.mark.line, with: "retired: \(now)",
        followedBy: "ssh: \(key.authorizedKey) \(draft.person)") ?? false
    let kept = known.keys.filter { $0.material != old.material }
    guard isEdited, let edited = editor?.bytes, let next = draft.reread(edited),
      next.keys.map(\.material).filter({ $0 != .ssh(wireFormat: key.blob) })
        == known.keys.map(\.material),
      next.keys.filter({ key in kept.contains { $0.isSame(as: key) } }).count == kept.count,
      next.keys.contains(where: { $0.material == old.material && $0.retired == now })
    else {
      throw ProcessingError(
        .unreadableDocument, "The keys of \(draft.path) are not written one a line.",
        hint: "Add the new key and `retired: \(now)` for the old one by hand.")
    }
    return edited
  }
}

extension PolicyKey {
  /// The fingerprint, or the path of the certificate.
  fileprivate var shown: String {
    switch material {
    case .openPGP(let path): return path
    case .ssh(let wire):
      do throws(SSHError) {
        return try SSHPublicKey(wireFormat: wire).fingerprint
      } catch {
        return String(decoding: Base64.encode(wire), as: UTF8.self)
      }
    }
  }

  /// Whether both say the same, wherever they stand.
  fileprivate func isSame(as other: PolicyKey) -> Bool {
    material == other.material && retired == other.retired && compromised == other.compromised
  }
}
