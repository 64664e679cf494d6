import Model
import TestSupport
import Testing

/// What somebody will try with the tokens of workloads (DESIGN section 4); each forgery is followed by the genuine one.
@Suite struct TokenThreats {
  /// A CI runner, whose address nobody claims.
  static let runner = Person("ci-runner", keys: [])
  static let request = Request("etl-1", "backup", for: "etl", duration: "1h")
  static let path = AccessRepository.tokenPath(of: request)

  static func issuer(_ ended: String = "{}", status: String = "active") -> String {
    """
    issuer: https://ci.example
    keys: keys/ci.jwks.json
    algorithms: [ES256]
    must_pin: [repository_id]
    ended: \(ended)
    status: \(status)

    """
  }

  static func repository(_ issuer: TokenIssuer) async throws -> AccessRepository {
    var policies = Policies()
    policies.texts["policies/keys/ci.jwks.json"] = try issuer.jwks()
    policies.texts["policies/issuers/ci.yaml"] = Self.issuer()
    policies.texts["policies/workloads/etl.yaml"] = """
      owner: person:priya.nair
      purpose: Loads the warehouse.
      attest:
        - {issuer: ci, claims: {repository_id: "1", kubernetes.io: {namespace: etl}}}
      verified: 2026-11-01T00:00:00Z
      status: active

      """
    try policies.replace(
      "eligible: [workload:nightly-export]\n",
      with: "eligible: [workload:nightly-export, workload:etl]\n",
      in: "policies/systems/billing-db.yaml")
    return try await AccessRepository(policies)
  }

  /// A token that is none, and how that is called.
  enum Forgery: CaseIterable {
    case otherRequest, otherContent, otherRepository, twoAudiences, noAudience
    case otherIssuer, otherJob, otherNamespace, number, twice, capital, list
    case unknownKey, foreignKey, none, hmac, otherAlgorithm, critical
    case long, tomorrow, old, notYet, fraction, broken, empty

    var code: ReasonCode {
      switch self {
      case .otherIssuer: .unknownIssuer
      case .unknownKey: .unknownKey
      default: .badToken
      }
    }
  }

  private func forged(
    _ forgery: Forgery, _ issuer: TokenIssuer, in repository: AccessRepository
  ) async throws -> String {
    var members = try await repository.claims(for: Self.request)
    func put(_ name: String, _ json: String) {
      for place in members.indices where members[place].name == name { members[place].json = json }
    }
    let issued = Instant.drill(.minutes(-10)).seconds
    var (signer, header): (TokenIssuer, String?) = (issuer, nil)
    switch forgery {
    case .otherRequest:
      put(
        "aud",
        "\"\(try await repository.audience(of: Request("etl-2", "backup", for: "etl", duration: "1h")))\""
      )
    case .otherContent:
      put(
        "aud",
        "\"\(try await repository.audience(of: Request("etl-1", "backup", for: "etl", duration: "2h")))\""
      )
    case .otherRepository:
      let other = String(repeating: "a", count: 40)
      put("aud", "\"\(try await repository.audience(of: Self.request, anchor: other))\"")
    case .twoAudiences:
      put("aud", "[\"\(try await repository.audience(of: Self.request))\",\"vault\"]")
    case .noAudience: members.removeAll { $0.name == "aud" }
    case .otherIssuer: put("iss", #""https://CI.example""#)
    case .otherJob: put("repository_id", #""2""#)
    case .otherNamespace: put("kubernetes.io", #"{"namespace":"web"}"#)
    case .number: put("repository_id", "1")
    case .twice: members.append(("repository_id", #""2""#))
    case .capital:
      members.removeAll { $0.name == "repository_id" }
      members.append(("Repository_id", #""1""#))
    case .list: put("repository_id", #"["1"]"#)
    case .unknownKey: signer = try TokenIssuer(kid: "k2")
    case .foreignKey: signer = try TokenIssuer()
    case .none: header = #"{"alg":"none","kid":"k1"}"#
    case .hmac: header = #"{"alg":"HS256","kid":"k1"}"#
    case .otherAlgorithm: header = #"{"alg":"ES384","kid":"k1"}"#
    case .critical: header = #"{"alg":"ES256","kid":"k1","crit":["x"],"x":1}"#
    case .long: put("exp", "\(issued + 3601)")
    case .tomorrow:
      put("iat", "\(issued + 86_400)")
      put("exp", "\(issued + 86_700)")
    case .old:
      put("iat", "\(issued - 8 * 86_400)")
      put("exp", "\(issued - 8 * 86_400 + 300)")
    case .notYet: members.append(("nbf", "\(issued + 86_400)"))
    case .fraction: put("iat", "\(issued).5")
    case .broken: return "eyJhbGciOiJFUzI1NiJ9.e30\n"
    case .empty: return ""
    }
    return try AccessRepository.token(members, by: signer, header: header)
  }

  @Test(
    "77, 81, 84: a forged token uses nothing up, and the genuine one that comes later counts",
    arguments: Forgery.allCases)
  func forgeries(_ forgery: Forgery) async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    let token = try await forged(forgery, issuer, in: repository)
    let branch = try await repository.commit(
      [Self.request.file, .file(Self.path, token)], by: Self.runner)
    try await repository.approve(branch, by: [.tom])
    for _ in 0..<2 {
      try await run(repository)
      try await expectNoAccess(
        Self.request.path, in: repository, "pending", [.unsignedRequest, forgery.code])
    }
    let genuine = try AccessRepository.token(
      try await repository.claims(for: Self.request), by: issuer)
    try await repository.land(
      try await repository.commit([.file(Self.path, genuine)], by: Self.runner))
    try await run(repository)
    try await expectAccess(Self.request.path, in: repository)
    try await expectUnharmed(repository)
  }

  /// Lands the request with its genuine token, approved by `people`.
  private func landed(
    _ repository: AccessRepository, _ issuer: TokenIssuer, approvedBy people: [Person] = [.tom]
  ) async throws -> String {
    let genuine = try AccessRepository.token(
      try await repository.claims(for: Self.request), by: issuer)
    let branch = try await repository.commit(
      [Self.request.file, .file(Self.path, genuine)], by: Self.runner)
    return people.isEmpty
      ? try await repository.land(branch) : try await repository.approve(branch, by: people)
  }

  @Test("a genuine token signs the request, whoever carried it, and the grant says by whom")
  func genuine() async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    _ = try await landed(repository, issuer)
    try await run(repository)
    try await expectAccess(Self.request.path, in: repository)
    let grants = try await repository.countersign(
      ["grants", "--anchor", repository.anchor, "--format", "json"])
    for text in ["https://ci.example", "job:etl", "t-1", "\"k1\"", "\"namespace\""] {
      #expect(grants.description.contains(text), "\(text): \(grants)")
    }
    try await expectUnharmed(repository)
  }

  @Test("a token approves nothing; and what lands over a good one takes nothing from it")
  func approvesNothing() async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    let landing = try await landed(repository, issuer, approvedBy: [])
    try await run(repository)
    try await expectNoAccess(Self.request.path, in: repository, "pending", [.shortOfApprovals])
    try await repository.land(
      try await repository.commit([.file(Self.path, "a.b.c\n")], by: Self.runner))
    try await run(repository)
    try await repository.approveLate(landing, by: .tom)
    try await run(repository)
    try await expectAccess(Self.request.path, in: repository)
    try await expectUnharmed(repository)
  }

  @Test(
    "77: a key that is compromised ends what it signed; one that is retired, nothing of before",
    arguments: [true, false])
  func endedKey(_ isCompromised: Bool) async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    let landing = try await landed(repository, issuer, approvedBy: [])
    try await run(repository)
    let end = isCompromised ? "compromised" : "retired"
    let change = try await repository.commit(
      [
        .file(
          "policies/issuers/ci.yaml",
          Self.issuer("{k1: {\(end): \(Instant.drill(.minutes(1)))}}"))
      ], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    try await run(repository)
    try await repository.approveLate(landing, by: .tom)
    try await run(repository)
    if isCompromised {
      try await expectNoAccess(Self.request.path, in: repository, "pending", [.unsignedRequest])
    } else {
      try await expectAccess(Self.request.path, in: repository)
    }
    try await expectUnharmed(repository)
  }

  @Test("77: a live grant ends with the key that signed its token")
  func revoked() async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    _ = try await landed(repository, issuer)
    try await run(repository)
    try await expectAccess(Self.request.path, in: repository)
    let change = try await repository.commit(
      [
        .file(
          "policies/issuers/ci.yaml",
          Self.issuer("{k1: {compromised: \(Instant.drill(.minutes(1)))}}"))
      ], by: .nora)
    try await repository.approve(change, by: [.mia, .leo])
    try await run(repository)
    #expect(try await repository.liveGrants().isEmpty)
    try await expectUnharmed(repository)
  }

  @Test("check says of a branch which claim differs, and nothing against a genuine token")
  func check() async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    try await run(repository)
    for (forgery, isGood) in [(Forgery.otherJob, false), (.otherJob, true)] {
      let token =
        isGood
        ? try AccessRepository.token(try await repository.claims(for: Self.request), by: issuer)
        : try await forged(forgery, issuer, in: repository)
      let branch = try await repository.commit(
        [Self.request.file, .file(Self.path, token)], by: Self.runner)
      let answer = try await repository.countersign(
        ["check", branch, "--anchor", repository.anchor, "--now", "\(Instant.drill())"])
      let says = answer.description.contains(
        "its `repository_id` is the text `2`, where the entry asks for the text `1`")
      #expect(says != isGood, "\(answer)")
      #expect(answer.names(.unsignedRequest) != isGood, "\(answer)")
    }
  }

  @Test("the command prints the audience that is asked for, wherever one stands")
  func audience() async throws {
    let repository = try await Self.repository(try TokenIssuer())
    let clone = try await repository.clone("work", [])
    let folder = "\(clone)/requests/billing-db"
    try await mustRun("mkdir", ["-p", folder])
    try await mustRun(
      "sh", ["-c", "cat > etl-1.yaml"], in: folder, input: Array(Self.request.text.utf8))
    let expected = try await repository.audience(of: Self.request)
    for (directory, path) in [(clone, Self.request.path), (folder, "etl-1.yaml")] {
      let answer = try await repository.countersign(
        ["request-audience", path, "--anchor", repository.anchor]
          + (directory == clone ? [] : ["-C", clone]),
        in: directory)
      #expect(answer.result.text == expected, "\(answer)")
      #expect(answer.status == 0)
    }
    for wrong in ["requests/billing-db/etl-2.yaml", "policies/countersign.yaml", "etl-1.jwt"] {
      let answer = try await repository.countersign(
        ["request-audience", wrong, "--anchor", repository.anchor], in: clone)
      #expect(answer.status == 64, "\(answer)")
    }
    let blind = try await repository.countersign(
      ["request-audience", Self.request.path], in: clone)
    #expect(blind.status == 77 && blind.names(.noAnchor), "\(blind)")
  }

  @Test("check judges a token that a branch brings to a request which waits")
  func checkLate() async throws {
    let issuer = try TokenIssuer()
    let repository = try await Self.repository(issuer)
    let branch = try await repository.propose(Self.request, by: Self.runner)
    try await repository.approve(branch, by: [.tom])
    try await run(repository)
    try await expectNoAccess(Self.request.path, in: repository, "pending", [.unsignedRequest])
    let genuine = try AccessRepository.token(
      try await repository.claims(for: Self.request), by: issuer)
    let bad = try await forged(.otherRequest, issuer, in: repository)
    for (token, isGood) in [(bad, false), (genuine, true)] {
      let change = try await repository.commit([.file(Self.path, token)], by: Self.runner)
      let answer = try await repository.countersign(
        ["check", change, "--anchor", repository.anchor, "--now", "\(Instant.drill())"])
      #expect(answer.names(.badToken) != isGood, "\(answer)")
      #expect(answer.status == (isGood ? 0 : 1), "\(answer)")
    }
  }
}
