import Documents
import Model
import TestSupport
import Testing

/// Issuers, their keys and what workloads say of their tokens, held against each other.
@Suite("Tokens in policies") struct TokenPolicyTests {
  /// The usual policy with an issuer, and two workloads whose tokens tell them apart.
  func fixture() throws -> PolicyFixture {
    var fixture = try PolicyFixture()
    fixture.files["policies/keys/ci.jwks.json"] = try TokenIssuer().jwks()
    fixture.files["policies/issuers/ci.yaml"] = """
      issuer: https://ci.example
      keys: keys/ci.jwks.json
      algorithms: [ES256]
      must_pin: [repository_id]
      status: active

      """
    for (name, id) in [("etl", "1"), ("web", "2")] {
      fixture.files["policies/workloads/\(name).yaml"] = """
        owner: person:priya.nair
        purpose: Runs.
        emails: [\(name)@bots.example]
        attest:
          - {issuer: ci, claims: {repository_id: "\(id)", ref: main}}
        verified: 2026-11-01T00:00:00Z
        status: active

        """
    }
    return fixture
  }

  @Test("become a policy")
  func whole() throws {
    let fixture = try fixture()
    #expect(try fixture.faults() == [])
    let documents = try fixture.files.map { try document($0.key, $0.value).get() }
    let policy = try assemblePolicy(documents).get()
    let issuer = try #require(policy.issuers.values.first)
    #expect(policy.tokenKeys[issuer.keys]?.keys.map(\.kid) == ["k1"])
    let etl = try #require(IdentityID("etl"))
    #expect(
      policy.workloads[etl]?.attest.first?.claims == [
        PinnedClaim(name: "ref", value: .text("main")),
        PinnedClaim(name: "repository_id", value: .text("1")),
      ])
    #expect(policy.identity(claiming: "ETL@bots.example".utf8) == etl)
  }

  @Test("values keep their types: what stands in quotes is text")
  func types() throws {
    let read = try document(
      "policies/workloads/x.yaml",
      """
      owner: person:priya.nair
      purpose: Runs.
      attest:
        - issuer: ci
          claims:
            a: 1
            b: "1"
            c: true
            d: "true"
            e: 007
            f: {g: -5, h: yes}
            i: 9223372036854775808
      status: active

      """
    ).get()
    guard case .workload(let workload) = read.content else {
      Issue.record("no workload")
      return
    }
    #expect(
      workload.attest.first?.claims.map(\.value) == [
        .integer(1), .text("1"), .boolean(true), .text("true"), .text("007"),
        .claims([
          PinnedClaim(name: "g", value: .integer(-5)), PinnedClaim(name: "h", value: .text("yes")),
        ]), .text("9223372036854775808"),
      ])
  }

  /// What is put into which file in the place of what, and the fault that follows.
  static let breaks: [(file: String, old: String, new: String, fault: String)] = [
    (
      "workloads/etl.yaml", "issuer: ci", "issuer: cl",
      "5:14: there is no issuer `cl` (did you mean `ci`?)"
    ),
    (
      "issuers/ci.yaml", "keys/ci.jwks.json", "keys/c.jwks.json",
      "2:7: there is no file of keys `keys/c.jwks.json` (did you mean `keys/ci.jwks.json`?)"
    ),
    (
      "workloads/etl.yaml", "repository_id: \"1\", ref: main", "repository: a/b, ref: dev",
      "5:5: the entry does not name `repository_id`, which every entry for `ci` pins "
        + "(add to its `claims` what the token of this very job says there)"
    ),
    (
      "workloads/web.yaml", "\"2\"", "\"1\"",
      "5:5: a token could meet this entry and one of `etl` (policies/workloads/etl.yaml:5), so nobody "
        + "could tell whose it is (pin a claim in both that is different in each)"
    ),
    (
      "workloads/web.yaml", "\"2\", ref: main", "\"1\", actor: x",
      "5:5: a token could meet this entry and one of `etl` (policies/workloads/etl.yaml:5), so nobody "
        + "could tell whose it is (pin a claim in both that is different in each)"
    ),
    (
      "workloads/web.yaml", "web@bots.example", "PRIYA@x.example",
      "3:9: the address `priya@x.example` also belongs to priya.nair "
        + "(an address names one identity: remove it from one of the two)"
    ),
  ]

  @Test("What leaves open whose a token is, is a fault where it stands", arguments: breaks.indices)
  func faults(_ number: Int) throws {
    let (file, old, new, fault) = Self.breaks[number]
    var fixture = try fixture()
    try fixture.replace(old, new, in: "policies/\(file)")
    #expect(try fixture.faults() == ["policies/\(file):\(fault)"])
  }

  @Test("Values of other types, and other values deep inside, tell two workloads apart")
  func apart() throws {
    for (one, two) in [
      ("{repository_id: 1}", "{repository_id: \"1\"}"),
      ("{repository_id: {a: {b: x}}}", "{repository_id: {a: {b: y}, c: z}}"),
      ("{repository_id: {a: x}}", "{repository_id: x}"),
      ("{repository_id: true}", "{repository_id: false}"),
    ] {
      var fixture = try fixture()
      for (name, claims) in [("etl", one), ("web", two)] {
        let file = "policies/workloads/\(name).yaml"
        let text = try #require(fixture.files[file])
        let old = try #require(
          text.firstRange(of: "{repository_id: \"\(name == "etl" ? 1 : 2)\", ref: main}"))
        fixture.files[file] = text.replacingCharacters(old, claims)
      }
      #expect(try fixture.faults() == [], "\(one) \(two)")
    }
  }

  @Test("Two issuers of one name")
  func twoIssuers() throws {
    var fixture = try fixture()
    fixture.files["policies/issuers/other.yaml"] = fixture.files["policies/issuers/ci.yaml"]
    #expect(
      try fixture.faults() == [
        "policies/issuers/other.yaml:1:9: `https://ci.example` is also the issuer `ci` "
          + "(an issuer has one file: remove one of the two)"
      ])
  }

  @Test("Keys that may not be pinned are named, all of them")
  func keys() {
    let text = #"{"keys":[{"kty":"oct","k":"AA"},{"kty":"EC","crv":"P-256","d":"AA"}]}"#
    #expect(
      documentFaults("policies/keys/ci.jwks.json", text) == [
        "-: key 1 cannot be pinned: it is a symmetric key (`kty: oct`), a secret (whoever can read the "
          + "repository has it: let the issuer make another, and pin its public half)",
        "-: key 2 cannot be pinned: it has `d`, a part of the private key (whoever can read the "
          + "repository has it: let the issuer make another, and pin its public half)",
      ])
  }
}
