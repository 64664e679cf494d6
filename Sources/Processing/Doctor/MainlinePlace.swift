internal import Git
internal import Intake
internal import Model

/// Where the mainline is in this clone, and whether the anchor is on it.
struct MainlinePlace {
  private(set) var findings: [DoctorFinding] = []
  private(set) var mainline = "main"
  private(set) var ledger = "countersign/ledger"
  /// The mainline's tip as far as this clone knows it.
  private(set) var tip: ObjectID?
  /// Whether there is an anchor, and it is on the mainline.
  private(set) var isAnchored = false

  init(_ repository: Repository, _ policies: PolicyReader, anchor: ObjectID?, remote: String) {
    do throws(GitError) {
      let trusted = anchor.map { repository.contains($0) } ?? false
      if let commit = try trusted ? anchor : repository.head().id.map({ $0 }) {
        takeSettings(of: commit, policies)
      }
      tip = try MainlinePlace.branch(mainline, in: repository, remote: remote)
      if tip == nil {
        findings.append(
          DoctorFinding(
            .problem, "there is no branch \(mainline) here, nor one of \(remote)",
            mend: fetchCommand(mainline, from: remote)))
      }
      findCommit(anchor, isThere: trusted, policies)
    } catch {
      findings += DoctorFinding.problems(ProcessingError(error))
    }
  }

  /// What was last fetched of the remote's branch `name`, or the local one where nothing was.
  ///
  /// A clone's own branch lags behind, and it is the remote's that runs process.
  static func branch(
    _ name: String, in repository: Repository, remote: String
  ) throws(GitError) -> ObjectID? {
    for place in ["refs/remotes/\(remote)/\(name)", "refs/heads/\(name)"] {
      do throws(GitError) {
        if let id = try repository.reference(place) { return id }
      } catch {
        // A remote given by its address has no tracking branches, and no valid name for one.
        guard error.kind == .invalid else { throw error }
      }
    }
    return nil
  }

  private mutating func takeSettings(of commit: ObjectID, _ policies: PolicyReader) {
    do throws(IntakeError) {
      guard let tree = try policies.tree(inCommit: commit) else { return }
      let settings = try policies.settings(ofTree: tree)
      (mainline, ledger) = (settings.mainline, settings.ledger)
    } catch {
      // Faults of the policies are reported where the policies are looked at.
      return
    }
  }

  private mutating func findCommit(
    _ anchor: ObjectID?, isThere: Bool, _ policies: PolicyReader
  ) {
    guard let anchor else {
      findings.append(
        DoctorFinding(
          .problem, "no-anchor: no anchor was given, so no run could trust anything here",
          mend:
            "set COUNTERSIGN_ANCHOR, or pass \(OptionName.anchor), to the commit that you checked by hand"
        ))
      return
    }
    guard isThere else {
      findings.append(
        DoctorFinding(
          .problem, "no-anchor: the anchor \(anchor) is not in this repository",
          mend: "fetch the whole mainline, and check that the anchor is a commit of it"))
      return
    }
    do throws(IntakeError) {
      if let tip, try policies.landings(from: anchor, to: tip) == nil {
        findings.append(
          DoctorFinding(
            .problem,
            "no-anchor: the anchor \(anchor) is not on the first-parent chain of \(mainline)",
            mend:
              "take a commit that git log --first-parent refs/heads/\(shellWord(mainline)) lists"))
        return
      }
      guard let tree = try policies.tree(inCommit: anchor) else {
        throw IntakeError.noPolicy(commit: anchor)
      }
      _ = try policies.faultless(tree: tree)
      isAnchored = tip != nil
      findings.append(DoctorFinding(.ok, "the anchor \(anchor.short) is on \(mainline)"))
    } catch {
      findings += DoctorFinding.problems(ProcessingError(error))
    }
  }
}
