import Decisions
import Model

/// A landed request in the making: by default the contractor's of DESIGN section 3, fully approved.
struct RequestBuilder {
  var path = "requests/billing-db/ana.yaml"
  var blob = 1
  var landing = 1000
  var subject = "ana.silva"
  var target = "billing-db/read-only"
  var duration = hours(8)
  var starts: Instant?
  var ticket: String? = "OPS-1"
  var isEmergency = false
  var seen = noon
  var dated: Instant?
  var approvals: [SeenApproval] = [approval("priya.nair", 1), approval("tom.berg", 2)]
  var changes: [RequestChange]?
  var made: ClosedRange<Instant>?
  /// Of the changes those that hold what landed; nil for all.
  var holders: [ObjectID]?
  var flaws: [Reason] = []
  var notes: [Reason] = []
  var faults: [Reason]?

  var request: Request {
    let name = entitlement(target)
    return Request(
      system: name.system, subject: id(subject), entitlement: name.entitlement,
      duration: duration, starts: starts, ticket: ticket, reason: "Invoices.",
      isEmergency: isEmergency,
      marks: RequestMarks(
        subject: somewhere, entitlement: somewhere, duration: somewhere, starts: somewhere,
        ticket: somewhere, emergency: somewhere))
  }

  var key: RequestKey { RequestKey(path: RepositoryPath(path), blob: object(blob)) }

  var landed: LandedRequest {
    let changes =
      changes
      ?? [
        RequestChange(
          commit: object(landing + 1), people: [id(subject)], signer: id(subject), isOrigin: true)
      ]
    return LandedRequest(
      key: key, grantID: grantID(key, object(landing)), landing: object(landing),
      dated: dated ?? seen, seen: seen,
      document: faults.map { .unreadable($0) } ?? .readable(request), approvals: approvals,
      changes: changes, holders: holders ?? changes.map(\.commit),
      made: made ?? seen...seen, flaws: flaws, notes: notes)
  }

  /// The workload's own request, approved by the one member of `dba` who does not own it.
  static var nightly: RequestBuilder {
    var builder = RequestBuilder()
    builder.subject = "nightly-export"
    builder.approvals = [approval("tom.berg", 1)]
    return builder
  }
}

/// A name that is a function of path, blob and landing, as the real one is.
func grantID(_ key: RequestKey, _ landing: ObjectID) -> GrantID {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in key.path.bytes + key.blob.bytes + landing.bytes {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
  return GrantID(digest: (0..<16).map { UInt8(truncatingIfNeeded: hash >> UInt64($0 * 4)) })
}

func approval(
  _ person: String, _ commit: Int, key: String? = nil, assurance: Assurance = .personal,
  seen: Instant = noon, dated: Instant? = nil, isLate: Bool = false
) -> SeenApproval {
  SeenApproval(
    approval: Approval(
      verifiedSignatureOf: id(person), key: key ?? "SHA256:\(person)", format: .ssh,
      assurance: assurance, commit: object(commit)),
    seen: seen, dated: dated ?? seen, isLate: isLate)
}

let noOverlay = TipOverlay(inactive: [:], compromised: [])

/// Judges one request; what the test does not say is unremarkable.
func judge(
  _ request: RequestBuilder = RequestBuilder(), under policy: PolicyBuilder = .example,
  overlay: TipOverlay = noOverlay, held: [HeldAccess] = [],
  unreviewed: [UnreviewedEmergency] = [], hasWitness: Bool = true, at now: Instant = noon
) -> Evaluation {
  evaluate(
    request.landed, request: request.request, under: policy.policy, overlay: overlay,
    held: HeldGrants(held, unreviewed: unreviewed, at: now), hasWitness: hasWitness, at: now)
}

extension Evaluation {
  var codes: [ReasonCode] { reasons.map(\.code) }
}

func access(_ subject: String, _ target: String, _ start: String, _ end: String) -> HeldAccess {
  HeldAccess(
    subject: id(subject), entitlement: entitlement(target),
    window: Window(start: instant(start), end: instant(end)))
}
