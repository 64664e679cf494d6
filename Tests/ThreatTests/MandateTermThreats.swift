import Model
import TestSupport
import Testing

/// Who may agree to a mandate, how its windows count, and what stops it.
@Suite struct MandateTermThreats {
  /// What no mandate is given for.
  enum Fault: CaseIterable {
    case nobody, owner, author, critical, tooFar, over, tooLongEach, notEligible, mixed

    var codes: Set<ReasonCode> {
      switch self {
      case .nobody: [.shortOfApprovals]
      case .owner: [.shortOfApprovals, .selfApproval]
      case .author: [.shortOfApprovals, .authorApproval]
      case .critical, .notEligible: [.notEligible]
      case .tooFar, .tooLongEach: [.durationTooLong]
      case .over: [.windowOver]
      case .mixed: [.mixedLanding]
      }
    }

    var isRefused: Bool { ![.nobody, .owner, .author].contains(self) }
  }

  @Test(
    "78: a mandate needs what a request for each of its windows would need",
    arguments: Fault.allCases)
  func terms(_ fault: Fault) async throws {
    var policies = Policies()
    try policies.replace(
      "eligible: [group:dba]\n", with: "eligible: [group:dba, workload:nightly-export]\n",
      in: "policies/systems/billing-db.yaml")
    let repository = try await AccessRepository(policies)
    var mandate = MandateFile()
    switch fault {
    case .critical:
      (mandate.entitlements, mandate.each) = (
        ["billing-db/read-only", "billing-db/superuser"], "30m"
      )
    case .tooFar: mandate.until = .drill(.days(93))
    case .over: mandate.until = .drill(.minutes(-1))
    case .tooLongEach: mandate.each = "9h"
    case .notEligible: mandate.entitlements = ["billing-db/export"]
    case .nobody, .owner, .author, .mixed: break
    }
    switch fault {
    case .nobody: try await repository.agree(mandate, by: [])
    case .owner: try await repository.agree(mandate, by: [.priya])
    case .author: try await repository.agree(mandate, by: [.tom], writing: .tom)
    case .mixed:
      let commit = try await repository.commit(
        [mandate.file, nightly("beside").file], by: .nightlyExport, signed: .own)
      try await repository.approve(commit, by: [.tom])
    case .critical: try await repository.agree(mandate, by: [.tom, .mia])
    default: try await repository.agree(mandate)
    }
    try await run(repository)
    try await expectNoAccess(
      mandate.path, in: repository, fault.isRefused ? "refused" : "pending", fault.codes)
    let request = nightly("night-1")
    try await repository.push(request)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    var good = MandateFile()
    good.name = "good"
    good.until = .drill(.days(91))
    try await repository.agree(good)
    try await run(repository)
    let next = nightly("night-2")
    try await repository.push(next)
    try await run(repository)
    try await expectAccess(next.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test("a mandate at the anchor gives nothing; one that landed since does")
  func anchor() async throws {
    var policies = Policies()
    guard let content = MandateFile().file.content else { return }
    policies.texts[MandateFile().path] = String(decoding: content, as: UTF8.self)
    let repository = try await AccessRepository(policies)
    try await run(repository)
    let request = nightly("night-1")
    try await repository.push(request)
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }

  /// Windows of the nightly export are an hour long in all.
  private func hourly() async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/rules/exports.yaml"] = """
      description: Exports are short.
      applies_to: {subject: [nightly-export]}
      require: {maximum_duration: 1h}

      """
    return try await AccessRepository(policies)
  }

  @Test(
    "85, 89: windows that follow on each other count as one, by whichever mandate",
    arguments: [false, true])
  func crawling(_ isInterleaved: Bool) async throws {
    let repository = try await hourly()
    var mandate = MandateFile()
    mandate.atOnce = isInterleaved ? 1 : 3
    try await repository.agree(mandate)
    if isInterleaved {
      (mandate.name, mandate.each) = ("other", "29m")
      try await repository.agree(mandate)
    }
    try await run(repository)
    let last = isInterleaved ? 54 : 55
    for (minute, isGiven) in [
      (0, true), (25, true), (50, false), (last + 29, false), (last + 30, true),
    ] {
      let now = Instant.drill(.minutes(minute))
      let request = nightly("at-\(minute)", duration: isInterleaved ? "29m" : "30m")
      try await repository.push(request, at: now.advanced(by: .minutes(-1)))
      try await run(repository, at: now)
      if isGiven {
        try await expectAccess(request.path, in: repository)
      } else {
        try await expectNoAccess(request.path, in: repository, "refused", [.durationTooLong])
      }
    }
    try await expectUnharmed(repository, at: .drill(.minutes(last + 30)))
  }

  @Test("85: a token signs what a mandate covers; one that was kept back is as old as it says")
  func token() async throws {
    let issuer = try TokenIssuer()
    let repository = try await TokenThreats.repository(issuer)
    var mandate = MandateFile()
    (mandate.subject, mandate.entitlements) = ("etl", ["billing-db/backup"])
    (mandate.each, mandate.atOnce) = ("1h", 2)
    try await repository.agree(mandate)
    try await run(repository)
    let kept = TokenThreats.request
    try await repository.land(try await repository.commit([kept.file], by: TokenThreats.runner))
    try await run(repository)
    try await expectNoAccess(kept.path, in: repository, "pending", [.unsignedRequest])
    // Both tokens land fifty-one minutes after the clock began; one of them is of an hour and a minute before that.
    let fresh = Request("etl-2", "backup", for: "etl", duration: "1h")
    for (request, issued) in [(kept, -10), (fresh, -8)] {
      let token = try AccessRepository.token(
        try await repository.claims(for: request, issued: .drill(.minutes(issued))), by: issuer)
      try await repository.land(
        try await repository.commit(
          [request.file, .file(AccessRepository.tokenPath(of: request), token)],
          by: TokenThreats.runner))
    }
    try await run(repository, at: .drill(.minutes(51)))
    try await expectNoAccess(kept.path, in: repository, "pending", [.shortOfApprovals])
    let grant = try await expectAccess(fresh.path, in: repository)
    #expect(grant.mandate?.path == mandate.path)
    try await expectUnharmed(repository, at: .drill(.minutes(51)))
  }

  @Test("89: a mandate rests under rules that ask for more, until it is approved anew")
  func tightened() async throws {
    let repository = try await AccessRepository()
    var mandate = MandateFile()
    mandate.atOnce = 2
    try await repository.agree(mandate)
    try await run(repository)
    try await repository.push(nightly("night-1"))
    try await run(repository)
    let given = try await expectAccess(nightly("night-1").path, in: repository)
    let rule = try await repository.commit(
      [
        .file(
          "policies/rules/exports.yaml",
          """
          description: Security looks at exports as well.
          applies_to: {subject: [nightly-export]}
          require: {approvals: [{count: 1, from: [group:security]}]}

          """)
      ], by: .nora)
    try await repository.approve(rule, by: [.mia, .leo])
    let waits = nightly("night-2", starts: .drill(.hours(24)))
    try await repository.push(waits)
    try await run(repository)
    #expect(try await repository.mandate()?.state == "resting")
    try await expectNoAccess(waits.path, in: repository, "pending", [.shortOfApprovals])
    // What it gave before stays.
    #expect(try await repository.liveGrants().contains { $0.id == given.id })
    // What was approved before counts no more: each signs anew.
    let landing = try await repository.landing(of: MandateFile().path)
    try await repository.approveLate(landing, by: .mia)
    try await run(repository)
    #expect(try await repository.mandate()?.state == "resting")
    try await repository.approveLate(landing, by: .tom)
    try await run(repository)
    #expect(try await repository.mandate()?.state == "agreed")
    let good = nightly("night-3", starts: .drill(.hours(24)))
    try await repository.push(good)
    try await run(repository)
    try await expectAccess(good.path, in: repository)
    try await expectNoAccess(waits.path, in: repository, "pending", [.shortOfApprovals])
    try await expectUnharmed(repository)
  }

  @Test("78: a mandate ends, with what it gave, once its approver's key is compromised by policy")
  func compromised() async throws {
    let repository = try await AccessRepository()
    try await repository.agree(MandateFile())
    try await run(repository)
    try await repository.push(nightly("night-1"))
    try await run(repository)
    let grant = try await expectAccess(nightly("night-1").path, in: repository)
    var tom = Person.tom
    tom.keys[0].compromised = "\(Instant.drill(.minutes(-30)))"
    let mark = try await repository.commit(
      [.file(tom.path, tom.yaml(repository.keys))], by: .nora)
    try await repository.approve(mark, by: [.kim, .mia, .leo])
    try await run(repository)
    let ended = try await repository.grants().first { $0.id == grant.id }
    #expect(ended?.state == "revoked", "\(String(describing: ended))")
    #expect(try await repository.mandate() == nil)
  }

  @Test("a brake stops a mandate while it holds, and an approver's leaving does not end it")
  func braked() async throws {
    let repository = try await AccessRepository()
    var mandate = MandateFile()
    mandate.atOnce = 5
    try await repository.agree(mandate)
    try await run(repository)
    var tom = Person.tom
    tom.status = "offboarded"
    let stop = try await repository.commit(
      [.file(tom.path, tom.yaml(repository.keys))], by: .nora, signed: .own)
    let landing = try await repository.land(stop)
    let stopped = nightly("night-1", starts: .drill(.hours(24)))
    try await repository.push(stopped)
    try await run(repository, exits: 1)
    try await expectNoAccess(stopped.path, in: repository, "pending", [.shortOfApprovals])
    // Once it is policy that he has left, what he approved in advance goes on.
    try await repository.approveLate(landing, by: .kim)
    try await run(repository)
    let good = nightly("night-2", starts: .drill(.hours(48)))
    try await repository.push(good)
    try await run(repository)
    try await expectAccess(good.path, in: repository)
    let status = try await repository.countersign(
      ["status", "--anchor", repository.anchor, "--now", "\(Instant.drill())"])
    #expect(status.description.contains("tom.berg has left since"), "\(status)")
  }

  @Test("a person on call: a mandate needs a renewal's approvals, and covers no emergency")
  func person() async throws {
    var policies = Policies()
    policies.texts["policies/rules/renewals.yaml"] = """
      description: Access that goes on is the owner's to say.
      applies_to: {class: [employee]}
      require: {renewals: {maximum: 2, within: 30d}}

      """
    let repository = try await AccessRepository(policies)
    var mandate = MandateFile()
    (mandate.subject, mandate.entitlements) = ("nora.lind", ["ledger-db/read-only"])
    mandate.atOnce = 4
    try await repository.agree(mandate, by: [.tom], writing: .ana)
    try await run(repository)
    #expect(try await repository.mandate()?.state == "agreed")
    for (place, isGiven) in [(1, true), (2, true), (3, true), (4, false)] {
      let request = Request(
        "call-\(place)", for: "nora.lind", of: "ledger-db", duration: "30m",
        starts: "\(Instant.drill(.days(place)))")
      try await repository.push(request, by: .nora)
      try await run(repository)
      if isGiven {
        try await expectAccess(request.path, in: repository)
      } else {
        try await expectNoAccess(request.path, in: repository, "refused", [.renewalLimit])
      }
    }
    try await expectUnharmed(repository)
  }
}

extension AccessRepository {
  /// The mainline's commit that brought `path`.
  func landing(of path: String) async throws -> String {
    try await sandbox.git("log", "-1", "--first-parent", "--format=%H", "main", "--", path)
  }
}
