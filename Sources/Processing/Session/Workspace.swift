internal import Documents
package import Git
package import Intake
package import Ledger
package import Model
package import Signatures

/// A repository together with the anchor that everything in it is held against.
package struct Workspace {
  package let repository: Repository
  package let anchor: ObjectID
  package let policies: PolicyReader
  /// The `policies/` tree of the anchor.
  package let anchorTree: ObjectID
  /// The anchor's settings: they name the branches and the first processor keys.
  package let settings: Settings
  /// What runs keep of parsed policies; absent for everybody else.
  let cache: PolicyCacheFile?
  /// How what is not in the repository is reached.
  package let outside: Outside

  /// Opens the repository at `path` and reads the anchor's settings in it.
  ///
  /// - Throws: `.untrusted` for a shallow clone, or an anchor that is not there or has no settings.
  /// - Parameter cacheKey: The processor's key, of a run, which may read what runs have parsed before.
  package init(
    opening path: String, anchor: ObjectID, cacheKey: SSHPrivateKey? = nil, outside: Outside
  ) throws(ProcessingError) {
    self.anchor = anchor
    self.outside = outside
    let repository = try Workspace.repository(at: path, outside: outside)
    self.repository = repository
    guard repository.contains(anchor) else {
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .noAnchor, "The anchor \(anchor) is not in this repository.",
            hint:
              "Fetch all that there is: git fetch origin '+refs/heads/*:refs/remotes/origin/*'. If it is not "
              + "there then, the anchor is another repository's.")
        ])
    }
    cache = cacheKey.map { PolicyCacheFile(of: repository, sealedBy: $0, outside) }
    if let cache {
      policies = PolicyReader(repository, cache: cache.load)
    } else {
      policies = PolicyReader(repository)
    }
    do throws(IntakeError) {
      guard let tree = try policies.tree(inCommit: anchor) else {
        throw IntakeError.noPolicy(commit: anchor)
      }
      anchorTree = tree
      settings = try policies.settings(ofTree: tree)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Opens the repository at `path`, for those that need no anchor.
  ///
  /// - Throws: `.untrusted` for a shallow clone.
  package static func repository(at path: String, outside: Outside) throws(ProcessingError)
    -> Repository
  {
    let repository = try anyRepository(at: path, outside: outside)
    guard !repository.isShallow else { throw Workspace.shallow }
    return repository
  }

  /// Opens the repository at `path`, a shallow clone too, for those that decide nothing about access.
  package static func anyRepository(at path: String, outside: Outside) throws(ProcessingError)
    -> Repository
  {
    do throws(GitError) {
      let repository = try Repository(discovering: path)
      for name in try repository.alteredHistory() {
        outside.note("warning: \(name) shows git another history; Countersign ignores it.")
      }
      return repository
    } catch {
      throw ProcessingError(error)
    }
  }

  /// The full names of the branches.
  var mainlineReference: String { "refs/heads/\(settings.mainline)" }
  var ledgerReference: String { "refs/heads/\(settings.ledger)" }

  /// What this clone remembers of the ledger.
  package var known: KnownLedger { KnownLedger(of: anchor, in: repository, outside.files) }

  /// The processor's keys in `settings`.
  package func processorKeys(in settings: Settings) throws(ProcessingError) -> [SSHPublicKey] {
    var keys: [SSHPublicKey] = []
    for key in settings.processorKeys {
      do throws(SSHError) {
        keys.append(try SSHPublicKey(wireFormat: key.value))
      } catch {
        throw ProcessingError(
          .untrusted, "\(Settings.file):\(key.mark.line): the processor's key is unusable: \(error)"
        )
      }
    }
    return keys
  }

  /// The processor's keys behind `judgement`, of the settings that it leaves in force.
  ///
  /// They change with an acceptance alone; what only a voided one names writes nothing more, where there are others.
  package func processorKeys(
    behind judgement: Judgement, in settings: Settings, _ ledger: TrustedLedger
  ) throws(ProcessingError) -> [SSHPublicKey] {
    let accepts = judgement.decisions.contains { if case .accept = $0 { true } else { false } }
    guard accepts else { return ledger.keysInForce.keys }
    return try processorKeys(in: settings).filter {
      !judgement.doubtedProcessorKeys.contains($0.blob)
    }
  }

  /// Opens the ledger at `tip` after checking who wrote it.
  package func ledger(at tip: ObjectID, known: ObjectID? = nil) throws(ProcessingError)
    -> TrustedLedger
  {
    let keys = try processorKeys(in: settings)
    do throws(LedgerError) {
      return try TrustedLedger.open(
        in: repository, tip: tip, anchor: anchor, anchorKeys: keys, known: known)
    } catch {
      throw ProcessingError(error)
    }
  }

  /// Refuses an anchor that is no commit of the mainline that ends in `tip`.
  func checkAnchor(isOnMainlineOf tip: ObjectID) throws(ProcessingError) {
    do throws(IntakeError) {
      _ = try policies.faultless(tree: anchorTree)
      guard try policies.landings(from: anchor, to: tip) == nil else { return }
    } catch {
      throw ProcessingError(error)
    }
    throw ProcessingError(
      .untrusted,
      [
        Reason(
          .noAnchor, "The anchor \(anchor) is no commit of the mainline's first-parent chain.",
          hint: "Take one that git log --first-parent \(mainlineReference) lists.")
      ])
  }

  /// Refuses an anchor before `processed`, up to which the ledger that is replaced had come.
  ///
  /// What it granted would be judged again and granted again; at or before the anchor it is used up
  /// (DESIGN section 7). Where the mainline lost that commit, or nobody can tell which it was, only the mainline's
  /// tip is surely after it.
  func checkAnchor(isNotBefore processed: ObjectID?, onMainlineOf tip: ObjectID)
    throws(ProcessingError)
  {
    guard tip != anchor else { return }
    guard let processed else {
      throw ProcessingError(
        .untrusted,
        [
          Reason(
            .noAnchor, "How far the ledger to be replaced had come cannot be read from it.",
            hint: "Take the mainline's tip as the anchor: \(OptionName.anchor) \(tip).")
        ])
    }
    do throws(IntakeError) {
      guard try policies.landings(from: processed, to: anchor) == nil else { return }
    } catch {
      throw ProcessingError(error)
    }
    throw ProcessingError(
      .untrusted,
      [
        Reason(
          .noAnchor,
          "The ledger to be replaced had come to \(processed), which is not behind the anchor \(anchor): "
            + "what it granted would be granted again.",
          hint:
            "Take that commit or a later one of the mainline as the anchor; if the mainline lost "
            + "it, the mainline's tip.")
      ])
  }

  private static let shallow = ProcessingError(
    .untrusted,
    [
      Reason(
        .shallowClone,
        "This clone is shallow: most of the history that proves approvals is missing.",
        hint: "git fetch --unshallow; in a workflow set fetch-depth: 0 (GitHub, Forgejo) or "
          + "GIT_DEPTH: 0 (GitLab).")
    ])
}
