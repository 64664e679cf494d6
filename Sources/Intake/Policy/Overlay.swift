internal import Documents
internal import Git
package import Model
internal import Signatures

extension PolicyReader {
  /// What counts at once of `policy` alone: the keys that it marks.
  package func overlay(of policy: PolicyInForce) -> TipOverlay {
    overlay(of: policy) { $0.compromised != nil }
  }

  /// `own`, which is the overlay of `policy` alone, with whom the `brakes` stop.
  package func overlay(
    _ own: TipOverlay, of policy: PolicyInForce, with brakes: [Brake]
  ) -> TipOverlay {
    guard !brakes.isEmpty else { return own }
    var inactive: [IdentityID: IdentityStatus] = [:]
    var directoryStops: [IdentityID: SourceLocation] = [:]
    var commits: [IdentityID: ObjectID] = [:]
    let braked = Set(brakes.flatMap(\.keys))
    for brake in brakes {
      guard case .identity(let id, let status) = brake.stopped else { continue }
      inactive[id] = max(inactive[id] ?? .active, status)
      commits[id] = brake.commit
      if brake.path.isInside("policies/directory") {
        directoryStops[id] = SourceLocation(file: brake.path.description)
      }
    }
    // Keys of identities are many, and brakes of keys are rare.
    let keys =
      braked.isEmpty
      ? own
      : overlay(of: policy) { key in
        key.compromised != nil || !braked.isDisjoint(with: names(of: key, in: policy.policy))
      }
    return TipOverlay(
      inactive: inactive, compromised: keys.compromised.union(braked),
      compromisedSSHKeys: keys.compromisedSSHKeys, directoryStops: directoryStops,
      commits: commits)
  }

  /// The keys of `policy` for which `isStopped` holds.
  private func overlay(
    of policy: PolicyInForce, where isStopped: (PolicyKey) -> Bool
  ) -> TipOverlay {
    var compromised = Set<String>()
    var sshKeys = Set<KeyIdentity>()
    func note(_ keys: [PolicyKey]) {
      for key in keys where isStopped(key) {
        compromised.formUnion(names(of: key, in: policy.policy))
        if case .ssh(let wire) = key.material {
          sshKeys.insert(KeyIdentity(sshWireFormat: wire))
        }
      }
    }
    for person in policy.policy.people.values { note(person.keys) }
    for workload in policy.policy.workloads.values { note(workload.keys) }
    for forge in policy.policy.forges { note(forge.keys) }
    return TipOverlay(
      inactive: [:], compromised: compromised, compromisedSSHKeys: sshKeys)
  }

  /// What signatures by `key` are called: `SHA256:…`, or the fingerprints of the certificate's keys.
  func names(of key: PolicyKey, in policy: Policy) -> Set<String> {
    switch key.material {
    case .ssh(let wire): return KeyCheck.fingerprint(of: wire).map { [$0] } ?? []
    case .openPGP(let path):
      guard let file = policy.certificates[path], case .success(let found) = certificates.read(file)
      else { return [] }
      return Set(found.flatMap(\.fingerprints))
    }
  }
}
