internal import Git
internal import Intake
internal import Ledger
internal import Model
internal import Processing
internal import Reports

typealias Finding = DoctorReport.Finding

/// Looks at everything that a run depends on, and goes on where something is wrong.
struct Doctor {
  let path: String
  let anchor: ObjectID?
  let remote: String
  let key: String?
  let now: Instant

  /// All findings, in the order in which they would have to be mended.
  ///
  /// - Throws: With status 74 where there is no repository to look at.
  func findings() async throws(Failure) -> [Finding] {
    let repository: Repository
    do throws(GitError) {
      repository = try Repository(discovering: path)
    } catch {
      guard error.kind == .unsupported || error.kind == .notOwned else { throw Failure(error) }
      return Finding.problems(Failure(error))
    }
    let git = GitProgram(repository, .ofThisProcess)
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
      findings += try KeyCheckup(key: key, repository: repository, ledger: ledger, policy: force)
        .findings()
    }
    findings += WorkflowCheckup(repository: repository, settings: force?.settings).findings()
    findings += try await RemoteCheckup(repository: repository, git: git, remote: remote)
      .findings(place)
    // A CI machine approves nothing, so how it signs is nobody's concern.
    if Surroundings.variable("CI") == nil, !repository.isBare, let force {
      findings += try await ReviewerCheckup(git: git, policy: force, now: now).findings()
    }
    // What freezes issuing is often a fault that the policies show as well.
    var seen: Set<Finding> = []
    return findings.filter { seen.insert($0).inserted }
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
  ) -> ([Finding], TrustedLedger?) {
    guard let anchor, place.isAnchored, !repository.isShallow else { return ([], nil) }
    do throws(Failure) {
      let workspace = try Workspace(opening: path, anchor: anchor)
      return LedgerCheckup(workspace: workspace, remote: remote, now: now).findings(tip: tip)
    } catch {
      return (Finding.problems(error), nil)
    }
  }
}

extension DoctorReport.Finding {
  /// What a command that failed for `failure` would have said.
  static func problems(_ failure: Failure) -> [Finding] {
    let own = failure.message.map { [Finding(.problem, $0, mend: failure.hint)] } ?? []
    return own + failure.reasons.map { Finding(.problem, $0) }
  }

  /// A reason as a finding, with its place in front.
  init(_ severity: DoctorReport.Severity, _ reason: Reason) {
    let place = [reason.file, reason.line?.description, reason.column?.description]
      .compactMap(\.self).joined(separator: ":")
    self.init(
      severity, (place.isEmpty ? "" : place + ": ") + "\(reason.code.rawValue): \(reason.message)",
      mend: reason.hint)
  }
}
