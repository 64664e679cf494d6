import Model
import TestSupport
import Testing

@Suite struct SignatureThreats {
  /// Signature blocks that are there and prove nothing.
  enum Block: CaseIterable {
    case otherContent, damaged, unknownKey, fileNamespace, rsa1024, sha1, good

    var code: ReasonCode? {
      switch self {
      case .otherContent, .damaged: .badSignature
      case .unknownKey: .unknownKey
      case .fileNamespace: .wrongNamespace
      case .rsa1024, .sha1: .weakKey
      case .good: nil
      }
    }
  }

  @Test(
    "9: a signature that does not verify, or by a key or in a way that counts for nothing",
    arguments: Block.allCases)
  func badBlock(_ block: Block) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    let raw = try await repository.rawMerge(
      try await repository.propose(request), into: try await repository.tip(), by: .priya)
    let signature = try await sign(raw, block, in: repository)
    let landing = try await repository.land(
      try await repository.write(raw.bytes(signature: signature)))

    try await run(repository)
    guard let code = block.code else {
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectNoAccess(request.path, in: repository, "pending", [code, .shortOfApprovals])
    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }

  private func sign(
    _ raw: AccessRepository.RawCommit, _ block: Block, in repository: AccessRepository
  ) async throws -> String {
    let priya = try repository.key(.priya)
    switch block {
    case .good: return try await repository.signature(of: raw.payload, by: priya)
    case .otherContent:
      return try await repository.signature(of: raw.payload + [0x0A], by: priya)
    case .damaged:
      let good = try await repository.signature(of: raw.payload, by: priya)
      return good.replacing(
        "-----BEGIN SSH SIGNATURE-----\nU1NI", with: "-----BEGIN SSH SIGNATURE-----\nU1NJ")
    case .unknownKey:
      return try await repository.signature(
        of: raw.payload, by: try repository.key(.stranger))
    case .fileNamespace:
      return try await repository.signature(of: raw.payload, by: priya, namespace: "file")
    case .rsa1024:
      let weak = try await repository.sandbox.makeKey("weak", type: "rsa", bits: 1024)
      return try await repository.signature(of: raw.payload, by: weak)
    case .sha1:
      return try await repository.rsaSHA1Signature(of: raw.payload)
    }
  }

  @Test(
    "12: a merge is dated ahead of the clock, or longer ago than approvals live",
    arguments: [Duration.days(365), .minutes(6), .days(-8), .minutes(4)])
  func oddDates(_ offset: Duration) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-invoices")
    try await repository.approve(
      try await repository.propose(request), by: [.priya], at: .drill(offset))
    try await run(repository)
    switch offset {
    case .minutes(4): try await expectAccess(request.path, in: repository)
    case .days(-8):
      try await expectNoAccess(
        request.path, in: repository, "pending", [.approvalTooOld, .shortOfApprovals])
    default:
      try await expectNoAccess(
        request.path, in: repository, "pending", [.approvalInFuture, .shortOfApprovals])
      // It counts once the clock has come there, unless it has lapsed by then.
      guard offset == .minutes(6) else { break }
      try await run(repository, at: .drill(.minutes(2)))
      try await expectAccess(request.path, in: repository)
      return
    }
    try await expectUnharmed(repository)
  }

  @Test(
    "12: a merge below the landing is dated ahead or too long ago",
    arguments: [Duration.days(365), .days(-8)])
  func oddDatesBelow(_ offset: Duration) async throws {
    let repository = try await AccessRepository()
    let request = Request("ana-export", "export")
    let tip = try await repository.tip()
    let odd = try await repository.merge(
      try await repository.propose(request), into: tip, by: .priya, at: .drill(offset))
    let landing = try await repository.land(
      try await repository.merge(odd, into: tip, by: .tom))
    try await run(repository)
    try await expectNoAccess(
      request.path, in: repository, "pending",
      [offset > .zero ? .approvalInFuture : .approvalTooOld, .shortOfApprovals])

    try await repository.approveLate(landing, by: .priya)
    try await run(repository)
    try await expectAccess(request.path, in: repository)
  }
}
