internal import Documents
internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Reports
internal import Signatures

/// The policy whose keys are printed.
struct SignerSource {
  private let policy: Policy

  /// Takes the policy of `revision`, or else the one in force under `anchor`.
  ///
  /// - Throws: With status 65 for a policy with faults, 77 for a ledger that cannot be trusted.
  init(_ path: String, revision: String?, anchor: ObjectID?) throws(Failure) {
    if let anchor {
      policy = try Self.policyInForce(under: anchor, in: path)
    } else {
      policy = try Self.policy(of: revision ?? "HEAD", in: path)
    }
  }

  private static func policyInForce(
    under anchor: ObjectID, in path: String
  ) throws(Failure) -> Policy {
    let workspace = try Workspace(opening: path, anchor: anchor)
    let view = try LedgerView(ifPresent: workspace, known: try workspace.knownTip())
    do throws(IntakeError) {
      guard let cursor = view?.ledger.cursor else {
        return try workspace.policies.faultless(tree: workspace.anchorTree).policy
      }
      return try workspace.policies.inForce(tree: cursor.policy).policy
    } catch {
      throw Failure(error)
    }
  }

  private static func policy(
    of revision: String, in path: String
  ) throws(Failure) -> Policy {
    let repository = try Workspace.anyRepository(at: path)
    let commit = try repository.commit(revision)
    let reader = PolicyReader(repository, cache: { PolicyCache() })
    do throws(IntakeError) {
      guard let tree = try reader.tree(inCommit: commit) else {
        throw IntakeError.noPolicy(commit: commit)
      }
      return try reader.faultless(tree: tree).policy
    } catch {
      switch error {
      case .unreadablePolicy(_, let faults): throw Failure(.unreadableDocument, faults)
      case .noPolicy:
        throw Failure(.unreadableDocument, "The commit \(commit) has no policies/ folder.")
      case .git, .record, .openPGP: throw Failure(error)
      }
    }
  }

  /// Every SSH key of every person, then of every workload, by their ids.
  func entries() throws(Failure) -> [SignerList.Entry] {
    var entries: [SignerList.Entry] = []
    for person in policy.people.values.sorted(by: { $0.id < $1.id }) {
      entries += try Self.entries(
        person.id, person.status, person.emails, person.keys, file: person.file)
    }
    for workload in policy.workloads.values.sorted(by: { $0.id < $1.id }) {
      entries += try Self.entries(
        workload.id, workload.status, [], workload.keys, file: workload.file)
    }
    return entries
  }

  /// The OpenPGP certificates that active people and workloads refer to, each once, by their paths.
  ///
  /// - Parameter leftOut: Told of each that git shall not believe, and why.
  func certificates(
    leftOut: (String) -> Void
  ) throws(Failure) -> [OpenPGPCertificate] {
    var paths: Set<String> = []
    let people = policy.people.values.map { ($0.id, $0.status, $0.keys) }
    let workloads = policy.workloads.values.map { ($0.id, $0.status, $0.keys) }
    for (identity, status, keys) in (people + workloads).sorted(by: { $0.0 < $1.0 }) {
      for key in keys {
        guard case .openPGP(let path) = key.material else { continue }
        if status == .active, key.compromised == nil, key.retired == nil {
          paths.insert(path)
        } else {
          let why =
            key.compromised != nil
            ? "compromised" : key.retired != nil ? "retired" : status.rawValue
          leftOut("\(path) of \(identity) is left out: \(why)")
        }
      }
    }
    var certificates: [OpenPGPCertificate] = []
    for path in paths.sorted() {
      do throws(OpenPGPError) {
        certificates += try OpenPGPCertificate.certificates(in: policy.certificates[path] ?? [])
      } catch {
        throw Failure(.unreadableDocument, "policies/\(path): \(error).")
      }
    }
    return certificates
  }

  private static func entries(
    _ identity: IdentityID, _ status: IdentityStatus, _ emails: [String], _ keys: [PolicyKey],
    file: String
  ) throws(Failure) -> [SignerList.Entry] {
    var entries: [SignerList.Entry] = []
    for key in keys {
      guard case .ssh(let wireFormat) = key.material else { continue }
      do throws(SSHError) {
        entries.append(
          SignerList.Entry(
            identity: identity, status: status, emails: emails,
            key: try SSHPublicKey(wireFormat: wireFormat).authorizedKey, retired: key.retired,
            isCompromised: key.compromised != nil))
      } catch {
        throw Failure(.unreadableDocument, "\(file):\(key.mark.line): \(error).")
      }
    }
    return entries
  }
}
