import Git
import Ledger
import Model
import TestSupport
import Testing

@Suite("The cost of an event does not grow with the ledger")
struct LedgerCostTests {
  /// How many objects the repository has.
  private func objects(_ fixture: LedgerFixture) async throws -> Int {
    try await fixture.sandbox.git("count-objects", "-v").split(separator: "\n")
      .filter { $0.hasPrefix("count: ") || $0.hasPrefix("in-pack: ") }
      .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
      .reduce(0, +)
  }

  /// A ledger that holds the records of `past` grants that have ended.
  private func ledger(past: Int, _ fixture: LedgerFixture) async throws -> TrustedLedger {
    let begun = try fixture.append([], to: try fixture.beginAndOpen(), mainline: numbered(1))
    let tree = try fixture.repository.rawCommit(begun.tip).tree
    let record = try fixture.repository.write(Array("{}\n".utf8), as: .blob)
    let names = (1000..<(1000 + past)).map { grantID($0) }
    let changes = names.flatMap { name in
      [
        TreeChange.put(record, at: "grants/\(shard(name))/\(name).json"),
        TreeChange.put(record, at: "requests/\(shard(name))/\(name).json"),
      ]
    }
    let grown = try fixture.repository.updateTree(tree, changes)
    return try fixture.open(
      try oid(
        try await fixture.sandbox.commit(
          tree: grown.hex, parents: [begun.tip.hex], key: fixture.key)))
  }

  /// An event costs the same number of objects, however large the ledger is.
  ///
  /// Each is its commit, two blobs and, with the folders above them, seven trees; a run adds the
  /// cursor, and one of several events the mark of those in the middle. What somebody is granted for the
  /// first time adds the record of all they were ever granted and its two folders.
  @Test("As many objects behind 500 grants as behind 5,000", arguments: [500, 5000])
  func objectsPerEvent(past: Int) async throws {
    let fixture = try await LedgerFixture()
    var ledger = try await ledger(past: past, fixture)
    for (minutes, numbers, cost) in [(61, 1...1, 14), (62, 2...9, 82)] {
      let before = try await objects(fixture)
      ledger = try fixture.append(
        try numbers.map { try fixture.issue($0) }, to: ledger, minutes: Int64(minutes))
      #expect(try await objects(fixture) - before == cost)
    }
    #expect(try ledger.live().map(\.id) == (1...9).map(grantID).sorted())
  }

  @Test("What renewals look back at stays as small as they need, however many grants there were")
  func lookBack() async throws {
    let fixture = try await LedgerFixture()
    var ledger = try fixture.beginAndOpen()
    var costs: [Int] = []
    for number in 1...9 {
      let judged = fixture.judgement(
        [try fixture.issue(number)], after: ledger, minutes: Int64(60 + number))
      let before = try await objects(fixture)
      let tip = try fixture.writer.append(
        Judgement(decisions: judged.decisions, cursor: judged.cursor, lookBack: 3),
        processorKeys: fixture.keys, to: ledger, mainline: ledger.cursor.mainline)
      costs.append(try await objects(fixture) - before)
      ledger = try fixture.open(tip)
    }
    let holding = try fixture.grant(1).holding
    let kept = try ledger.recent([holding])[holding]?.grants.map(\.grant)
    #expect(kept?.count == 3)
    // An event as above, the record of the holding, and the two folders that it stands in.
    #expect(costs.dropFirst().allSatisfy { $0 <= 14 }, "\(costs)")
    #expect(try await fixture.files(ledger.tip).count { $0.hasPrefix("recent/") } == 1)
  }
}
