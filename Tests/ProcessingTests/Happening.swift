import Git
import Model
import Processing
import TestSupport

/// What happens in a world before anybody asks; a new kind is a case here and what it does below.
enum Happening: CaseIterable {
  case granted, approvedWithoutSay, emergency, reviewed
  case suspended, offboarded, contractEnds, keyCompromised, keyRetired
  case policyUnaccepted, policyAccepted, approvedLate, termsTightened, leftGroup
  case stopTakenBack
  case approvedAhead, voided, approvedByBrought
  case agreed, askedWithin, askedByToken
  case requestEdited, requestDeleted, timePasses
}

extension World {
  /// Lets one thing happen; whether a run sees to it at once is the seed's choice.
  func happen(_ happening: Happening) async throws {
    tell("\(happening)")
    switch happening {
    case .granted: try await grant()
    case .approvedWithoutSay:
      let request = request()
      try land(request, mergedBy: [.nora])
    case .emergency:
      var request = Request(freshName("pager"), "superuser", for: "tom.berg", duration: "30m")
      request.more = ["emergency: true"]
      try land(request, by: .tom, mergedBy: [.tom])
    case .reviewed: try await review()
    case .suspended: try person(pick(Person.all)) { $0.status = "suspended" }
    case .offboarded:
      try person(pick([.ana, .ben, .priya]), approvedBy: [.kim]) { $0.status = "offboarded" }
    case .contractEnds:
      try person(pick([.ana, .ben]), approvedBy: [.kim]) {
        $0.contractEnds = "\(now.advanced(by: .hours(4)))"
      }
    case .keyCompromised:
      try person(pick([.priya, .tom, .leo])) {
        $0.keys[0].compromised = "\(now.advanced(by: .hours(-1)))"
      }
    case .keyRetired:
      try person(pick([.priya, .tom]), approvedBy: [.kim]) { $0.keys[0].retired = "\(now)" }
    case .policyUnaccepted:
      try change(
        [put("members: [priya.nair, tom.berg, leo.ruiz]\n", at: "policies/groups/dba.yaml")],
        approvedBy: pick([[], [.mia]]))
    case .policyAccepted:
      try change(
        [put("members: [priya.nair, tom.berg, nora.lind]\n", at: "policies/groups/dba.yaml")],
        approvedBy: [.mia, .leo])
    case .approvedLate:
      for person in pick([[Person.mia, .leo], [.mia], [.kim, .mia, .leo]]) {
        try approveTip(person)
      }
    case .approvedAhead:
      try approveTip(
        pick([.mia, .leo, .tom]), at: now.advanced(by: pick([.minutes(20), .hours(2)])))
    case .voided:
      // Leo's key brings people in, and then it is marked.
      try change(
        [
          put(
            "members: [mia.chen, leo.ruiz, tom.berg, nora.lind, priya.nair]\n",
            at: "policies/groups/security.yaml")
        ], approvedBy: [.mia, .leo])
      if maybe(2) { try await run() }
      try person(.leo, approvedBy: [.kim, .mia, .tom]) {
        $0.keys[0].compromised = "\(now.advanced(by: .hours(-1)))"
      }
    case .approvedByBrought: try tighten(approvedBy: [.nora, .priya])
    case .stopTakenBack:
      try person(pick(Person.all), approvedBy: pick([[], [.kim], [.mia, .leo]])) { _ in }
    case .termsTightened: try tighten(approvedBy: [.mia, .leo])
    case .leftGroup:
      try change(
        [put("members: [priya.nair]\n", at: "policies/groups/dba.yaml")], approvedBy: [.mia, .leo])
    case .agreed: try agree()
    case .askedWithin:
      var request = Request(
        freshName("within"), for: pick(["nightly-export", "nora.lind", "tom.berg"]),
        duration: pick(["30m", "1h"]))
      if maybe(3) { request.starts = "\(now.advanced(by: .hours(2)))" }
      try land(request, mergedBy: [.mia])
    case .askedByToken:
      let request = Request(freshName("job"), for: "etl", duration: pick(["30m", "1h"]))
      try land(request, mergedBy: [pick([.tom, .mia])])
    case .requestEdited:
      guard let path = paths.randomElement(using: &random), try holds(path) else { break }
      var edited = Request("edited")
      edited.reason = "Another one."
      try change([put(edited.text, at: "\(path)")], approvedBy: [])
    case .requestDeleted:
      guard let path = paths.randomElement(using: &random), try holds(path) else { break }
      try change([.remove("\(path)")], approvedBy: [])
    case .timePasses: pass(pick([.minutes(20), .hours(1), .hours(5), .hours(9)]))
    }
    if maybe(2) {
      tell("run")
      try await run()
    }
  }

  func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  /// True once in `count` times.
  func maybe(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// A request that mostly could be granted.
  func request() -> Request {
    var request = Request(
      freshName("asked"),
      pick(["read-only", "read-only", "read-only", "export", "superuser", "nothing"]),
      for: pick([
        "ana.silva", "ana.silva", "ben.cole", "nora.lind", "tom.berg", "nobody", "nightly-export",
        "nightly-export", "etl",
      ]),
      of: pick(["billing-db", "billing-db", "billing-db", "ledger-db"]),
      duration: pick(["30m", "1h", "8h", "9h"]))
    if maybe(6) { request.ticket = nil }
    if maybe(6) { request.starts = "\(now.advanced(by: .hours(2)))" }
    return request
  }

  /// Whom a request's file is written by.
  func author(of request: Request) -> Person {
    (Person.all + [.nightlyExport]).first { $0.id == request.subject } ?? .ana
  }

  func branch(_ request: Request, by author: Person? = nil) throws -> Branch {
    if request.subject == "etl" {
      return try branch(tokened(request), by: Person("ci-runner", keys: []))
    }
    return try branch(
      [put(request.text, at: request.path)], by: author ?? self.author(of: request))
  }

  /// Lands `request` by a merge that each of `people` has signed.
  func land(_ request: Request, by author: Person? = nil, mergedBy people: [Person]) throws {
    let branch = try branch(request, by: author)
    try land(try merge(branch, approvedBy: people))
    if let path = RepositoryPath(description: request.path) { paths.append(path) }
    tell("\(request.path) of \(request.subject) by \(people.map(\.id))")
  }

  private func grant() async throws {
    let (subject, approver) = pick([
      ("ana.silva", Person.priya), ("ben.cole", .tom), ("nora.lind", .priya), ("tom.berg", .priya),
    ])
    let request = Request(
      freshName("live"), for: subject, of: pick(["billing-db", "ledger-db"]),
      duration: pick(["30m", "8h"]))
    try land(request, mergedBy: [approver])
  }

  /// Lands a mandate, mostly by somebody who has a say.
  private func agree() throws {
    let (subject, approver) = pick([
      ("nightly-export", Person.tom), ("nightly-export", .tom), ("nightly-export", .priya),
      ("nora.lind", .tom), ("tom.berg", .priya), ("etl", .tom),
    ])
    let text = """
      subject: \(subject)
      entitlements: [billing-db/read-only]
      each: \(pick(["30m", "1h", "8h"]))
      grants: \(pick([1, 3]))
      until: \(now.advanced(by: pick([.hours(6), .hours(24 * 30)])))
      at_once: \(pick([1, 2]))
      reason: Every night.

      """
    let path = "mandates/\(freshName("mandate")).yaml"
    let branch = try branch([put(text, at: path)], by: .lena)
    try land(try merge(branch, approvedBy: [approver]))
    paths.append(RepositoryPath(path))
    tell("\(path) of \(subject) by \(approver.id)")
  }

  /// The late approval of what the mainline's last commit holds.
  func approveTip(_ person: Person, at date: Instant? = nil) throws {
    let date = date ?? now
    let (tree, key) = (try tree(of: tip), person.keys.first?.name)
    let empty = try repository.write(
      keys.commit(tree, [tip], by: person, at: date, signed: key, "Approve"), as: .commit)
    tell("approved late by \(person.id), dated \(date)")
    try land(
      repository.write(
        keys.commit(tree, [tip, empty], by: person, at: date, signed: key, "Approve"), as: .commit))
  }

  /// Changes somebody's file, which `approvers` sign; without any it only lands.
  private func person(
    _ person: Person, approvedBy approvers: [Person] = [], _ change: (inout Person) -> Void
  ) throws {
    var person = person
    change(&person)
    tell(person.id)
    try self.change([put(person.yaml(keys.files), at: person.path)], approvedBy: approvers)
  }

  /// Lands `changes`, written by Lena, by merges of `approvers`, or by nobody who has a say.
  func change(_ changes: [TreeChange], approvedBy approvers: [Person]) throws {
    let branch = try branch(changes, by: .lena)
    try land(
      approvers.isEmpty
        ? try merge(branch, by: .nora, signed: nil) : try merge(branch, approvedBy: approvers))
  }

  /// Policies that let people have less, or more, than those of the mainline.
  func tighten(approvedBy approvers: [Person]) throws {
    try change([try changedTerms()], approvedBy: approvers)
  }

  /// One file of the mainline's policies with other terms.
  func changedTerms() throws -> TreeChange {
    let billing = try text(of: WorldPolicies.billing)
    let rules = try text(of: WorldPolicies.rules)
    let texts = [
      (
        WorldPolicies.billing,
        billing.replacing("maximum_duration: 8h", with: "maximum_duration: 4h")
      ),
      (
        WorldPolicies.billing,
        billing.replacing(
          "eligible: [class:contractor, class:employee]", with: "eligible: [class:employee]")
      ),
      (
        WorldPolicies.billing,
        billing.replacing(
          "eligible: [class:contractor, class:employee, workload:nightly-export, workload:etl]",
          with: "eligible: [class:employee, workload:nightly-export]")
      ),
      (
        WorldPolicies.billing,
        billing.replacing(
          "eligible: [class:contractor, class:employee, workload:nightly-export, workload:etl]",
          with: "eligible: [class:contractor, class:employee]")
      ),
      (WorldPolicies.rules, rules.replacing("maximum_duration: 8h", with: "maximum_duration: 20m")),
      (WorldPolicies.rules, rules.replacing("(OPS|INC)", with: "(INC)")),
    ]
    let (path, text) = pick(texts)
    return try put(text, at: path)
  }

  func text(of path: String) throws -> String {
    var folder = try tree(of: tip)
    let names = path.split(separator: "/").map(String.init)
    for (place, name) in names.enumerated() {
      guard let entry = try repository.tree(folder).first(where: { $0.name == Array(name.utf8) })
      else { return "" }
      guard place < names.count - 1 else {
        return String(
          decoding: try repository.bytes(of: entry.id, as: .blob, atMost: 1 << 16), as: UTF8.self)
      }
      folder = entry.id
    }
    return ""
  }

  func holds(_ path: RepositoryPath) throws -> Bool { try !text(of: "\(path)").isEmpty }

  /// The review that a system's owner could land now, or that of an emergency.
  func reviewText() throws -> (name: String, text: String)? {
    let outlook = try outlook()
    let live = outlook.grants
    let unreviewed = try outlook.unreviewed()
    if let grant = unreviewed.randomElement(using: &random), maybe(2) {
      return (freshName("emergency"), "grant: \(grant.id)\nfinding: Needed.\nactions: []\n")
    }
    let held = Set(
      (live.map(\.holding) + outlook.mandates.flatMap(\.terms.holdings))
        .filter { $0.entitlement.system.text == "billing-db" }
    ).sorted()
    guard !held.isEmpty else { return nil }
    var lines = ["system: billing-db", "as_of: \(now)", "access:"]
    for holding in held {
      lines.append(
        "  - {subject: \(holding.subject), entitlement: \(holding.entitlement.entitlement), "
          + "decision: \(pick(["keep", "remove"]))}")
    }
    return (freshName("access"), lines.joined(separator: "\n") + "\n")
  }

  private func review() async throws {
    try await run()
    guard let (name, text) = try reviewText() else { return }
    let reviewer = pick([Person.priya, .tom, .leo])
    let branch = try branch([put(text, at: "reviews/\(name).yaml")], by: reviewer)
    try land(try merge(branch, approvedBy: [reviewer]))
  }
}
