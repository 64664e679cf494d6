import Model
import Reports

/// The reports that have golden files, by the files' names.
enum ReportCase: String, CaseIterable, Sendable {
  case reasons
  case grants
  case grantsNone = "grants-none"
  case statusRunning = "status-running"
  case statusVoided = "status-voided"
  case statusWaiting = "status-waiting"
  case statusHalted = "status-halted"
  case run
  case runBegun = "run-begun"
  case runDry = "run-dry"
  case runIdle = "run-idle"
  case runWaiting = "run-waiting"
  case runHalted = "run-halted"
  case explainPending = "explain-pending"
  case explainNobodyLeft = "explain-nobody-left"
  case explainVoided = "explain-voided"
  case explainRefused = "explain-refused"
  case explainGranted = "explain-granted"
  case explainRevoked = "explain-revoked"
  case check
  case checkClean = "check-clean"
  case checkNothing = "check-nothing"
  case doctor
  case audit
  case auditClean = "audit-clean"

  func report(_ fixtures: Fixtures) throws -> any Report {
    switch self {
    case .reasons:
      ReasonReport(
        label: "error", reasons: [fixtures.notEligible, fixtures.rewound, fixtures.voidedPolicy])
    case .grants: GrantsReport(grants: try fixtures.grants())
    case .grantsNone: GrantsReport(grants: [])
    case .statusRunning, .statusVoided, .statusWaiting, .statusHalted: try status(fixtures)
    case .run, .runBegun, .runDry, .runIdle, .runWaiting, .runHalted: try run(fixtures)
    case .explainPending, .explainNobodyLeft, .explainVoided, .explainRefused, .explainGranted,
      .explainRevoked:
      try explanation(fixtures)
    case .check, .checkClean, .checkNothing: try check(fixtures)
    case .doctor: doctor
    case .audit, .auditClean: try audit(fixtures)
    }
  }

  private func status(_ fixtures: Fixtures) throws -> StatusReport {
    let live = try fixtures.grants().filter(\.state.isLive)
    let pending = RequestRecord(
      try fixtures.landed(try fixtures.key(), request: fixtures.request()), decided: fixtures.start,
      outcome: .pending, reasons: [fixtures.short])
    let voided = VoidedAcceptance(
      path: RepositoryPath("policies/groups/dba.yaml"), landing: try fixtures.object(0xC2),
      reason: Reason(.compromisedKey, "the key of `tom.berg` that approved it is compromised"))
    switch self {
    case .statusRunning:
      return StatusReport(
        ledger: try fixtures.object(0x1E),
        cursor: try fixtures.cursor(next: fixtures.end, drill: true),
        tip: try fixtures.object(0xC0), halted: [], requests: [], live: live)
    case .statusVoided:
      return StatusReport(
        ledger: try fixtures.object(0x1E),
        cursor: try fixtures.cursor(
          frozen: [fixtures.voidedPolicy], ungoverned: [fixtures.ungoverned()], voided: [voided]),
        tip: try fixtures.object(0xC4), halted: [], requests: [pending], live: live)
    case .statusWaiting:
      return StatusReport(
        ledger: try fixtures.object(0x1E),
        cursor: try fixtures.cursor(governance: try fixtures.governance()),
        tip: try fixtures.object(0xC0), halted: [], requests: [pending], live: live)
    default:
      return StatusReport(
        ledger: try fixtures.object(0x1E),
        cursor: try fixtures.cursor(frozen: [fixtures.voidedPolicy]),
        tip: try fixtures.object(0xC4), halted: [fixtures.rewound], requests: [pending], live: [])
    }
  }

  private func run(_ fixtures: Fixtures) throws -> RunReport {
    let before = try fixtures.object(0x1E)
    let after = try fixtures.object(0x2E)
    let cursor = try fixtures.cursor(next: fixtures.end)
    let idle = ToldDecisions()
    switch self {
    case .run:
      return RunReport(
        decisions: ToldDecisions(try decisions(fixtures)), cursor: cursor, halted: [],
        ledger: .moved(from: before, to: after))
    case .runDry:
      return RunReport(
        decisions: ToldDecisions(try decisions(fixtures)),
        cursor: try fixtures.cursor(frozen: [fixtures.voidedPolicy]),
        halted: [], ledger: .dryRun(at: before))
    case .runBegun:
      return RunReport(decisions: idle, cursor: cursor, halted: [], ledger: .begun(at: after))
    case .runIdle:
      return RunReport(decisions: idle, cursor: cursor, halted: [], ledger: .unmoved(at: before))
    case .runWaiting:
      return RunReport(
        decisions: idle, cursor: try fixtures.cursor(governance: try fixtures.governance()),
        halted: [], ledger: .unmoved(at: before))
    default:
      let frozen = try fixtures.cursor(frozen: [fixtures.voidedPolicy])
      return RunReport(
        decisions: ToldDecisions([.expire(try fixtures.grants()[0])]), cursor: frozen,
        halted: [fixtures.rewound], ledger: .moved(from: before, to: after))
    }
  }

  /// One decision of every kind.
  private func decisions(_ fixtures: Fixtures) throws -> [Decision] {
    let grants = try fixtures.grants()
    let request = fixtures.request()
    let landed = try fixtures.landed(try fixtures.key(), request: request)
    let unreadable = try fixtures.landed(try fixtures.key("unreadable"))
    func record(
      _ landed: LandedRequest, _ outcome: RequestOutcome, _ reasons: [Reason]
    ) -> RequestRecord {
      RequestRecord(landed, decided: fixtures.now, outcome: outcome, reasons: reasons)
    }
    let invalid = Reason(
      .invalidDocument, "unknown key `entitlment`",
      at: SourceLocation(
        file: "requests/billing-db/unreadable.yaml", mark: Mark(line: 2, column: 1)),
      hint: "did you mean `entitlement`?")
    return [
      .expire(grants[0]),
      .revoke(grants[3]),
      .activate(grants[1]),
      .issue(grants[1], record(landed, .granted, [])),
      .issue(grants[2], record(landed, .granted, [])),
      .settle(record(landed, .pending, [fixtures.short, fixtures.selfApproval]), request),
      .settle(record(landed, .refused, [fixtures.notEligible]), request),
      .settle(record(unreadable, .refused, [invalid]), nil),
      .settle(record(landed, .withdrawn, []), request),
      .accept(
        PolicyAcceptance(
          number: 0, landing: try fixtures.object(0xC1), tree: try fixtures.object(0xF0),
          changes: [])),
      .freeze(landing: try fixtures.object(0xC2), reasons: [fixtures.voidedPolicy]),
      .thaw(landing: try fixtures.object(0xC3)),
      .brake(try fixtures.brake()),
      .release(BrakeRelease(try fixtures.brake(), at: fixtures.now, by: [])),
      .find(try fixtures.ungoverned()),
    ]
  }

  private func explanation(_ fixtures: Fixtures) throws -> Explanation {
    let key = try fixtures.key()
    let landing = try fixtures.object(0xC0)
    let request = fixtures.request()
    let tom = try fixtures.approval(fixtures.tom, 0xA2)
    let landed = try fixtures.landed(key, request: request, approvals: [tom])
    func record(_ outcome: RequestOutcome, _ reasons: [Reason]) -> RequestRecord {
      RequestRecord(landed, decided: fixtures.start, outcome: outcome, reasons: reasons)
    }
    switch self {
    case .explainPending:
      return Explanation(
        key: key, landing: landing, request: request, record: record(.pending, [fixtures.short]),
        evaluation: try fixtures.evaluation(
          .pending, candidates: [fixtures.priya], reasons: [fixtures.short, fixtures.selfApproval]))
    case .explainNobodyLeft:
      return Explanation(
        key: key, landing: landing, request: request, record: record(.pending, [fixtures.short]),
        evaluation: try fixtures.evaluation(.pending, candidates: [], reasons: [fixtures.short]))
    case .explainVoided:
      return Explanation(
        key: key, landing: landing, request: request, record: record(.pending, []),
        evaluation: try fixtures.evaluation(.granted, candidates: [], reasons: []),
        reasons: [fixtures.voidedPolicy])
    case .explainRefused:
      return Explanation(
        key: key, landing: landing, request: request,
        record: record(.refused, [fixtures.notEligible, fixtures.selfApproval]))
    case .explainGranted:
      return Explanation(
        key: key, landing: landing, request: request, record: record(.granted, []),
        grant: try fixtures.grant())
    default:
      return Explanation(
        key: key, landing: landing, request: nil, grant: try fixtures.grants()[3])
    }
  }

  private func check(_ fixtures: Fixtures) throws -> CheckReport {
    let many: [IdentityID] = try (1...22).map { try Fixtures.id("member-\($0 + 10)") }
    let starts = fixtures.now.advanced(by: .seconds(86_400))
    let waits = Explanation(
      key: try fixtures.key(), request: fixtures.request(starts: starts),
      evaluation: try fixtures.evaluation(
        .pending, candidates: many, reasons: [fixtures.short], starts: starts))
    switch self {
    case .check:
      let unreadable = Explanation(
        key: try fixtures.key("unreadable"), request: nil,
        reasons: [
          Reason(
            .invalidDocument, "unknown key `entitlment`",
            at: SourceLocation(
              file: "requests/billing-db/unreadable.yaml", mark: Mark(line: 2, column: 1)),
            hint: "did you mean `entitlement`?"),
          Reason(
            .invalidDocument, "found a date, where `starts` takes an instant",
            at: SourceLocation(
              file: "requests/billing-db/unreadable.yaml", mark: Mark(line: 4, column: 9)),
            hint: "write `2026-11-21T09:00:00Z`"),
        ])
      let refused = Explanation(
        key: try fixtures.key("superuser"),
        request: fixtures.request(entitlement: "superuser", ticket: nil, isEmergency: true),
        evaluation: try fixtures.evaluation(
          .refused, candidates: [fixtures.priya], reasons: [fixtures.notEligible, fixtures.short]))
      return CheckReport(
        requests: [unreadable, waits, refused],
        policyFaults: [
          Reason(
            .invalidDocument, "`members` names `tom.burg`, whom no file describes",
            at: SourceLocation(
              file: "policies/groups/dba.yaml", mark: Mark(line: 1, column: 24)),
            hint: "did you mean `tom.berg`?")
        ],
        warnings: [
          Reason(
            .mixedLanding, "the branch brings 3 requests; a merge approves all of them at once")
        ])
    case .checkClean:
      let granted = Explanation(
        key: try fixtures.key("granted"), request: fixtures.request(),
        evaluation: try fixtures.evaluation(.granted, candidates: [], reasons: []))
      return CheckReport(requests: [waits, granted], policyFaults: [], warnings: [])
    default: return CheckReport(requests: [], policyFaults: [], warnings: [])
    }
  }

  private var doctor: DoctorReport {
    DoctorReport(findings: [
      DoctorFinding(.ok, "the repository is a full clone"),
      DoctorFinding(
        .warning, "refs/replace/ holds 2 refs, which Countersign ignores and git does not",
        mend: "git replace -d $(git replace)"),
      DoctorFinding(
        .problem, "the workflow checks out one commit only, and a shallow clone grants nothing",
        mend: "set `fetch-depth: 0` in .github/workflows/countersign.yml"),
    ])
  }

  private func audit(_ fixtures: Fixtures) throws -> AuditReport {
    let findings = [
      AuditFinding(
        Reason(
          .ledgerUntrusted, "grant g-1f2e3d4c5b6a79881f2e3d4c5b6a7988 has approvals of nobody",
          hint: "ask who holds the processor's key"), commit: try fixtures.object(0x1D)),
      AuditFinding(fixtures.notEligible, commit: nil),
    ]
    return AuditReport(
      anchor: try fixtures.object(0x01), mainline: try fixtures.object(0xC0),
      ledger: try fixtures.object(0x1E), commits: 1204, events: 389, grants: 1,
      findings: self == .audit ? findings : [])
  }
}
