internal import Model
internal import Signatures

/// Looks at the keys that a policy brings: a key that can never verify is a fault, not a surprise later.
enum KeyCheck {
  /// The keys of `policy` that are malformed or too weak and are not in `known` already.
  static func weakKeys(of policy: Policy, notIn known: Policy?) -> [Reason] {
    var reasons: [Reason] = []
    let holders =
      policy.people.values.map { ($0.file, $0.keys) }
      + policy.workloads.values.map { ($0.file, $0.keys) }
    for (file, keys) in holders {
      for key in keys {
        guard case .ssh(let wire) = key.material, known?.holder(ofSSHKey: wire) == nil,
          let fault = fault(in: wire)
        else { continue }
        reasons.append(
          Reason(
            .weakKey, "This key cannot sign approvals: \(fault).",
            at: SourceLocation(file: file, mark: key.mark),
            hint: "Make another: ssh-keygen -t ed25519."))
      }
    }
    for key in policy.settings.processorKeys {
      guard let fault = fault(in: key.value) else { continue }
      reasons.append(
        Reason(
          .weakKey, "This key cannot sign the ledger: \(fault).",
          at: SourceLocation(file: Settings.file, mark: key.mark),
          hint: "Make another: ssh-keygen -t ed25519."))
    }
    return reasons.sorted { ($0.file ?? "", $0.line ?? 0) < ($1.file ?? "", $1.line ?? 0) }
  }

  /// The fingerprint of a key in wire form; nil where it is no key.
  static func fingerprint(of wireFormat: [UInt8]) -> String? {
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: wireFormat).fingerprint
    } catch {
      return nil
    }
  }

  private static func fault(in wireFormat: [UInt8]) -> String? {
    do throws(SSHError) {
      return try SSHPublicKey(wireFormat: wireFormat).weakness?.description
    } catch {
      return error.description
    }
  }
}
