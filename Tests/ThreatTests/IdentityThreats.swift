import Model
import TestSupport
import Testing

@Suite struct IdentityThreats {
  @Test(
    "5: a subject merges their own request", arguments: [AccessRepository.KeyName.tom, .tomSecond])
  func selfApproval(_ key: AccessRepository.KeyName) async throws {
    let repository = try await AccessRepository()
    let request = Request("tom-read", for: "tom.berg")
    let proposal = try await repository.propose(request, by: .tom, signed: .own)
    let landing = try await repository.land(
      try await repository.merge(proposal, by: .tom, signed: .with(key)))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.selfApproval, .shortOfApprovals])

    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  @Test("5: an approver who wrote a commit of the branch under a second e-mail")
  func secondEmail() async throws {
    let repository = try await AccessRepository()
    let request = Request("nora-read", for: "nora.lind")
    let proposal = try await repository.propose(
      request, by: .priya.writing(from: "priya@home.example"))
    try await repository.approve(proposal, by: [.priya])
    let twin = Request("nora-ledger", for: "nora.lind", of: "ledger-db")
    try await repository.approve(
      try await repository.propose(twin, by: .priya.writing(from: "priya@home.example")),
      by: [.tom])

    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending", [.authorApproval, .shortOfApprovals])
    try await expectAccess(twin.path, in: repository)
  }

  @Test("6: a reviewer mends the request on its branch and merges it", arguments: [true, false])
  func reviewerMends(_ mergesOwn: Bool) async throws {
    let repository = try await AccessRepository()
    var request = Request("nora-read", for: "nora.lind", duration: "9h")
    let proposal = try await repository.propose(request, by: .nora)
    request.duration = "8h"
    let mended = try await repository.propose(request, on: proposal, by: .priya)
    try await repository.approve(mended, by: [mergesOwn ? .priya : .tom])

    try await run(repository)
    if mergesOwn {
      try await expectNoAccess(
        request.path, in: repository, "pending", [.authorApproval, .shortOfApprovals])
    } else {
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  @Test("7: a commit of the branch is by an e-mail that nobody owns")
  func unmappedAuthor() async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let proposal = try await repository.propose(
      request, by: .ana.writing(from: "ana@gmail.example"), signed: .with(.ana))
    try await repository.approve(proposal, by: [.priya])

    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.unmappedAuthor])
    let twin = Request("ana-invoices-again")
    try await repository.grant(twin)
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
  }

  @Test("8: the committer's e-mail is a reviewer's, the key somebody else's")
  func borrowedEmail() async throws {
    let repository = try await AccessRepository()
    let byBen = Request("ana-invoices")
    try await repository.land(
      try await repository.merge(
        try await repository.propose(byBen), by: .priya, signed: .with(.ben)))
    let byStranger = Request("ana-ledger", of: "ledger-db")
    try await repository.land(
      try await repository.merge(
        try await repository.propose(byStranger), by: .priya, signed: .with(.stranger)))
    // The other way round the key is Priya's, whatever the e-mail says.
    let byPriya = Request("ben-read", for: "nora.lind")
    let mallory = Person("mallory", emails: ["nobody@nowhere.example"])
    try await repository.land(
      try await repository.merge(
        try await repository.propose(byPriya), by: mallory, signed: .with(.priya)))

    try await run(repository)
    try await expectNoAccess(
      byBen.path, in: repository, "pending", [.notAnApprover, .shortOfApprovals])
    try await expectNoAccess(
      byStranger.path, in: repository, "pending", [.unknownKey, .shortOfApprovals])
    let grant = try await expectAccess(byPriya.path, in: repository)
    #expect(grant.approvals.map(\.person) == ["priya.nair"])
  }

  @Test("13: two keys of one person where two people are asked for")
  func twoKeysOnePerson() async throws {
    let repository = try await AccessRepository()
    let tip = try await repository.tip()
    let request = Request("ana-export", "export")
    let once = try await repository.merge(
      try await repository.propose(request), into: tip, by: .priya)
    try await repository.land(
      try await repository.merge(once, into: tip, by: .priya, signed: .with(.priyaSecond)))
    let twin = Request("ben-export", "export", for: "ben.cole")
    try await repository.grant(twin, by: .ben, approvedBy: [.priya, .tom])

    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "pending", [.shortOfApprovals])
    let grant = try await expectAccess(twin.path, in: repository)
    #expect(Set(grant.approvals.map(\.person)) == ["priya.nair", "tom.berg"])
  }

  @Test("43: a request names the sponsor it would like")
  func namedSponsor() async throws {
    let repository = try await AccessRepository()
    var request = Request("ana-invoices")
    request.more = ["sponsor: tom.berg"]
    try await repository.grant(request, approvedBy: [.tom])
    try await run(repository)
    try await expectNoAccess(request.path, in: repository, "refused", [.invalidDocument])

    // Without the line, Tom's signature is still not her sponsor's.
    let twin = Request("ana-ledger", of: "ledger-db")
    let landing = try await repository.grant(twin, approvedBy: [.tom])
    try await run(repository)
    try await expectNoAccess(twin.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(twin.path, in: repository)
  }

  /// Who signs a workload's request, and who approves it.
  enum WorkloadCase: CaseIterable {
    case unsignedUnderOwnersEmail, reviewersSignature, ownerApproves, ownerAsks, workloadAsks
  }

  @Test(
    "43: a reviewer writes a workload's request, or its owner approves it",
    arguments: WorkloadCase.allCases)
  func workload(_ attempt: WorkloadCase) async throws {
    let repository = try await AccessRepository()
    let request = Request("nightly", "backup", for: "nightly-export")
    let signing: AccessRepository.Signing =
      switch attempt {
      case .unsignedUnderOwnersEmail: .unsigned
      case .reviewersSignature: .with(.tom)
      case .ownerApproves, .workloadAsks: .with(.nightlyExport)
      case .ownerAsks: .own
      }
    let author: Person = attempt == .ownerApproves || attempt == .workloadAsks ? .nora : .priya
    let proposal = try await repository.propose(request, by: author, signed: signing)
    try await repository.approve(proposal, by: [attempt == .ownerApproves ? .priya : .tom])

    try await run(repository)
    switch attempt {
    case .unsignedUnderOwnersEmail, .reviewersSignature:
      try await expectNoAccess(request.path, in: repository, "refused", [.unsignedRequest])
    case .ownerApproves:
      try await expectNoAccess(
        request.path, in: repository, "pending", [.selfApproval, .shortOfApprovals])
    case .ownerAsks, .workloadAsks:
      try await expectAccess(request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }
}
