import Git
import Ledger
import Model
import Signatures
import TestSupport
import Testing

@Suite("The processor's keys change by accepted policies only")
struct ProcessorKeyTests {
  /// A ledger whose policies were changed to name `next`, and the run that accepts them.
  private struct Rotation {
    let fixture: LedgerFixture
    let root: ObjectID
    let nextKey: GitKey
    let next: LedgerWriter
    let landing: ObjectID
    let tree: ObjectID
    /// The tip of the run that accepted, and issued a grant afterwards.
    let rotated: TrustedLedger

    init(keeping: Bool = false, before: (LedgerFixture) throws -> [Decision] = { _ in [] })
      async throws
    {
      fixture = try await LedgerFixture()
      nextKey = try await fixture.sandbox.makeKey("next")
      next = LedgerWriter(
        repository: fixture.repository, key: try LedgerFixture.read(nextKey, fixture.sandbox))
      root = try fixture.begin()
      (landing, tree) = try await fixture.changePolicy("second\n")
      let ledger = try fixture.open(root)
      let decisions =
        try before(fixture) + [.accept(acceptance(landing, tree)), try fixture.issue(1)]
      let keys = keeping ? fixture.keys + [next.key.publicKey] : [next.key.publicKey]
      rotated = try fixture.open(
        try fixture.writer.append(
          fixture.judgement(decisions, after: ledger, mainline: landing, policy: tree),
          processorKeys: keys, to: ledger, mainline: landing))
    }

    func append(_ number: Int, by writer: LedgerWriter, keys: [SSHPublicKey]) throws -> ObjectID {
      try writer.append(
        fixture.judgement([try fixture.issue(number)], after: rotated, minutes: 70),
        processorKeys: keys, to: rotated, mainline: landing)
    }
  }

  @Test("The run that accepts other keys is finished by the old one, the next is the new one's")
  func rotate() async throws {
    let rotation = try await Rotation()
    let (fixture, next) = (rotation.fixture, rotation.next)
    let rotated = rotation.rotated
    #expect(rotated.keySets.map(\.keys) == [fixture.keys, [next.key.publicKey]])
    #expect(rotated.keySets.map(\.landing) == [fixture.anchor, rotation.landing])
    #expect(rotated.keySets.map(\.accepted) == [nil, nil])
    #expect(try rotated.events().map(\.event) == [.begin, .policyAccepted, .issued])
    #expect(try await fixture.verifyCommit(rotated.tip, by: fixture.key).status == 0)
    #expect(try await fixture.verifyCommit(rotated.tip, by: rotation.nextKey).status != 0)

    expectError(.keyNotInForce, "takes only \(next.key.publicKey.fingerprint)") {
      try rotation.append(2, by: fixture.writer, keys: [next.key.publicKey])
    }
    let tip = try rotation.append(2, by: next, keys: [next.key.publicKey])
    #expect(try await fixture.verifyCommit(tip, by: rotation.nextKey).status == 0)
    for known in [nil, rotation.root, rotated.tip, tip] {
      let ledger = try fixture.open(tip, known: known)
      #expect(ledger.keySets.map(\.accepted) == [nil, try id(rotated.tip.hex)])
      #expect(try await ledger.verifyChain() == 4)
    }
  }

  @Test("A key that both sets name goes on")
  func keep() async throws {
    let rotation = try await Rotation(keeping: true)
    let keys = rotation.fixture.keys + [rotation.next.key.publicKey]
    for writer in [rotation.fixture.writer, rotation.next] {
      let tip = try rotation.append(2, by: writer, keys: keys)
      #expect(try rotation.fixture.open(tip, known: rotation.root).keySets.count == 2)
    }
  }

  @Test("Of several acceptances in one run the last one's keys count")
  func twoAcceptances() async throws {
    let rotation = try await Rotation { fixture in
      [.accept(acceptance(numbered(3), fixture.policy))]
    }
    let ledger = rotation.rotated
    #expect(ledger.keySets.map(\.landing) == [rotation.fixture.anchor, rotation.landing])
    #expect(try ledger.acceptances().count == 2)
    let tip = try rotation.append(2, by: rotation.next, keys: [rotation.next.key.publicKey])
    #expect(try await rotation.fixture.open(tip).verifyChain() == 5)
  }

  @Test("Sets follow on each other")
  func chain() async throws {
    let rotation = try await Rotation()
    let fixture = rotation.fixture
    let (landing, tree) = try await fixture.changePolicy("third\n")
    // The commit after the acceptance accepts again, back to the first key.
    let tip = try rotation.next.append(
      fixture.judgement(
        [.accept(acceptance(landing, tree))], after: rotation.rotated, minutes: 80,
        mainline: landing, policy: tree),
      processorKeys: fixture.keys, to: rotation.rotated, mainline: landing)
    let ledger = try fixture.open(tip, known: rotation.root)
    #expect(
      ledger.keySets.map(\.keys) == [fixture.keys, [rotation.next.key.publicKey], fixture.keys])
    let last = try fixture.append([try fixture.issue(5)], to: ledger, minutes: 90)
    #expect(last.keySets.map(\.accepted).last == (try id(tip.hex)))
    #expect(try await last.verifyChain() == 5)
  }

  @Test("Keys that no accepted policy brought are a bug of the caller")
  func withoutAcceptance() async throws {
    let rotation = try await Rotation()
    expectError(.inconsistent, "were not accepted") {
      try rotation.append(2, by: rotation.next, keys: rotation.fixture.keys)
    }
  }

  @Test("A set that a stranger added, with and without the acceptance of a policy")
  func strangersSet() async throws {
    let fixture = try await LedgerFixture()
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let record = try await fixture.sandbox.git("show", "\(honest.tip):processor.json")
    let landing = numbered(9)
    let publicKey = try SSHPublicKey(authorizedKey: Array(stranger.publicLine.utf8)).authorizedKey
    func processor(accepted: String) -> String {
      record.replacing(
        "\n  ]\n}",
        with:
          ",\n{\"accepted\": \(accepted), \"keys\": [\"\(publicKey)\"], \"landing\": \"\(landing)\"}]}"
      )
    }
    let acceptancePath = "policies/\(landing.description.prefix(2))/\(landing).json"
    let acceptanceJSON = """
      {"number": 0, "landing": "\(landing)", "tree": "\(fixture.policy)", "changes": []}
      """
    for (files, key, part) in [
      ([:], stranger, "without the acceptance"),
      ([:], fixture.key, "without the acceptance"),
      ([acceptancePath: acceptanceJSON], stranger, "is signed by SHA256:"),
    ] {
      var changed: [String: String?] = files.mapValues { $0 }
      changed["processor.json"] = processor(accepted: "null")
      let accepting = try oid(
        try await fixture.sandbox.commit(files: changed, parents: [honest.tip.hex], key: key))
      try expectUntrusted(accepting, part) { try fixture.open(accepting) }
      changed["processor.json"] = processor(accepted: "\"\(accepting)\"")
      let tip = try oid(
        try await fixture.sandbox.commit(files: changed, parents: [accepting.hex], key: stranger))
      try expectUntrusted(accepting, part) { try fixture.open(tip) }
      try expectUntrusted(accepting, part) { try fixture.open(tip, known: honest.tip) }
    }
    // An honest commit that is named as the one that put the set in force.
    let tip = try oid(
      try await fixture.sandbox.commit(
        files: ["processor.json": processor(accepted: "\"\(honest.tip)\"")],
        parents: [honest.tip.hex], key: stranger))
    try expectUntrusted(honest.tip, "did not put the processor's keys") { try fixture.open(tip) }
  }

  @Test("A retired key that takes its successors off the record")
  func retiredKeyReturns() async throws {
    let rotation = try await Rotation()
    let fixture = rotation.fixture
    let old = try fixture.append([try fixture.issue(8)], to: try fixture.open(rotation.root))
    let record = try await fixture.sandbox.git("show", "\(old.tip):processor.json")
    let tip = try oid(
      try await fixture.sandbox.commit(
        files: ["processor.json": record], parents: [rotation.rotated.tip.hex], key: fixture.key))
    try expectUntrusted(tip, "rewrites who may write the ledger") {
      try fixture.open(tip, known: rotation.rotated.tip)
    }
  }
}

private func acceptance(_ landing: ObjectID, _ tree: ObjectID) -> PolicyAcceptance {
  PolicyAcceptance(number: 0, landing: landing, tree: tree, changes: [])
}
