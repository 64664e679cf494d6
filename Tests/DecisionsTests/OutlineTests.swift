import Decisions
import Model
import Testing

@Suite struct OutlineTests {
  @Test func saysOnWhatTermsWhoCouldAsk() throws {
    let found = try #require(
      outline(
        of: entitlement("billing-db/read-only"), under: PolicyBuilder.example.policy, at: noon))
    #expect(
      found.terms.map { $0.subjects.map(\.text) } == [
        ["ana.silva"], ["dba-robot", "joe.fox", "nightly-export"],
      ])
    let outside = found.terms[0]
    #expect(outside.rules.map(\.text) == ["third-parties"])
    #expect(outside.tickets.map(\.value) == ["(OPS|INC)-[0-9]+"])
    #expect(outside.signedRequest.value)
    #expect(outside.approvals.map(\.origin) == ["billing-db/read-only", "rule third-parties"])
    #expect(outside.approvals[0].lines[0].people.map(\.text) == ["priya.nair", "tom.berg"])
    #expect(
      outside.approvals[1].lines[0].sponsors
        == [SubjectSponsor(subject: id("ana.silva"), sponsor: id("priya.nair"))])
    #expect(found.terms[1].rules == [])
    #expect(found.barred == [])
  }

  @Test func saysWhoIsNamedAndCouldNot() throws {
    let builder = policy { $0.ana(contractEnds: "2026-11-20T12:00:00Z") }
    let found = try #require(
      outline(of: entitlement("billing-db/read-only"), under: builder.policy, at: noon))
    #expect(found.barred.map(\.id.text) == ["ana.silva"])
    #expect(found.barred.map(\.reason.code) == [.contractEnded])
    #expect(!found.terms.flatMap(\.subjects).contains(id("ana.silva")))
  }

  @Test func saysWhoFindsNobody() throws {
    let builder = policy { $0.group("dba", ["priya.nair"]) }
    let found = try #require(
      outline(of: entitlement("billing-db/superuser"), under: builder.policy, at: noon))
    #expect(found.terms.flatMap(\.stranded) == [id("priya.nair")])
  }

  @Test func knowsConflictsFromEitherSide() throws {
    for (one, other) in [
      ("billing-db/superuser", "ledger-db/approve-payments"),
      ("ledger-db/approve-payments", "billing-db/superuser"),
    ] {
      let found = try #require(
        outline(of: entitlement(one), under: PolicyBuilder.example.policy, at: noon))
      #expect(found.conflicts.map(\.name) == [entitlement(other)])
    }
  }

  @Test func nothingIsSaidOfWhatIsNotThere() {
    let found = outline(
      of: entitlement("billing-db/no"), under: PolicyBuilder.example.policy, at: noon)
    #expect(found.map(\.name) == nil)
  }

  /// Whoever is granted anything was among those who could ask, and was not called stranded.
  @Test func agreesWithTheJudge() throws {
    for seed in UInt64(0)..<120 {
      var random = RandomWorld(seed: seed)
      // Approvals of these tests say what they prove, whatever keys people have.
      random.policy.rules.removeAll { $0.require?.assurance?.value == .hardware }
      for request in random.requests {
        guard
          let found = outline(
            of: entitlement(request.target), under: random.policy.policy, at: noon),
          judge(request, under: random.policy).verdict == .granted
        else { continue }
        let terms = found.terms.first { $0.subjects.contains(id(request.subject)) }
        let ours = try #require(terms, "seed \(seed): \(request.subject)")
        #expect(!ours.stranded.contains(id(request.subject)), "seed \(seed)")
        #expect(request.duration <= ours.maximum.value, "seed \(seed)")
      }
    }
  }
}
