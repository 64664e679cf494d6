import Git
import Ledger
import Model
import Signatures
import TestSupport
import Testing

@Suite("Nothing but what the processor wrote is believed")
struct LedgerTrustTests {
  /// A ledger with a grant, and what an attacker with the right to push could put in its place.
  private func forged(
    _ fixture: LedgerFixture, files: [String: String?] = [:], parents: [ObjectID]? = nil,
    key: GitKey? = nil
  ) async throws -> (honest: TrustedLedger, tip: ObjectID) {
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let tree = try await fixture.sandbox.tree(files, base: honest.tip.hex)
    let tip = try await fixture.sandbox.commit(
      tree: tree, parents: (parents ?? [honest.tip]).map(\.hex), key: key)
    return (honest, try oid(tip))
  }

  @Test("A tip without a signature")
  func unsigned() async throws {
    let fixture = try await LedgerFixture()
    let (honest, tip) = try await forged(fixture)
    try expectUntrusted(tip, "is not signed") { try fixture.open(tip) }
    try expectUntrusted(tip, "is not signed") { try fixture.open(tip, known: honest.tip) }
  }

  @Test("A tip signed by a key that is not the processor's")
  func otherKey() async throws {
    let fixture = try await LedgerFixture()
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let (_, tip) = try await forged(fixture, key: stranger)
    try expectUntrusted(tip, "is signed by SHA256:") { try fixture.open(tip) }
  }

  @Test("A tip whose signature is the processor's, of another commit")
  func copiedSignature() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let body = try await fixture.sandbox.tryGit("cat-file", "commit", honest.tip.hex).output
    let text = String(decoding: body, as: UTF8.self)
    let other = text.replacing("until 2026", with: "until 2036")
    #expect(other != text)
    let tip = try oid(try await fixture.sandbox.writeObject(other.utf8, as: "commit"))
    try expectUntrusted(tip, "does not prove who made it") { try fixture.open(tip) }
  }

  @Test("A tip signed by the processor for something else than git")
  func otherNamespace() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let commit = try Commit(parsing: try fixture.repository.rawCommit(honest.tip))
    let signature = try fixture.writer.key.sign(commit.payload, namespace: "file")
    let tip = try fixture.repository.write(
      Commit.signedBytes(payload: commit.payload, signature: signature), as: .commit)
    try expectUntrusted(tip, "namespace file") { try fixture.open(tip) }
  }

  @Test(
    "An edited cursor, grant or processor's record", arguments: ["cursor.json", "processor.json"])
  func editedFile(name: String) async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let content = try await fixture.sandbox.git("show", "\(honest.tip):\(name)")
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let (_, tip) = try await forged(fixture, files: [name: content + "\n\n"], key: stranger)
    try expectUntrusted(tip, "is signed by SHA256:") { try fixture.open(tip) }
    for broken in ["", "{}", "[", "{\"sets\": 1}"] {
      let (_, tip) = try await forged(fixture, files: [name: broken], key: fixture.key)
      try expectUntrusted(tip, "\(name) cannot be read") { try fixture.open(tip) }
    }
    let (_, without) = try await forged(fixture, files: [name: nil], key: fixture.key)
    try expectUntrusted(without, "has no \(name)") { try fixture.open(without) }
  }

  @Test("A tip with two parents, though the processor signed it")
  func twoParents() async throws {
    let fixture = try await LedgerFixture()
    let root = try fixture.begin()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.open(root))
    let (_, tip) = try await forged(fixture, parents: [honest.tip, root], key: fixture.key)
    try expectUntrusted(tip, "has 2 parents") { try fixture.open(tip) }
  }

  @Test("A malformed tip")
  func malformed() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let body = try await fixture.sandbox.tryGit("cat-file", "commit", honest.tip.hex).output
    let doubled = String(decoding: body, as: UTF8.self)
      .replacing(
        "\ncommitter ", with: "\ncommitter Mallory <m@example.invalid> 1 +0000\ncommitter ")
    let tip = try oid(try await fixture.sandbox.writeObject(doubled.utf8, as: "commit"))
    try expectUntrusted(tip, "is malformed") { try fixture.open(tip) }
  }

  @Test("Policies that are not the cursor's")
  func otherPolicy() async throws {
    let fixture = try await LedgerFixture()
    let (_, tip) = try await forged(
      fixture, files: ["policy/countersign.yaml": "mine\n"], key: fixture.key)
    try expectUntrusted(tip, "does not hold the policies") { try fixture.open(tip) }
  }

  @Test("A first commit that somebody else made, naming keys of their own")
  func forgedFirstCommit() async throws {
    let fixture = try await LedgerFixture()
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let theirs = LedgerWriter(
      repository: fixture.repository, key: try LedgerFixture.read(stranger, fixture.sandbox))
    let root = try theirs.begin(
      anchor: fixture.anchor, policy: fixture.policy, processorKeys: [theirs.key.publicKey],
      drill: false, at: fixture.dawn)
    try expectUntrusted(root, "names other keys than the anchor's") { try fixture.open(root) }
    // The record names the anchor's keys, and the stranger's key signed it.
    let honest = try fixture.begin()
    let tip = try oid(
      try await fixture.sandbox.commit(tree: "\(honest)^{tree}", key: stranger))
    try expectUntrusted(tip, "is signed by SHA256:") { try fixture.open(tip) }
    // The tip is the processor's; what it calls the first commit is another's.
    let grown = try fixture.append([try fixture.issue(1)], to: try fixture.open(honest))
    let record = try await fixture.sandbox.git("show", "\(grown.tip):processor.json")
    let (_, forged) = try await forged(
      fixture, files: ["processor.json": record.replacing(honest.hex, with: tip.hex)],
      key: fixture.key)
    try expectUntrusted(tip, "is signed by SHA256:") { try fixture.open(forged) }
  }

  @Test("A first commit that is not the first")
  func firstWithParent() async throws {
    let fixture = try await LedgerFixture()
    let root = try fixture.begin()
    let tip = try oid(
      try await fixture.sandbox.commit(
        tree: "\(root)^{tree}", parents: [root.hex], key: fixture.key))
    try expectUntrusted(tip, "does not say where the ledger began") { try fixture.open(tip) }
    let grown = try fixture.append([try fixture.issue(1)], to: try fixture.open(root))
    let orphan = try oid(
      try await fixture.sandbox.commit(tree: "\(grown.tip)^{tree}", key: fixture.key))
    try expectUntrusted(orphan, "does not say where the ledger began") { try fixture.open(orphan) }
  }

  @Test("A ledger of another anchor is named as such")
  func otherAnchor() async throws {
    let fixture = try await LedgerFixture()
    let tip = try fixture.begin()
    let (other, _) = try await fixture.changePolicy("second\n")
    expectError(.anotherAnchor(fixture.anchor), "begun at \(fixture.anchor)") {
      try TrustedLedger.open(
        in: fixture.repository, tip: tip, anchor: other, anchorKeys: fixture.keys)
    }
  }

  @Test("The processor's e-mail address proves nothing, and no other forbids anything")
  func email() async throws {
    let fixture = try await LedgerFixture()
    let honest = try fixture.append([try fixture.issue(1)], to: try fixture.beginAndOpen())
    let processor = GitPerson(name: "Countersign", email: "countersign@localhost")
    let stranger = try await fixture.sandbox.makeKey("stranger")
    let tip = try oid(
      try await fixture.sandbox.commit(
        tree: "\(honest.tip)^{tree}", parents: [honest.tip.hex], by: processor, key: stranger))
    try expectUntrusted(tip, "is signed by SHA256:") { try fixture.open(tip) }
    let signed = try oid(
      try await fixture.sandbox.commit(
        tree: "\(honest.tip)^{tree}", parents: [honest.tip.hex], key: fixture.key))
    #expect(try fixture.open(signed).tip == signed)
  }

  @Test("A branch moved back to an older tip is noticed by whoever knows the newer one")
  func rolledBack() async throws {
    let fixture = try await LedgerFixture()
    let root = try fixture.begin()
    let older = try fixture.append([try fixture.issue(1)], to: try fixture.open(root))
    let newer = try fixture.append([try fixture.issue(2)], to: older, minutes: 61)
    let fork = try fixture.append([try fixture.issue(3)], to: older, minutes: 62)
    #expect(try fixture.open(older.tip).tip == older.tip)
    try expectUntrusted(older.tip, "does not descend from \(newer.tip)") {
      try fixture.open(older.tip, known: newer.tip)
    }
    try expectUntrusted(fork.tip, "does not descend from \(newer.tip)") {
      try fixture.open(fork.tip, known: newer.tip)
    }
    for known in [root, older.tip, newer.tip] {
      #expect(try fixture.open(newer.tip, known: known).tip == newer.tip)
    }
  }

  @Test("Every commit behind a known tip is checked, and an audit checks all")
  func lineIsChecked() async throws {
    let fixture = try await LedgerFixture()
    let (honest, bad) = try await forged(fixture)
    // The processor's key signs on top of a commit that nobody signed.
    let tip = try oid(
      try await fixture.sandbox.commit(
        tree: "\(bad)^{tree}", parents: [bad.hex], key: fixture.key))
    try expectUntrusted(bad, "is not signed") { try fixture.open(tip, known: honest.tip) }
    let ledger = try fixture.open(tip)
    do {
      let count = try await ledger.verifyChain()
      Issue.record("no error but \(count)")
    } catch {
      #expect(error.kind == .untrusted(commit: try id(bad.hex)))
    }
  }
}
