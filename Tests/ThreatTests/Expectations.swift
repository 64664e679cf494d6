import Model
import TestSupport
import Testing

typealias Answer = AccessRepository.Answer
typealias Person = AccessRepository.Person
typealias Request = AccessRepository.Request
typealias FileChange = AccessRepository.FileChange
typealias Policies = AccessRepository.Policies

/// Runs the processor and expects exit `status`, and for trust that cannot be established its `code`.
@discardableResult
func run(
  _ repository: AccessRepository, at now: Instant = .drill(), exits status: Int = 0,
  naming code: ReasonCode? = nil, _ more: [String] = [],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> AccessRepository.Answer {
  let answer = try await repository.run(at: now, more)
  #expect(answer.status == status, "\(answer)", sourceLocation: sourceLocation)
  if let code {
    #expect(
      answer.names(code), "\(code.rawValue) is not named: \(answer)", sourceLocation: sourceLocation
    )
  }
  return answer
}

/// Expects that the request at `path` gave nobody anything: it has `outcome`, its reasons are `codes` and
/// perhaps more, and no grant of it lives.
@discardableResult
func expectNoAccess(
  _ path: String, in repository: AccessRepository, _ outcome: String, _ codes: Set<ReasonCode>,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> AccessRepository.Status.Request {
  let status = try await repository.status()
  let request = try #require(
    status[path], "no outcome for \(path) in \(status)", sourceLocation: sourceLocation)
  #expect(request.outcome == outcome, "\(request)", sourceLocation: sourceLocation)
  #expect(request.codes.isSuperset(of: codes), "\(request)", sourceLocation: sourceLocation)
  let live = try await repository.liveGrants().filter { $0.request.path == path }
  #expect(live.isEmpty, sourceLocation: sourceLocation)
  return request
}

/// Expects that the request at `path` was granted and that the grant lives.
@discardableResult
func expectAccess(
  _ path: String, in repository: AccessRepository,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> AccessRepository.Grant {
  let status = try await repository.status()
  #expect(
    status[path]?.outcome == "granted", "\(path): \(status)", sourceLocation: sourceLocation)
  let live = try await repository.liveGrants().filter { $0.request.path == path }
  return try #require(live.first, "no live grant for \(path)", sourceLocation: sourceLocation)
}

/// Expects that the attack left nothing behind: a good request is granted in the next run, and all that the
/// ledger says still follows from the mainline.
func expectUnharmed(
  _ repository: AccessRepository, at now: Instant = .drill(),
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
  let good = Request("good-afterwards", for: "ben.cole", of: "ledger-db")
  try await repository.grant(good, by: .ben, approvedBy: [.tom])
  try await run(repository, at: now, sourceLocation: sourceLocation)
  try await expectAccess(good.path, in: repository, sourceLocation: sourceLocation)
  let audit = try await repository.audit()
  #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
}
