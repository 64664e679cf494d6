internal import Model
internal import Signatures

/// What a change of a file of certificates gives the people who refer to it (DESIGN section 6).
///
/// Whoever may edit the file could otherwise put a key of their own into it and sign as them (THREATS row
/// 44). Revoking, and letting a key expire sooner, give nothing.
struct CertificateChange {
  /// The file below `policies/`.
  let path: String
  let before: Policy
  let after: Policy
  let store: CertificateStore
  let now: Instant

  /// The people whose file it is, before the change or after it, sorted.
  var people: [IdentityID] {
    Set([before, after].flatMap { $0.people(referringTo: path) }).sorted()
  }

  /// Whether the directory has a key in the file: whoever adds to it could speak of everybody.
  private var isDirectorys: Bool {
    [before, after].contains { policy in
      let directory = policy.settings.directory.flatMap { policy.workloads[$0.value] }
      return directory?.keys.contains { $0.material == .openPGP(certificate: path) } ?? false
    }
  }

  /// What the change gives, in words; empty where it gives nothing.
  var gifts: [String] {
    guard after.certificates[path] != before.certificates[path], !people.isEmpty || isDirectorys
    else { return [] }
    let known = store.keyStates(at: path, in: before, now: now)
    let isGiven = store.keyStates(at: path, in: after, now: now).contains { name, state in
      switch state {
      case .usable(let end):
        guard case .usable(let known) = known[name] else { return true }
        return isLater(end, than: known)
      case .expired, .revoked, .weak, .unusable(.encryption): return false
      // What cannot sign yet may sign tomorrow, without any further change.
      case .unusable: return known[name] == nil
      }
    }
    return isGiven ? ["a key"] : []
  }

  /// Whether a key that ends at `end` lives longer than one that ends at `other`; nil is never.
  private func isLater(_ end: Instant?, than other: Instant?) -> Bool {
    guard let other else { return false }
    return end.map { $0 > other } ?? true
  }
}

extension Policy {
  /// The people with a key in the file of certificates at `path`, sorted.
  func people(referringTo path: String) -> [IdentityID] {
    people.values.filter { person in
      person.keys.contains { $0.material == .openPGP(certificate: path) }
    }.map(\.id).sorted()
  }
}

/// The path below `policies/` of a file of certificates; nil for any other file.
func certificatePath(_ path: RepositoryPath) -> String? {
  guard path.isInside("policies/keys") else { return nil }
  return String("\(path)".dropFirst("policies/".count))
}
