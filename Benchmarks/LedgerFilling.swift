import Git
import Intake
import Ledger
import Model
import Signatures

/// Fills a ledger with grants that have come and gone, by the same writer that a run uses.
///
/// The decisions are made up, the rest is real: each event is a signed commit, written in runs of some
/// hundred events. Of very many grants most come without events (`PastRecords`).
struct LedgerFilling {
  let shape: FixtureShape
  let path: String
  let key: SSHPrivateKey
  let anchor: ObjectID
  let policy: ObjectID
  /// The request of the grant that stays.
  let live: ObjectID
  /// Where the mainline is when the ledger is full.
  let tip: ObjectID

  private static let grantsPerRun = 500
  /// So many grants come by events of their own; what is more is put there at once.
  private static let grantsByEvents = 4000

  /// Writes the ledger and answers with its tip.
  func fill() throws -> ObjectID {
    let dawn = try instant("2026-11-01T00:00:00Z")
    var tip = try LedgerWriter(
      repository: try Repository(discovering: path), key: key
    ).begin(
      anchor: anchor, policy: policy, processorKeys: [key.publicKey], drill: true, at: dawn)
    var active: [Grant] = []
    var (run, next) = (0, 1)
    while next <= shape.grants {
      // Each time anew, because packs have come that an open repository may not know of.
      let repository = try Repository(discovering: path)
      run += 1
      let at = dawn.advanced(by: .seconds(600 * run))
      if next > Self.grantsByEvents / 2, shape.grants - next >= Self.grantsByEvents {
        let end = shape.grants - Self.grantsByEvents / 2
        tip = try putPast(next...end, at: at, behind: tip, in: repository)
        next = end + 1
        continue
      }
      let numbers = next..<min(next + Self.grantsPerRun, shape.grants + 1)
      let issued = try numbers.map { try grant($0, at: at) }
      let decisions = active.map { expire($0, at: at) } + issued.map { issue($0, at: at) }
      tip = try append(decisions, at: at, next: at, to: tip, in: repository)
      active = issued
      next = numbers.upperBound
    }
    let repository = try Repository(discovering: path)
    let last = try instant("2026-11-20T05:00:00Z")
    let end = try instant(Fixture.afterTheEnd)
    let standing = try stays(from: last, to: end)
    let decisions = active.map { expire($0, at: last) } + [issue(standing, at: last)]
    return try append(decisions, at: last, next: end, to: tip, in: repository)
  }

  private func putPast(
    _ numbers: ClosedRange<Int>, at: Instant, behind tip: ObjectID, in repository: Repository
  ) throws -> ObjectID {
    var records = try PastRecords(in: repository, key: key)
    for number in numbers {
      let grant = try grant(number, at: at)
      try records.add(expired(grant, at: at), record(grant, at: at))
    }
    return try records.commit(behind: tip)
  }

  private func append(
    _ decisions: [Decision], at: Instant, next: Instant, to tip: ObjectID, in repository: Repository
  ) throws -> ObjectID {
    let ledger = try TrustedLedger.open(
      in: repository, tip: tip, anchor: anchor, anchorKeys: [key.publicKey])
    var cursor = ledger.cursor
    cursor.at = at
    cursor.next = next
    cursor.mainline = self.tip
    // As any run leaves it: a ledger of before has no such state, and readers find it out anew each time.
    cursor.governance = GovernanceState(
      origin: anchor, since: anchor, directory: DirectoryInForce(tree: nil))
    return try LedgerWriter(repository: repository, key: key).append(
      Judgement(decisions: decisions, cursor: cursor), processorKeys: [key.publicKey], to: ledger,
      mainline: self.tip)
  }

  // MARK: What was decided

  private func issue(_ grant: Grant, at: Instant) -> Decision {
    .issue(grant, record(grant, at: at))
  }

  private func record(_ grant: Grant, at: Instant) -> RequestRecord {
    let dated = at.advanced(by: .seconds(-60))
    let landed = LandedRequest(
      key: grant.request, grantID: grant.id, landing: grant.landing, dated: dated, seen: at,
      document: .unreadable([]),
      approvals: grant.approvals.map {
        SeenApproval(approval: $0, seen: at, dated: dated, isLate: false)
      },
      changes: [
        RequestChange(commit: grant.landing, people: [grant.subject], signer: nil, isOrigin: true)
      ],
      holders: [grant.landing], flaws: [], notes: [])
    return RequestRecord(landed, decided: at, outcome: .granted, grant: grant.id, reasons: [])
  }

  private func expire(_ grant: Grant, at: Instant) -> Decision { .expire(expired(grant, at: at)) }

  private func expired(_ grant: Grant, at: Instant) -> Grant {
    grant.after(GrantEvent(.expired, at: at, mainline: tip), state: .expired)
  }

  /// A grant of the past.
  private func grant(_ number: Int, at: Instant) throws -> Grant {
    var numbers = SplitMix64(seed: UInt64(number) << 8)
    let text = PolicyFiles.request(number, shape)
    // Its request was deleted long ago, as most are: the path is not that of one that waits.
    let path = RepositoryPath(
      "requests/past/" + text.path.split(separator: "/").joined(separator: "-"))
    return try grant(
      number, path: path, blob: try id(&numbers), landing: try id(&numbers),
      window: Window(start: at, end: at.advanced(by: .seconds(600))), at: at, &numbers)
  }

  /// The grant that the fixture's runs find live.
  private func stays(from start: Instant, to end: Instant) throws -> Grant {
    var numbers = SplitMix64(seed: 3)
    return try grant(
      0, path: RepositoryPath(PolicyFiles.request(0, shape).path), blob: live, landing: anchor,
      window: Window(start: start, end: end), at: start, &numbers)
  }

  private func grant(
    _ number: Int, path: RepositoryPath, blob: ObjectID, landing: ObjectID, window: Window,
    at: Instant, _ numbers: inout SplitMix64
  ) throws -> Grant {
    guard let subject = IdentityID(PolicyFiles.person(number % shape.people)),
      let system = SystemID(PolicyFiles.system(number % shape.systems)),
      let reviewer = IdentityID("reviewer")
    else { throw BenchmarkError("a name of the fixture is no id") }
    let mark = Mark(line: 1, column: 1)
    let request = Request(
      system: system, subject: subject, entitlement: "read-only",
      duration: window.start.duration(to: window.end), starts: nil, ticket: "OPS-\(number)",
      reason: "Look at what happened in case \(number).", isEmergency: false,
      marks: RequestMarks(
        subject: mark, entitlement: mark, duration: mark, starts: nil, ticket: mark,
        emergency: nil))
    let approval = Approval(
      verifiedSignatureOf: reviewer, key: key.publicKey.fingerprint, format: .ssh,
      assurance: .personal, commit: landing)
    return Grant(
      id: GrantID(digest: numbers.bytes(16)), request: request,
      key: RequestKey(path: path, blob: blob), window: window, landing: landing, policy: policy,
      approvals: [approval], issued: GrantEvent(.issued, at: at, mainline: tip))
  }

  private func id(_ numbers: inout SplitMix64) throws -> ObjectID {
    guard let id = ObjectID(bytes: numbers.bytes(20)) else {
      throw BenchmarkError("20 bytes are an id")
    }
    return id
  }

  private func instant(_ text: String) throws -> Instant {
    guard let instant = Instant(rfc3339: text.utf8) else {
      throw BenchmarkError("\(text) is no instant")
    }
    return instant
  }
}
