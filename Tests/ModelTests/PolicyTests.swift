import Model
import Testing

private func group(_ name: String, _ members: String...) -> Group {
  Group(id: id(name), members: members.map { id($0) }, mark: somewhere)
}

private func workload(_ name: String, _ owner: Owner) -> Workload {
  Workload(
    id: id(name), owner: owner, purpose: "", keys: [], verified: nil, status: .active,
    marks: WorkloadMarks(owner: somewhere, status: somewhere))
}

@Suite struct PolicyTests {
  private let policy = Policy(
    uncheckedSettings: Settings(
      mainline: "main", ledger: "ledger", witness: nil, processorKeys: [],
      staleAfter: .seconds(1), expireAfter: .seconds(1), issueWithin: .seconds(1),
      governance: []),
    people: [],
    workloads: [
      workload("z", .person(id("ann"))), workload("m", .group(id("dba"))),
      workload("a", .person(id("bob"))), workload("n", .group(id("nobody"))),
    ],
    groups: [group("dba", "ann", "cat"), group("ops", "ann")], systems: [], rules: [], tests: [])

  @Test func itKnowsWhoIsInWhichGroup() {
    #expect(policy.groups(of: id("ann")) == [id("dba"), id("ops")])
    #expect(policy.groups(of: id("bob")).isEmpty)
    #expect(policy.people(of: .group(id("dba"))).map(\.text) == ["ann", "cat"])
    #expect(policy.people(of: .group(id("none"))).isEmpty)
  }

  @Test func itKnowsWhoOwnsWhichWorkload() {
    #expect(policy.workloads(ownedBy: id("ann")).map(\.text) == ["m", "z"])
    #expect(policy.workloads(ownedBy: id("cat")).map(\.text) == ["m"])
    #expect(policy.workloads(ownedBy: id("dan")).isEmpty)
  }

  @Test(
    arguments: [
      (nil, nil, true), ("2026-01-02T00:00:00Z", nil, true), ("2026-01-01T00:00:00Z", nil, false),
      (nil, "2030-01-01T00:00:00Z", false), ("2026-01-02T00:00:00Z", "2020-01-01T00:00:00Z", false),
    ] as [(String?, String?, Bool)])
  func aKeyIsUsableUntilItIsRetiredAndNeverOnceCompromised(
    _ retired: String?, _ compromised: String?, _ isUsable: Bool
  ) {
    let key = PolicyKey(
      material: .ssh(wireFormat: []), retired: retired.map { instant($0) },
      compromised: compromised.map { instant($0) }, mark: somewhere)
    #expect(key.isUsable(at: instant("2026-01-01T00:00:00Z")) == isUsable)
  }

  @Test func aNoteOnAVerifiedApprovalEndsWithTheRecordItWasMadeFor() throws {
    let verified = try #require(ObjectID(bytes: [UInt8](repeating: 1, count: 20)))
    let attempt = try #require(ObjectID(bytes: [UInt8](repeating: 2, count: 20)))
    let request = Request(
      system: id("s"), subject: id("ann"), entitlement: "e", duration: .seconds(1), starts: nil,
      ticket: nil, reason: "", isEmergency: false,
      marks: RequestMarks(
        subject: somewhere, entitlement: somewhere, duration: somewhere, starts: nil, ticket: nil,
        emergency: nil))
    let landed = LandedRequest(
      key: RequestKey(path: RepositoryPath("requests/s/a.yaml"), blob: .null),
      grantID: GrantID(digest: 0..<16), landing: .null, dated: .earliest, seen: .earliest,
      document: .readable(request),
      approvals: [
        SeenApproval(
          approval: Approval(
            verifiedSignatureOf: id("bob"), key: "SHA256:k", format: .ssh, assurance: .personal,
            commit: verified), seen: .earliest, dated: .earliest, isLate: false)
      ], changes: [], holders: [], flaws: [], notes: [])
    let reasons = [
      Reason(.shortOfApprovals, "one is missing"),
      Reason(.inactiveApprover, "It does not count.", about: verified),
      Reason(.inactiveApprover, "It is no approval.", about: attempt),
    ]
    let record = RequestRecord(
      landed, decided: .earliest, outcome: .pending, reasons: reasons)
    let again = LandedRequest(
      record, grantID: landed.grantID, document: landed.document, holders: [])
    #expect(again.notes == [reasons[2]])
    #expect(again.approvals == landed.approvals)
  }

  /// Whatever its code: a key that nobody pinned, a key that has ended, an issuer that has.
  @Test(arguments: [ReasonCode.badToken, .unknownKey, .compromisedKey, .retiredKey, .unknownIssuer])
  func ofSeveralTokensTheNewestAloneIsToldOf(_ code: ReasonCode) {
    let place = SourceLocation(file: "requests/s/a.jwt")
    let other = Reason(code, "Commit 1 says so of a signature.", at: place)
    let landed = LandedRequest(
      key: RequestKey(path: RepositoryPath("requests/s/a.yaml"), blob: .null),
      grantID: GrantID(digest: 0..<16), landing: .null, dated: .earliest, seen: .earliest,
      document: .unreadable([]), approvals: [], changes: [], holders: [], flaws: [],
      notes: [other])
    let older = Reason.provingNothing(code, "it is old", at: place)
    let newer = Reason.provingNothing(.badToken, "it is new", at: place)
    let judged = landed.tokenJudged(.bad(older), stands: false)
      .tokenJudged(.bad(newer), stands: false)
    #expect(judged.notes == [other, newer])
  }

  @Test func aPathRecordKeepsOneEntryForEachLandingOfABlob() {
    var path = PathRecord(path: RepositoryPath("requests/s/a.yaml"))
    func record(_ blob: UInt8, _ outcome: RequestOutcome) -> RequestRecord {
      let object = ObjectID(bytes: [UInt8](repeating: blob, count: 20)) ?? .null
      return RequestRecord(
        LandedRequest(
          key: RequestKey(path: path.path, blob: object), grantID: GrantID(digest: 0..<16),
          landing: object, dated: .earliest, seen: .earliest, document: .unreadable([]),
          approvals: [], changes: [], holders: [], flaws: [], notes: []),
        decided: .earliest, outcome: outcome, reasons: [])
    }
    path.note(record(1, .pending))
    path.note(record(2, .pending))
    path.note(record(1, .refused))
    #expect(path.requests.map(\.outcome) == [.refused, .pending])
  }
}
