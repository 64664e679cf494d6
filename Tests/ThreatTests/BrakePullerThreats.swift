import Model
import TestSupport
import Testing

/// Who pulls brakes: whoever has left, or is stopped, pulls no more of them than nobody (DESIGN section 6).
@Suite struct BrakePullerThreats {
  @Test("65: whoever has left pulls no more brakes than nobody", arguments: [true, false])
  func leaver(_ hasLeft: Bool) async throws {
    let repository = try await AccessRepository()
    if hasLeft {
      var nora = Person.nora
      nora.status = "offboarded"
      try await repository.approve(
        try await repository.commit([.file(nora.path, nora.yaml(repository.keys))], by: .lena),
        by: [.kim])
    }
    try await run(repository)
    try await repository.brake([.leo, .mia, .priya, .tom, .lena], signed: .own)
    try await run(repository, exits: 1)
    #expect(try await repository.count("braked") == (hasLeft ? 3 : 5))
    #expect(try await repository.audit().status == 0)
  }

  @Test("65: whoever is stopped pulls no more than nobody either", arguments: [true, false])
  func stoppedPuller(_ isStopped: Bool) async throws {
    let repository = try await AccessRepository()
    try await run(repository)
    if isStopped {
      try await repository.brake([.nora], by: .kim, signed: .own)
      try await run(repository, exits: 1)
      try await repository.putBackPolicies()
    }
    try await repository.brake([.leo, .mia, .priya, .tom], signed: .own)
    try await run(repository, exits: 1)
    // Nora's own brake is among them.
    #expect(try await repository.count("braked") == (isStopped ? 1 + 3 : 4))
  }

  @Test("65, 86: of two who stop the same, the word of the one who is still here counts")
  func besideLeaver() async throws {
    let repository = try await AccessRepository()
    var nora = Person.nora
    nora.status = "offboarded"
    try await repository.approve(
      try await repository.commit([.file(nora.path, nora.yaml(repository.keys))], by: .lena),
      by: [.kim])
    try await run(repository)
    let victims = [Person.leo, .mia, .priya, .tom]
    let stops = victims.map { repository.suspended($0) }
    // Kim's commit lies below, Nora's lands it.
    let kims = try await repository.commit(stops, by: .kim, signed: .own)
    let tree = try await repository.sandbox.git("rev-parse", "\(kims)^{tree}")
    let tip = try await repository.tip()
    try await repository.land(
      try await repository.commit(tree: tree, parents: [tip, kims], by: nora))
    try await run(repository, exits: 1)
    #expect(try await repository.count("braked") == victims.count)
  }
}
