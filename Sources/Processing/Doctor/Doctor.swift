internal import Git
internal import Intake
internal import Ledger
package import Model

/// Looks at everything that a run depends on, and goes on where something is wrong.
package struct Doctor {
  private let path: String
  private let anchor: ObjectID?
  private let remote: String
  private let key: Result<GivenKey?, ProcessingError>
  private let looksAtReviewer: Bool
  private let now: Instant
  private let outside: Outside

  /// - Parameters:
  ///   - path: Where the repository is.
  ///   - anchor: The anchor, where one was given.
  ///   - remote: The remote that has mainline and ledger.
  ///   - key: The processor's key as it was given, or why it could not be read.
  ///   - looksAtReviewer: Whether a person works here, who signs; a CI machine approves nothing.
  ///   - now: The time that counts.
  ///   - outside: How what is not in the repository is reached.
  package init(
    path: String, anchor: ObjectID?, remote: String, key: Result<GivenKey?, ProcessingError>,
    looksAtReviewer: Bool, now: Instant, outside: Outside
  ) {
    self.path = path
    self.anchor = anchor
    self.remote = remote
    self.key = key
    self.looksAtReviewer = looksAtReviewer
    self.now = now
    self.outside = outside
  }

  /// All findings, in the order in which they would have to be mended.
  ///
  /// - Throws: `.repositoryFailure` where there is no repository to look at.
  package func report() async throws(ProcessingError) -> DoctorReport {
    DoctorReport(findings: try await findings())
  }

  private func findings() async throws(ProcessingError) -> [DoctorFinding] {
    let repository: Repository
    do throws(GitError) {
      repository = try Repository(discovering: path)
    } catch {
      guard error.kind == .unsupported || error.kind == .notOwned else {
        throw ProcessingError(error)
      }
      return DoctorFinding.problems(ProcessingError(error))
    }
    let git = GitProgram(repository, outside)
    var findings = try await RepositoryCheckup(repository: repository, git: git).findings()
    let policies = PolicyReader(repository)
    let place = MainlinePlace(repository, policies, anchor: anchor, remote: remote)
    findings += place.findings
    var ledger: TrustedLedger?
    if let tip = place.tip {
      let (found, opened) = ledgerFindings(repository, place, tip: tip)
      findings += found
      ledger = opened
      findings += PolicyCheckup(policies: policies, now: now).findings(of: tip)
      findings += LandingsCheckup(
        repository: repository, tracer: RequestTracer(policies), anchor: anchor
      ).findings(endingIn: tip)
    }
    let force = policy(policies, ledger, place)
    if let force {
      findings += PeopleCheckup(policy: force, now: now).findings()
      findings += try KeyCheckup(
        key: key, repository: repository, ledger: ledger, policy: force, files: outside.files
      )
      .findings()
    }
    findings += WorkflowCheckup(
      repository: repository, settings: force?.settings, files: outside.files
    ).findings()
    findings += try await RemoteCheckup(repository: repository, git: git, remote: remote)
      .findings(place)
    if looksAtReviewer, !repository.isBare, let force {
      findings += try await ReviewerCheckup(
        git: git, policy: force, now: now, files: outside.files
      ).findings()
    }
    // What keeps policies from being accepted is often a fault that they show as well.
    return findings.firstOfEach
  }

  /// The policy in force as far as it can be known: the ledger's, the anchor's, or the mainline's own.
  private func policy(
    _ policies: PolicyReader, _ ledger: TrustedLedger?, _ place: MainlinePlace
  ) -> Policy? {
    do throws(IntakeError) {
      if let ledger { return try policies.inForce(ledger.cursor).policy }
      guard let commit = anchor ?? place.tip, let tree = try policies.tree(inCommit: commit),
        case .success(let policy) = try policies.policy(ofTree: tree)
      else { return nil }
      return policy
    } catch {
      // What cannot be read has been reported where it was looked for.
      return nil
    }
  }

  private func ledgerFindings(
    _ repository: Repository, _ place: MainlinePlace, tip: ObjectID
  ) -> ([DoctorFinding], TrustedLedger?) {
    guard let anchor, place.isAnchored, !repository.isShallow else { return ([], nil) }
    do throws(ProcessingError) {
      let workspace = try Workspace(opening: path, anchor: anchor, outside: outside)
      return LedgerCheckup(workspace: workspace, remote: remote, now: now).findings(tip: tip)
    } catch {
      return (DoctorFinding.problems(error), nil)
    }
  }
}

extension DoctorFinding {
  /// What a command that failed for `failure` would have said.
  static func problems(_ failure: ProcessingError) -> [DoctorFinding] {
    let own = failure.message.map { [DoctorFinding(.problem, $0, mend: failure.hint)] } ?? []
    return own + failure.reasons.map { DoctorFinding(.problem, $0) }
  }

  /// A reason as a finding, with its place in front.
  init(_ severity: DoctorFinding.Severity, _ reason: Reason) {
    let place = [reason.file, reason.line?.description, reason.column?.description]
      .compactMap(\.self).joined(separator: ":")
    self.init(
      severity, (place.isEmpty ? "" : place + ": ") + "\(reason.code.rawValue): \(reason.message)",
      mend: reason.hint)
  }
}
