import Model
import TestSupport
import Testing

/// What the hook of a plain host refuses, and what it lets in, by `check --push` (DESIGN section 6).
@Suite struct DoorThreats {
  private static let wider = FileChange.file(
    Policies.group("dba"), "members: [priya.nair, tom.berg, nora.lind]\n")
  private static let broken = FileChange.file(Policies.group("dba"), "members: nobody\n")

  private static func stopped(_ person: Person, in repository: AccessRepository) -> FileChange {
    var stopped = person
    stopped.status = "suspended"
    return .file(person.path, stopped.yaml(repository.keys))
  }

  /// A push to the mainline, and what is wrong with it; nil where it may come in.
  enum Push: String, CaseIterable {
    case request, approvedPolicy, firstApproval, stop, evilStop, foxtrotStop, backToForce
    case unapproved, unreadable, byGovernor, evil, foxtrot, mixed, rewound, deleted

    var refusal: ReasonCode? {
      switch self {
      case .request, .approvedPolicy, .firstApproval, .stop, .evilStop, .foxtrotStop, .backToForce:
        nil
      case .unapproved, .byGovernor: .shortOfApprovals
      case .unreadable: .invalidDocument
      case .evil: .evilMerge
      case .foxtrot: .foxtrotMerge
      case .mixed: .mixedLanding
      case .rewound, .deleted: .rewoundMainline
      }
    }

    func commit(in repository: AccessRepository) async throws -> String {
      let tip = try await repository.tip()
      switch self {
      case .request:
        return try await repository.merge(try await repository.propose(Request("one")), by: .priya)
      case .approvedPolicy:
        let first = try await repository.merge(
          try await repository.commit([wider], by: .nora), by: .mia)
        return try await repository.merge(first, by: .leo)
      case .firstApproval:
        return try await repository.merge(
          try await repository.commit([wider], by: .nora), by: .mia)
      case .stop: return try await repository.commit([stopped(.tom, in: repository)], by: .ana)
      case .evilStop:
        let branch = try await repository.propose(Request("one"))
        return try await repository.merge(
          branch, changing: [stopped(.tom, in: repository)], by: .nora)
      case .foxtrotStop:
        let mine = try await repository.commit(
          [stopped(.tom, in: repository)], on: "\(tip)~1", by: .nora)
        return try await repository.merge(tip, into: mine, by: .nora)
      case .backToForce:
        return try await repository.commit([.file("README.md", "Back\n")], by: .nora)
      case .unapproved: return try await repository.commit([wider], by: .nora)
      case .unreadable:
        let first = try await repository.merge(
          try await repository.commit([broken], by: .nora), by: .mia)
        return try await repository.merge(first, by: .leo)
      case .byGovernor:
        // Two of the group sign, and one of its two wrote it.
        return try await repository.merge(
          try await repository.commit([wider], by: .mia, signed: .own), by: .leo)
      case .evil:
        return try await repository.merge(
          try await repository.propose(Request("one")),
          changing: [.file("README.md", "By the way\n")], by: .priya)
      case .foxtrot:
        let mine = try await repository.propose(Request("one"), on: "\(tip)~1")
        return try await repository.merge(tip, into: mine, by: .priya)
      case .mixed:
        let branch = try await repository.commit([Request("one").file, wider], by: .nora)
        return try await repository.merge(branch, by: .mia)
      case .rewound: return try await repository.propose(Request("one"), on: "\(tip)~1")
      case .deleted: return String(repeating: "0", count: 40)
      }
    }
  }

  private func repository() async throws -> AccessRepository {
    let repository = try await AccessRepository()
    try await repository.land(
      try await repository.commit([.file("README.md", "Access\n")], by: .tom))
    try await run(repository)
    return repository
  }

  private func check(
    _ reference: String, _ old: String, _ new: String, in repository: AccessRepository
  ) async throws -> Answer {
    try await repository.countersign([
      "check", "--anchor", repository.anchor, "--now", "\(Instant.drill())", "--push", reference,
      old, new,
    ])
  }

  @Test("61, 63: what a push to the mainline may bring", arguments: Push.allCases)
  func mainline(_ push: Push) async throws {
    let repository = try await repository()
    let old = try await repository.tip()
    let new = try await push.commit(in: repository)
    let answer = try await check("refs/heads/main", old, new, in: repository)
    #expect(answer.status == (push.refusal == nil ? 0 : 1), "\(push): \(answer)")
    if let refusal = push.refusal {
      #expect(answer.description.contains("refused  \(refusal.rawValue)"), "\(push): \(answer)")
    }
  }

  @Test("63: where the mainline holds what waits, others' work still comes in")
  func waiting() async throws {
    let repository = try await repository()
    try await repository.land(
      try await repository.merge(try await repository.commit([Self.wider], by: .nora), by: .mia))
    try await run(repository, exits: 1)
    let old = try await repository.tip()
    let branch = try await repository.commit(
      [
        .file(
          "policies/rules/nights.yaml",
          "description: None.\napplies_to: {risk: [critical]}\nrequire: {ticket: \"OPS-[0-9]+\"}\n")
      ],
      by: .tom)
    let answer = try await check(
      "refs/heads/main", old, try await repository.merge(branch, by: .leo), in: repository)
    #expect(answer.status == 0 && answer.names(.policyNotAccepted), "\(answer)")
  }

  @Test(
    "61: references that are nobody's to push",
    arguments: [
      "refs/heads/countersign", "refs/heads/countersign/ledger", "refs/countersign/known/x",
      "refs/countersign", "refs/replace/1234567890123456789012345678901234567890",
      "refs/remotes/origin/countersign/ledger",
    ])
  func processors(_ reference: String) async throws {
    let repository = try await repository()
    let none = String(repeating: "0", count: 40)
    let tip = try await repository.tip()
    let answer = try await check(reference, none, tip, in: repository)
    #expect(answer.status == 1 && answer.names(.ledgerUntrusted), "\(answer)")
    // What only begins like one is somebody's own.
    let own = try await check("refs/heads/countersigned", none, tip, in: repository)
    #expect(own.status == 0, "\(own)")
  }

  @Test("61: the hook that init writes refuses with the words of a run")
  func hook() async throws {
    let repository = try await repository()
    try await repository.installUpdateHook()
    let clone = try await repository.clone("person", ["--no-checkout"])
    let new = try await repository.commit([Self.wider], by: .nora)
    try await repository.git("fetch", "-q", "origin", new, in: clone)
    let environment = repository.sandbox.environment().merging(repository.programPath) { $1 }
    func push(to name: String = "main") async throws -> ProgramResult {
      try await runProgram(
        "git", ["push", "-q", "origin", "\(new):refs/heads/\(name)"], in: clone,
        environment: environment)
    }
    let unset = try await push()
    #expect(unset.status != 0 && unset.errorText.contains("set countersign.anchor"))
    try await repository.sandbox.git("config", "countersign.anchor", repository.anchor)
    let refused = try await push()
    #expect(refused.status != 0 && refused.errorText.contains("short-of-approvals"))
    #expect(try await push(to: "wider").status == 0)
  }

  @Test(
    "63: other governed files come in behind no stop that nobody signed", arguments: [true, false])
  func stowaways(_ isSigned: Bool) async throws {
    let repository = try await repository()
    let both = try await repository.commit(
      [Self.stopped(.tom, in: repository), Self.broken], by: .ana,
      signed: isSigned ? .own : .unsigned)
    let answer = try await check(
      "refs/heads/main", try await repository.tip(), both, in: repository)
    #expect((answer.status == 0) == isSigned, "\(answer)")
    #expect(answer.names(.mixedLanding) != isSigned, "\(answer)")
    let alone = try await repository.commit([Self.stopped(.tom, in: repository)], by: .ana)
    let stop = try await check(
      "refs/heads/main", try await repository.tip(), alone, in: repository)
    #expect(stop.status == 0, "\(stop)")
  }

  /// What may be pushed where the mainline holds a stop and a file that cannot be read.
  enum Later: CaseIterable {
    case fix, putBack, stop, release, request, other

    func commit(in repository: AccessRepository) async throws -> String {
      let change: FileChange =
        switch self {
        case .fix: wider
        case .putBack:
          .file(Policies.group("dba"), "members: [priya.nair, tom.berg]\n")
        case .stop: stopped(.ben, in: repository)
        case .release: .file(Person.tom.path, Person.tom.yaml(repository.keys))
        case .request: Request("one").file
        case .other: .file(Policies.group("oncall"), "members: [tom.berg]\n")
        }
      return try await repository.commit([change], by: .nora)
    }
  }

  @Test(
    "63, 64: behind a stop and a broken file in one push, a fix, a stop and a release come in",
    arguments: Later.allCases)
  func brokenStop(_ later: Later) async throws {
    let repository = try await repository()
    let both = try await repository.commit(
      [Self.stopped(.tom, in: repository), Self.broken], by: .ana, signed: .own)
    let first = try await check(
      "refs/heads/main", try await repository.tip(), both, in: repository)
    #expect(first.status == 0, "\(first)")
    try await repository.land(both)
    try await run(repository, exits: 1)
    let old = try await repository.tip()
    let answer = try await check(
      "refs/heads/main", old, try await later.commit(in: repository), in: repository)
    guard later == .other else {
      #expect(answer.status == 0, "\(later): \(answer)")
      return
    }
    #expect(answer.names(.invalidDocument), "\(answer)")
    #expect(
      answer.description.contains("Whoever may push, mend the file there or put it back"),
      "\(answer)"
    )
    // The mend, followed.
    let command = try #require(
      answer.description.firstMatch(of: /in force \((git restore [^)]*)\)/)?.output.1)
    let clone = try await repository.clone("person", [])
    let done = try await runProgram(
      "sh", ["-ec", "\(command) && git commit -q -m Back && git push -q origin HEAD:back"],
      in: clone, environment: repository.sandbox.environment(Person.ben.git))
    #expect(done.status == 0, "\(done.errorText)")
    let back = try await repository.git("rev-parse", "HEAD", in: clone)
    let entered = try await check("refs/heads/main", old, back, in: repository)
    #expect(entered.status == 0, "\(entered)")
    try await repository.land(back)
    let again = try await check(
      "refs/heads/main", back, try await later.commit(in: repository), in: repository)
    #expect(!again.names(.invalidDocument), "\(again)")
  }
}
