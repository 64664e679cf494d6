import Model
import TestSupport
import Testing

/// What `new` says is missing or wrong is given as it says, and then a request is written.
@Suite struct MendNewTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let mend: String
    let followed: [String]
    var email = "ana@initech.example"

    var testDescription: String { mend }
  }

  private static let full = [
    "billing-db/read-only", "--duration", "8h", "--ticket", "OPS-7", "--reason", "Invoices.",
  ]

  private static func with(_ old: String, _ new: String) -> [String] {
    full.map { $0 == old ? new : $0 }
  }

  static let cases = [
    Case(
      arguments: full + ["--name", "taken"], mend: "Give another: --name <name>.",
      followed: full + ["--name", "another"]),
    Case(
      arguments: full, mend: "Give --subject <person or workload>, or set user.email",
      followed: full + ["--subject", "ana.silva"], email: "who@nowhere.example"),
    Case(
      arguments: with("billing-db/read-only", "billing-db/superuser"),
      mend: "ana.silva may ask for billing-db/export, billing-db/read-only, ledger-db/read-only.",
      followed: with("billing-db/read-only", "billing-db/export")),
    Case(
      arguments: with("billing-db/read-only", "billing-db/nothing"),
      mend: "ana.silva may ask for billing-db/export, billing-db/read-only, ledger-db/read-only.",
      followed: with("billing-db/read-only", "ledger-db/read-only")),
    Case(
      arguments: full + ["--subject", "nobody.known"],
      mend: "Names are those of the files in policies/people/ and policies/workloads/.",
      followed: full + ["--subject", "ben.cole"]),
    Case(
      arguments: with("8h", "9 hours"), mend: "Write 30m, 8h or 5d; days are 24 hours.",
      followed: with("8h", "30m")),
    Case(
      arguments: Array(full.dropLast(2)),
      mend: "Missing, and nobody can be asked, since this is no terminal: --reason.",
      followed: full),
  ]

  @Test(arguments: cases)
  func `what new says helps`(_ mend: Case) async throws {
    let repository = try await AccessRepository()
    let work = try await repository.workTree()
    func new(_ arguments: [String]) async throws -> AccessRepository.Answer {
      try await repository.countersign(
        ["new"] + arguments + ["--now", "\(Instant.drill())"], in: work)
    }
    #expect(try await new(Self.full + ["--name", "taken"]).status == 0)
    try await repository.git("config", "user.email", mend.email, in: work)
    let said = try await new(mend.arguments)
    #expect(said.status != 0 && said.description.contains(mend.mend), "\(said)")
    let done = try await new(mend.followed)
    #expect(done.status == 0, "\(done)")
  }

  @Test func `new and reviews in a bare repository say to clone it`() async throws {
    let repository = try await AccessRepository()
    try await repository.run()
    let new = ["new"] + Self.full + ["--subject", "ana.silva", "--now", "\(Instant.drill())"]
    let review = [
      "review", "start", "billing-db", "--anchor", repository.anchor, "--now", "\(Instant.drill())",
    ]
    for command in [new, review] {
      let said = try await repository.countersign(command)
      #expect(
        said.status != 0 && said.description.contains("Clone it: git clone <address>."), "\(said)")
    }
    let work = try await repository.workTree()
    for command in [new, review] {
      let done = try await repository.countersign(
        command, in: work)
      #expect(done.status == 0, "\(done)")
    }
  }
}
