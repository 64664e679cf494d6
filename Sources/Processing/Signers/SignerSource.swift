internal import Documents
internal import Git
internal import Intake
internal import Ledger
package import Model
internal import Signatures

/// The policy whose keys are printed.
package struct SignerSource {
  private let policy: Policy
  /// Whom brakes stop, and what they and the policy mark.
  private let overlay: TipOverlay
  private let outside: Outside

  /// Takes the policy of `revision`, or else the one in force under `anchor`.
  ///
  /// A brake that the next run will find counts as well (DESIGN section 6).
  /// - Throws: `.unreadableDocument` for a policy with faults, `.untrusted` for a ledger that cannot be trusted.
  package init(
    _ path: String, revision: String?, anchor: ObjectID?, at clock: Instant, _ outside: Outside
  ) throws(ProcessingError) {
    self.outside = outside
    if let anchor {
      (policy, overlay) = try Self.policyInForce(under: anchor, in: path, at: clock, outside)
    } else {
      policy = try Self.policy(of: revision ?? "HEAD", in: path, outside)
      overlay = TipOverlay(inactive: [:], compromised: [])
    }
  }

  private static func policyInForce(
    under anchor: ObjectID, in path: String, at clock: Instant, _ outside: Outside
  ) throws(ProcessingError) -> (Policy, TipOverlay) {
    let workspace = try Workspace(opening: path, anchor: anchor, outside: outside)
    if let view = try LedgerOutlook(ifPresent: workspace, at: clock) {
      // The brakes that the next run finds count already.
      let snapshot = try view.snapshot()
      return (snapshot.policy.policy, snapshot.overlay)
    }
    let name = workspace.settings.mainline
    let mainline = try workspace.repository.branch(name)
    if mainline == nil {
      outside.note(
        "note: there is no branch \(name) here, so whom it stops is not known")
    }
    let session = try inLedger { () throws(LedgerError) in
      try LedgerSession(
        workspace.policies, nil, cursor: .beginning(workspace, at: clock), at: clock)
    }
    do throws(IntakeError) {
      let force = try workspace.policies.faultless(tree: workspace.anchorTree)
      guard let mainline else { return (force.policy, workspace.policies.overlay(of: force)) }
      let snapshot = try session.snapshot(of: mainline.tip)
      return (snapshot.policy.policy, snapshot.overlay)
    } catch {
      throw ProcessingError(error)
    }
  }

  private static func policy(
    of revision: String, in path: String, _ outside: Outside
  ) throws(ProcessingError) -> Policy {
    let repository = try Workspace.anyRepository(at: path, outside: outside)
    let commit = try repository.commit(revision)
    let reader = PolicyReader(repository)
    do throws(IntakeError) {
      guard let tree = try reader.tree(inCommit: commit) else {
        throw IntakeError.noPolicy(commit: commit)
      }
      return try reader.faultless(tree: tree).policy
    } catch {
      switch error {
      case .unreadablePolicy(_, let faults): throw ProcessingError(.unreadableDocument, faults)
      case .noPolicy:
        throw ProcessingError(.unreadableDocument, "The commit \(commit) has no policies/ folder.")
      case .git, .record, .openPGP: throw ProcessingError(error)
      }
    }
  }

  /// Every SSH key of every person, then of every workload, by their ids.
  package func list() throws(ProcessingError) -> SignerList {
    var entries: [SignerList.Entry] = []
    for holder in holders {
      for key in holder.keys {
        guard case .ssh(let wireFormat) = key.material else { continue }
        do throws(SSHError) {
          let read = try SSHPublicKey(wireFormat: wireFormat)
          entries.append(
            SignerList.Entry(
              identity: holder.id, status: holder.status, emails: holder.emails,
              key: read.authorizedKey, retired: key.retired,
              isCompromised: key.compromised != nil
                || overlay.compromised.contains(read.fingerprint)))
        } catch {
          throw ProcessingError(.unreadableDocument, "\(holder.file):\(key.mark.line): \(error).")
        }
      }
    }
    return SignerList(entries)
  }

  /// The OpenPGP certificates that active people and workloads refer to, each once, by their paths.
  ///
  /// Armored; of each that git shall not believe a note says why it is left out.
  package func certificates() throws(ProcessingError) -> [UInt8] {
    var kept: [String: [OpenPGPCertificate]] = [:]
    for holder in holders {
      for key in holder.keys {
        guard case .openPGP(let path) = key.material else { continue }
        let found = try certificates(at: path)
        if let why = reason(against: key, of: holder, with: found) {
          outside.note("note: \(path) of \(holder.id) is left out: \(why)")
        } else {
          kept[path] = found
        }
      }
    }
    return OpenPGPCertificate.armored(kept.sorted { $0.key < $1.key }.flatMap(\.value))
  }

  private func certificates(at path: String) throws(ProcessingError) -> [OpenPGPCertificate] {
    do throws(OpenPGPError) {
      return try OpenPGPCertificate.certificates(in: policy.certificates[path] ?? [])
    } catch {
      throw ProcessingError(.unreadableDocument, "policies/\(path): \(error).")
    }
  }

  /// Why git shall not believe the certificates that `key` refers to.
  private func reason(
    against key: PolicyKey, of holder: Holder, with certificates: [OpenPGPCertificate]
  ) -> String? {
    let isMarked = certificates.contains { certificate in
      certificate.fingerprints.contains { overlay.compromised.contains($0) }
    }
    if key.compromised != nil || isMarked { return "compromised" }
    if key.retired != nil { return "retired" }
    return holder.status == .active ? nil : holder.status.rawValue
  }

  /// A person or a workload as the policy and the mainline's tip have them.
  private struct Holder {
    let id: IdentityID
    let status: IdentityStatus
    let emails: [String]
    let keys: [PolicyKey]
    let file: String
  }

  /// All people, then all workloads, by their ids.
  private var holders: [Holder] {
    policy.people.values.sorted { $0.id < $1.id }.map { person in
      Holder(
        id: person.id, status: overlay.inactive[person.id] ?? person.status,
        emails: person.emails, keys: person.keys, file: person.file)
    }
      + policy.workloads.values.sorted { $0.id < $1.id }.map { workload in
        Holder(
          id: workload.id, status: overlay.inactive[workload.id] ?? workload.status, emails: [],
          keys: workload.keys, file: workload.file)
      }
  }
}
