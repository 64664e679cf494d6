import Model
import Reports
import Testing

/// The values that the tests render: one request, what became of it, and the people around it.
struct Fixtures {
  /// When all reports are read: three hours before the grant ends.
  let now: Instant
  let start: Instant
  let end: Instant
  let ana: IdentityID
  let priya: IdentityID
  let tom: IdentityID
  let billing: SystemID
  let dba: GroupID

  init() throws {
    now = try Fixtures.instant("2026-11-21T14:00:00Z")
    start = try Fixtures.instant("2026-11-21T09:00:00Z")
    end = try Fixtures.instant("2026-11-21T17:00:00Z")
    ana = try Fixtures.id("ana.silva")
    priya = try Fixtures.id("priya.nair")
    tom = try Fixtures.id("tom.berg")
    billing = try Fixtures.id("billing-db")
    dba = try Fixtures.id("dba")
  }

  static func instant(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text.utf8))
  }

  static func id<Kind>(_ text: String) throws -> Identifier<Kind> {
    try #require(Identifier<Kind>(text))
  }

  /// An object id whose digits begin with those of `byte`.
  func object(_ byte: UInt8) throws -> ObjectID {
    try #require(ObjectID(bytes: (0..<20).map { byte &+ $0 &* 0x11 }))
  }

  /// A pipe's style, unless the arguments say otherwise.
  func style(isColored: Bool = false, width: Int? = nil) -> Style {
    Style(isColored: isColored, width: width, now: now)
  }

  func key(_ name: String = "ana-november-invoices", blob: UInt8 = 0xB0) throws -> RequestKey {
    RequestKey(
      path: RepositoryPath("requests/billing-db/\(name).yaml"), blob: try object(blob))
  }

  func request(
    entitlement: String = "read-only", starts: Instant? = nil,
    ticket: String? = "OPS-4312",
    reason: String = "Reconcile the November invoices that failed on the 19th.",
    isEmergency: Bool = false
  ) -> Request {
    let mark = Mark(line: 1, column: 1)
    return Request(
      system: billing, subject: ana, entitlement: entitlement, duration: .seconds(8 * 3600),
      starts: starts, ticket: ticket, reason: reason, isEmergency: isEmergency,
      marks: RequestMarks(
        subject: mark, entitlement: mark, duration: mark, starts: nil, ticket: nil, emergency: nil))
  }

  func approval(_ person: IdentityID, _ commit: UInt8, isLate: Bool = false) throws -> SeenApproval
  {
    SeenApproval(
      approval: Approval(
        verifiedSignatureOf: person, key: "SHA256:qP0TB1gQZ3pCwzV1u2Rj1kQx6V6m7yB2cN8dE5fG4hI",
        format: .ssh, assurance: .personal, commit: try object(commit)),
      seen: start, dated: start, isLate: isLate)
  }

  func landed(
    _ key: RequestKey, request: Request? = nil, approvals: [SeenApproval] = []
  ) throws -> LandedRequest {
    LandedRequest(
      key: key, grantID: try grantID(0x1F), landing: try object(0xC0), dated: start,
      seen: start, document: request.map { .readable($0) } ?? .unreadable([]),
      approvals: approvals, changes: [], holders: [], flaws: [], notes: [])
  }

  func grantID(_ byte: UInt8) throws -> GrantID {
    GrantID(digest: (0..<32).map { byte &+ $0 &* 0x0F })
  }

  func grant(
    _ byte: UInt8 = 0x1F, request: Request? = nil, start: Instant? = nil, end: Instant? = nil,
    issued: Instant? = nil
  ) throws -> Grant {
    Grant(
      id: try grantID(byte), request: request ?? self.request(), key: try key(),
      window: Window(start: start ?? self.start, end: end ?? self.end), landing: try object(0xC0),
      policy: try object(0xF0),
      approvals: [try approval(priya, 0xA1).approval, try approval(tom, 0xA2).approval],
      issued: GrantEvent(.issued, at: issued ?? self.start, mainline: try object(0xC0)))
  }

  /// A grant in each state that can be seen, also one that no run has ended in time.
  func grants() throws -> [Grant] {
    let hour = Duration.seconds(3600)
    let later = now.advanced(by: .seconds(40 * 3600))
    let active = try grant()
    let deleted = Reason(
      .requestDeleted,
      "`requests/billing-db/ana-november-invoices.yaml` is no longer on the mainline.",
      at: SourceLocation(file: "requests/billing-db/ana-november-invoices.yaml"))
    return [
      try grant(0x40, start: start, end: end.advanced(by: .seconds(-5 * 86_400))).after(
        GrantEvent(
          .expired, at: end.advanced(by: .seconds(-5 * 86_400)), mainline: try object(0xC1)),
        state: .expired),
      active,
      try grant(0x30, start: later, end: later.advanced(by: hour)),
      try grant(0x50).after(
        GrantEvent(
          .revoked, at: now.advanced(by: .seconds(-1800)), mainline: try object(0xC1),
          reasons: [deleted]), state: .revoked),
      try grant(0x60, end: now.advanced(by: .seconds(-600))),
    ]
  }

  var notEligible: Reason {
    Reason(
      .notEligible, "`ana.silva` may not ask for `billing-db/superuser`",
      at: SourceLocation(
        file: "policies/systems/billing-db.yaml", mark: Mark(line: 12, column: 15)),
      hint: "ask for `billing-db/read-only`, or have group:security change the policy")
  }

  var voidedPolicy: Reason {
    Reason(
      .compromisedKey,
      "policies/groups/dba.yaml came into force by an approval whose key is now compromised.",
      at: SourceLocation(file: "policies/groups/dba.yaml"),
      hint: "Change the file again, or put it back, with approvals by keys that stand.")
  }

  /// Policies that wait, and somebody who is stopped without anybody's signature.
  func governance() throws -> GovernanceState {
    let landing = try object(0xC0)
    var state = GovernanceState(
      origin: try object(0x01), since: try object(0x01), directory: DirectoryInForce(tree: nil))
    state.brakes = [try brake()]
    state.waiting = WaitingPolicy(
      landing: landing,
      paths: [
        WaitingPolicy.Path(
          path: RepositoryPath("policies/groups/dba.yaml"), missing: ["2 of group:security"]),
        WaitingPolicy.Path(path: RepositoryPath("policies/rules/nights.yaml"), missing: []),
      ], more: 3,
      reasons: [
        Reason(
          .policyNotAccepted, "The mainline holds policies that are not in force.",
          hint: "countersign approve policies"),
        Reason(
          .shortOfApprovals, "policies/groups/dba.yaml differs from what is in force.",
          at: SourceLocation(file: Settings.file, mark: Mark(line: 11, column: 5)),
          hint: "countersign approve policies/groups/dba.yaml"),
      ])
    return state
  }

  func brake() throws -> Brake {
    Brake(
      stopped: .identity(tom, .suspended), path: RepositoryPath("policies/people/tom.berg.yaml"),
      commit: try object(0xC5), landing: try object(0xC6), by: [priya], isSigned: false,
      at: now.advanced(by: .seconds(-720)))
  }

  var rewound: Reason {
    Reason(
      .rewoundMainline, "the last processed commit is no ancestor of the mainline's tip",
      hint: "push the old tip again")
  }

  var short: Reason {
    Reason(
      .shortOfApprovals,
      "rule third-parties needs 1 more from sponsor (`priya.nair`)",
      at: SourceLocation(
        file: "policies/rules/third-parties.yaml", mark: Mark(line: 5, column: 15)),
      hint: "countersign approve requests/billing-db/ana-november-invoices.yaml")
  }

  var selfApproval: Reason {
    Reason(
      .selfApproval,
      "a3b4c5d6e7f8 by `ana.silva` with the key SHA256:x does not count: the access is for them",
      at: SourceLocation(file: "requests/billing-db/ana-november-invoices.yaml"))
  }

  /// One list is met by Tom, the other waits for one of `candidates`.
  func evaluation(
    _ verdict: Evaluation.Verdict, candidates: [IdentityID], reasons: [Reason],
    starts: Instant? = nil
  ) throws -> Evaluation {
    let system = "policies/systems/billing-db.yaml"
    let rule = "policies/rules/third-parties.yaml"
    let first = Mark(line: 8, column: 17)
    let second = Mark(line: 5, column: 15)
    return Evaluation(
      verdict: verdict, reasons: reasons,
      window: Window(
        start: starts ?? now, end: (starts ?? now).advanced(by: .seconds(8 * 3600))),
      requirements: [
        RequirementStatus(
          location: SourceLocation(file: system, mark: first), origin: "billing-db/read-only",
          lines: [
            LineStatus(
              line: ApprovalLine(count: 1, from: [.group(dba)], mark: first), met: [tom],
              missing: 0, candidates: [])
          ]),
        RequirementStatus(
          location: SourceLocation(file: rule, mark: second), origin: "rule third-parties",
          lines: [
            LineStatus(
              line: ApprovalLine(count: 1, from: [.sponsor, .owner], mark: second),
              met: verdict == .granted ? [priya] : [], missing: verdict == .granted ? 0 : 1,
              candidates: candidates)
          ]),
      ],
      counted: [try approval(tom, 0xA2)]
        + (verdict == .granted ? [try approval(priya, 0xA1)] : []))
  }

  func cursor(
    frozen: [Reason] = [], ungoverned: [UngovernedChange] = [], voided: [VoidedAcceptance] = [],
    next: Instant? = nil, drill: Bool = false, governance: GovernanceState? = nil
  ) throws -> Cursor {
    Cursor(
      anchor: try object(0x01), mainline: try object(0xC0), policy: try object(0xF0),
      at: now.advanced(by: .seconds(-720)), next: next, drill: drill, frozen: frozen,
      ungoverned: ungoverned, voided: voided, governance: governance)
  }

  func ungoverned() throws -> UngovernedChange {
    UngovernedChange(
      path: RepositoryPath(".github/workflows/access.yml"), landing: try object(0xC0),
      before: "100644 \(try object(0x77))",
      reason: Reason(
        .ungovernedChange, "nobody whom its line names approved the change",
        at: SourceLocation(file: Settings.file, mark: Mark(line: 11, column: 5)),
        hint: "revert it, or land it again with the approvals of group:security"))
  }
}
